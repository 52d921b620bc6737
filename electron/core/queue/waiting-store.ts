// Queries the runs that wait for their turn: their order, and the bytes that each has left (docs/ux.md D12).
import type { Database } from '../db/database.ts'
import type { QueuedRun } from '../domain/queue-order.ts'
import { type Row, asNumber, asNumberOrNull, asText } from '../db/row-values.ts'
import { jsonList, sqlList } from '../db/sql.ts'
import { LISTED } from './job-views.ts'

/** A run that is queued or being sent. */
interface UnsentRun {
  readonly id: number
  readonly route: string
  /** Its next attempt may begin: it is due, and no person holds it. */
  readonly ready: boolean
  /** It is being sent, by whichever process works the queue. */
  readonly isSending: boolean
  /** Bytes that are not on the NAS yet; for a run that was never scanned, what was measured; null: not measured. */
  readonly bytes: number | null
}

/** States of files that are not on the NAS yet. */
const UNSENT = ['pending', 'sending', 'failed', 'changed', 'mismatch', 'missing'] as const

const BYTES = `CASE WHEN scanned_at IS NULL THEN measured_bytes ELSE
  (SELECT coalesce(sum(c.bytes), 0) FROM file_counts c WHERE c.job_id = jobs.id AND c.state IN ${sqlList(UNSENT)}) END`

/** Most runs of which the place in the queue is computed. */
const MAX_RUNS = 2_000

const toUnsent = (row: Row): UnsentRun => ({
  id: asNumber(row, 'id'),
  route: asText(row, 'route'),
  ready: asNumber(row, 'ready') === 1,
  isSending: asNumber(row, 'is_sending') === 1,
  bytes: row['bytes'] === null ? null : asNumber(row, 'bytes'),
})

export type WaitingStore = ReturnType<typeof createWaitingStore>

export const createWaitingStore = (db: Database) => {
  // in the order in which the engine takes them (job-store.ts, nextDue)
  const unsent = db.prepare(
    `SELECT id, route, held = 0 AND due_at <= ? AS ready, state = 'running' AS is_sending, ${BYTES} AS bytes FROM jobs
     WHERE state IN ('queued','running') AND ${LISTED} ORDER BY verified_at IS NOT NULL, due_at, id LIMIT ${MAX_RUNS}`,
  )
  const left = db.prepare(
    `SELECT coalesce(sum(${BYTES}), 0) AS n FROM jobs
     WHERE state IN ('queued','running') AND ${LISTED} AND id NOT IN ${jsonList()}`,
  )
  const unsentOf = db.prepare(`SELECT ${BYTES} AS bytes FROM jobs WHERE id = ?`)
  const unmeasured = db.prepare(
    `SELECT id, folder FROM jobs WHERE state = 'queued' AND scanned_at IS NULL AND measured_bytes IS NULL AND ${LISTED}
     AND id > ? ORDER BY id LIMIT 1`,
  )
  const queue = db.prepare(
    `SELECT id, due_at FROM jobs WHERE state = 'queued' AND held = 0 AND due_at <= ? AND ${LISTED}
     AND (verified_at IS NOT NULL) = ? AND route IN ${jsonList()} ORDER BY due_at, id LIMIT ${MAX_RUNS}`,
  )
  const firstDue = db.prepare(
    `SELECT min(due_at) AS at FROM jobs WHERE state = 'queued' AND ${LISTED}`,
  )
  const due = db.prepare(`UPDATE jobs SET due_at = ? WHERE id = ? AND state = 'queued'`)
  const measured = db.prepare('UPDATE jobs SET measured_bytes = ? WHERE id = ?')
  return {
    /** Runs that are queued or being sent, in the order of their turn. `now`: epoch ms. */
    unsent: (now: number): UnsentRun[] => unsent.all(now).map(toUnsent),

    /** Bytes of these runs that are not on a NAS yet, without the runs `except`. */
    bytesLeft: (except: readonly number[]): number =>
      asNumber(left.get(JSON.stringify(except)) ?? {}, 'n'),

    /** Bytes of a run that are not on its NAS yet; null: it was never scanned nor measured. */
    unsentOf(jobId: number): number | null {
      return asNumberOrNull(unsentOf.get(jobId) ?? {}, 'bytes')
    },

    /** The first queued run after that id whose size is not known; null: there is none. */
    nextUnmeasured(after: number): { id: number; folder: string } | null {
      const row = unmeasured.get(after)
      return row === undefined ? null : { id: asNumber(row, 'id'), folder: asText(row, 'folder') }
    },

    /**
     * Jobs of these routes that wait for their turn, in its order, whether their destination is held or not: those that were
     * verified before, or the others, which all come first.
     */
    queueOf: (routes: readonly string[], now: number, wasVerified: boolean): QueuedRun[] =>
      queue
        .all(now, Number(wasVerified), JSON.stringify(routes))
        .map((row) => ({ id: asNumber(row, 'id'), dueAt: asNumber(row, 'due_at') })),

    /** The earliest due time of all queued runs, epoch ms; null: there is none. */
    firstDueAt: (): number | null => asNumberOrNull(firstDue.get() ?? {}, 'at'),

    /** Changes the turn of a queued run; that is no activity of the run. */
    setDueAt(id: number, dueAt: number): void {
      due.run(dueAt, id)
    },

    setMeasured(id: number, bytes: number): void {
      measured.run(bytes, id)
    },
  }
}
