// Runs that failed and wait for their next try, by when it is due.
import type { Database } from '../db/database.ts'
import { asNumber, asNumberOrNull } from '../db/row-values.ts'

const WAITING = `state = 'queued' AND failures > 0 AND held = 0`

export type DueSoonStore = ReturnType<typeof createDueSoonStore>

export const createDueSoonStore = (db: Database) => {
  const until = db.prepare(`SELECT count(*) AS n FROM jobs WHERE ${WAITING} AND due_at <= ?`)
  const after = db.prepare(`SELECT min(due_at) AS at FROM jobs WHERE ${WAITING} AND due_at > ?`)
  return {
    /** How many are tried again until then. */
    until: (at: number): number => asNumber(until.get(at) ?? {}, 'n'),
    /** When the first of those is due that are tried again after `at`; null: there is none. */
    after: (at: number): number | null => asNumberOrNull(after.get(at) ?? {}, 'at'),
  }
}
