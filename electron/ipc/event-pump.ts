// Sends changes to the window in batches: merged, at most ten a second, the next one after the last was acknowledged.
import type { ChangeBatch } from '../../shared/contract/index.ts'
import type { LiveProgress } from '../../shared/model/progress.ts'
import type { Core } from '../core/core.ts'

interface PumpDeps {
  readonly core: Pick<Core, 'changes' | 'summaries' | 'overview' | 'revisionOf' | 'activity'>
  send(batch: ChangeBatch): void
  /** Milliseconds between batches; longer while the window is hidden. */
  interval(): number
  /** Monotonic time in milliseconds. */
  now(): number
  /** Runs `work` after `ms`; answers how to cancel it. */
  after(ms: number, work: () => void): () => void
}

export interface EventPump {
  /** The window processed the batch with this number; any other number is ignored. */
  ack(seq: number): void
  /** The window was reloaded or crashed: no batch is in flight any more. */
  reset(): void
  close(): void
}

/** Delay of the first batch after a quiet time, so that changes of the same moment travel together. */
const COALESCE_MS = 5

/** Most jobs in one batch; the others follow in the next. */
const MAX_JOBS = 200

export const createEventPump = ({ core, send, interval, now, after }: PumpDeps): EventPump => {
  const jobs = new Set<number>()
  const removed = new Set<number>()
  const files = new Set<number>()
  const logs = new Map<number, number>()
  const live = new Map<number, LiveProgress>()
  let config = false
  let dirty = false
  let seq = 0
  let unacknowledged: number | null = null
  let cancelTimer: (() => void) | null = null
  let sentAt = Number.NEGATIVE_INFINITY

  const collect = (): void => {
    const changes = core.changes.take()
    changes.jobs.forEach((id) => jobs.add(id))
    changes.removed.forEach((id) => removed.add(id))
    changes.files.forEach((id) => files.add(id))
    changes.logs.forEach((lines, id) => logs.set(id, lines))
    changes.live.forEach((progress, id) => live.set(id, progress))
    config ||= changes.config
  }

  const flush = (): void => {
    cancelTimer = null
    if (unacknowledged !== null) return
    collect()
    dirty = false
    const ids = [...jobs].slice(0, MAX_JOBS)
    for (const id of ids) jobs.delete(id)
    seq += 1
    unacknowledged = seq
    sentAt = now()
    send({
      seq,
      jobs: core.summaries(ids),
      removed: [...removed],
      files: [...files].map((jobId) => ({ jobId, revision: core.revisionOf(jobId) })),
      logs: [...logs].map(([attemptId, lines]) => ({ attemptId, lines })),
      live: [...live.values()],
      overview: core.overview(),
      config,
      activity: core.activity(),
    })
    removed.clear()
    files.clear()
    logs.clear()
    live.clear()
    config = false
    if (jobs.size > 0) dirty = true
  }

  const schedule = (): void => {
    dirty = true
    if (unacknowledged === null)
      cancelTimer ??= after(Math.max(COALESCE_MS, sentAt + interval() - now()), flush)
  }

  // a new window reads everything first, so earlier changes need not be sent
  core.changes.take()
  const stop = core.changes.onChange(schedule)
  return {
    ack(acknowledged) {
      if (acknowledged !== unacknowledged) return
      unacknowledged = null
      if (dirty) schedule()
    },
    reset() {
      unacknowledged = null
      schedule()
    },
    close() {
      stop()
      cancelTimer?.()
    },
  }
}
