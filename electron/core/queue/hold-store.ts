// Holds of destinations, kept over restarts.
import type { Database } from '../db/database.ts'
import { type Row, asNumber, asNumberOrNull, asText } from '../db/row-values.ts'

export interface Hold {
  readonly key: string
  readonly destination: string
  readonly reason: string
  readonly message: string
  readonly stderr: string
  readonly since: number
  /** Next probe; null: a person must act. */
  readonly dueAt: number | null
  /** Failed probes so far. */
  readonly probes: number
  /** Room that the run which met the fault needs; 0: not known. */
  readonly bytesNeeded: number
  /** The job that met the fault: its own series of attempts goes on, all others wait. */
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

  remove(key: string): void {
    db.prepare('DELETE FROM holds WHERE key = ?').run(key)
  },
})
