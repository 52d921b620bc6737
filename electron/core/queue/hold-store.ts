// Stores the holds of destinations, so that they survive a restart (docs/spec.md 3).
import type { Database } from '../db/database.ts'
import { jsonList } from '../db/sql.ts'
import { LISTED } from './job-views.ts'
import { type Row, asNumber, asNumberOrNull, asText } from '../db/row-values.ts'

export interface Hold {
  /** Identity of the destination (domain/hold-scope.ts). */
  readonly key: string
  readonly destination: string
  readonly reason: string
  readonly message: string
  readonly stderr: string
  /** Epoch ms. */
  readonly since: number
  /** When the next probe is due, epoch ms; null: a person must act. */
  readonly dueAt: number | null
  /** Failed probes so far. */
  readonly probes: number
  /** Free space that the run which met the failure needs; 0: not known. */
  readonly bytesNeeded: number
  /** The job that met the failure: it goes on with its attempts, all others wait. */
  readonly jobId: number
}

const toHold = (row: Row): Hold => ({
  key: asText(row, 'key'),
  destination: asText(row, 'destination'),
  reason: asText(row, 'reason'),
  message: asText(row, 'message'),
  stderr: asText(row, 'stderr'),
  since: asNumber(row, 'since'),
  dueAt: asNumberOrNull(row, 'due_at'),
  probes: asNumber(row, 'probes'),
  bytesNeeded: asNumber(row, 'bytes_needed'),
  jobId: asNumber(row, 'job_id'),
})

export type HoldStore = ReturnType<typeof createHoldStore>

export const createHoldStore = (db: Database) => ({
  /** Oldest first. */
  list: (): Hold[] => db.prepare('SELECT * FROM holds ORDER BY since, key').all().map(toHold),

  /** Inserts the hold, or updates that of the same destination; its beginning stays. */
  set(hold: Hold): void {
    db.prepare(
      `INSERT INTO holds VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (key) DO UPDATE SET destination = excluded.destination, reason = excluded.reason,
         message = excluded.message, stderr = excluded.stderr, due_at = excluded.due_at, probes = excluded.probes,
         bytes_needed = excluded.bytes_needed, job_id = excluded.job_id`,
    ).run(
      hold.key,
      hold.destination,
      hold.reason,
      hold.message,
      hold.stderr,
      hold.since,
      hold.dueAt,
      hold.probes,
      hold.bytesNeeded,
      hold.jobId,
    )
  },

  /** Jobs of these routes that failed for one of these reasons since then, or that could not be checked for it. */
  stopped(routes: readonly string[], reasons: readonly string[], since: number): number[] {
    return db
      .prepare(
        `SELECT id FROM jobs WHERE state IN ('failed','verified') AND ${LISTED} AND error_reason IN ${jsonList()}
         AND route IN ${jsonList()} AND json_extract(last_error, '$.at') >= ? ORDER BY id`,
      )
      .all(JSON.stringify(reasons), JSON.stringify(routes), since)
      .map((row) => asNumber(row, 'id'))
  },

  remove(key: string): void {
    db.prepare('DELETE FROM holds WHERE key = ?').run(key)
  },
})
