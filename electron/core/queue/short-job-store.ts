// Finds the short job that may run beside a long one, in the order of the queue (docs/spec.md 3a).
import type { Database } from '../db/database.ts'
import { jsonList } from '../db/sql.ts'
import { type Job, toJob } from './job-row.ts'
import { LISTED, TURN } from './job-views.ts'

/** Bytes of a run; NULL: it was neither scanned nor measured. */
const RUN_BYTES = `CASE WHEN scanned_at IS NULL THEN measured_bytes
  ELSE (SELECT coalesce(sum(c.bytes), 0) FROM file_counts c WHERE c.job_id = jobs.id) END`

export type ShortJobStore = ReturnType<typeof createShortJobStore>

export const createShortJobStore = (db: Database) => {
  const next = db.prepare(
    `SELECT * FROM jobs WHERE state IN ('queued','awaiting_verify') AND held = 0 AND ${LISTED} AND due_at <= ?
     AND route IN ${jsonList()} AND id NOT IN ${jsonList()}
     AND (route NOT IN ${jsonList()} OR id IN ${jsonList()}) AND ${RUN_BYTES} <= ?
     ORDER BY ${TURN} LIMIT 1`,
  )
  return {
    /** The next due job of at most so many bytes of these routes, without those that run; null: there is none. */
    next(
      now: number,
      bytes: number,
      among: {
        readonly routes: readonly string[]
        readonly held: readonly string[]
        /** Jobs that may start although their destination is on hold. */
        readonly exemptJobs: readonly number[]
        readonly running: readonly number[]
      },
    ): Job | null {
      const lists = [among.routes, among.running, among.held, among.exemptJobs]
      const row = next.get(now, ...lists.map((list) => JSON.stringify(list)), bytes)
      return row === undefined ? null : toJob(row)
    },
  }
}
