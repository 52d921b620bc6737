// Puts right the due times that a wrong clock stored: work is due now where its rule could not have set the time (docs/spec.md 3).
import type { Database } from '../db/database.ts'
import { asNumber } from '../db/row-values.ts'

/** The longest waits that the rules set, milliseconds. */
interface LongestWaits {
  readonly retry: number
  readonly maintenance: number
}

export const createDueTimes = (db: Database) => {
  const pullRetries = db.prepare(
    `UPDATE jobs SET due_at = :now WHERE state IN ('queued','awaiting_verify') AND due_at > :latest RETURNING id`,
  )
  const pullMaintenance = db.prepare(
    'UPDATE jobs INDEXED BY jobs_by_maintenance SET maintenance_at = :now WHERE maintenance_at > :latest RETURNING id',
  )
  return {
    /**
     * Makes due now what is due later than its longest wait after `now`, epoch ms: the clock was wrong when the time was stored,
     * or was set back since. Answers the jobs.
     */
    pull: (now: number, longest: LongestWaits): number[] =>
      [
        ...pullRetries.all({ ':now': now, ':latest': now + longest.retry }),
        ...pullMaintenance.all({ ':now': now, ':latest': now + longest.maintenance }),
      ].map((row) => asNumber(row, 'id')),
  }
}
