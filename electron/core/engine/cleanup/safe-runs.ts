// Keeps which runs are safe to delete now, for the chip of the list: those that are decided so by a look of the last ten minutes
// (docs/spec.md 8).
import { SECOND_MS } from '../../../../shared/duration.ts'
import type { CleanupDecision } from '../../../../shared/model/reports.ts'
import type { ChangeHub } from '../../changes.ts'
import { type Clock, momentOf } from '../../domain/clock.ts'
import type { Job } from '../../queue/job-row.ts'
import type { JobStore } from '../../queue/job-store.ts'
import type { Looks } from './looks.ts'

/** What is safe to delete now. */
export interface SafeRuns {
  /** Numbers of the runs' first jobs. */
  ids(): number[]
  /** When the oldest of the looks was made that they rest on, epoch ms; null: no run is safe. */
  since(): number | null
  close(): void
}

interface SafeRunsDeps {
  readonly looks: Pick<Looks, 'fresh'>
  readonly jobs: Pick<JobStore, 'get'>
  readonly changes: Pick<ChangeHub, 'onChange' | 'overviewTouched'>
  readonly clock: Clock
  decide(job: Job): Promise<CleanupDecision>
}

/** The shortest time from a change to the next decisions; they take a tenth of the time at most. */
const REST_MS = SECOND_MS
/** Runs are decided again after this time although nothing changed: records of a run and the clock decide as well. */
const AGAIN_MS = 15 * SECOND_MS

/** What is said while no run is safe. */
const NONE = '[]'

/**
 * Decides the runs that were looked at in the last ten minutes, again after each change and every 15 seconds; nothing is decided
 * while there is none. What was decided counts no longer than the look that it rests on.
 */
export const createSafeRuns = ({ looks, jobs, changes, clock, decide }: SafeRunsDeps): SafeRuns => {
  let safe: ReadonlySet<number> = new Set()
  let said = NONE
  let timer: NodeJS.Timeout | null = null
  let dueAt = Number.POSITIVE_INFINITY
  let isDeciding = false
  let hasChanged = false
  let isClosed = false
  let lastedMs = 0

  const current = (): ReturnType<Looks['fresh']> =>
    looks.fresh(momentOf(clock)).filter(({ id }) => safe.has(id))
  const hasLooks = (): boolean => looks.fresh(momentOf(clock)).length > 0

  const decideAll = async (): Promise<ReadonlySet<number>> => {
    const found = new Set<number>()
    for (const { id } of looks.fresh(momentOf(clock))) {
      const job = jobs.get(id)
      // what a run holds here is said once, with its first job, as the page Space does
      if (job === null || job.slot !== '') continue
      if ((await decide(job)).verdict === 'safe') found.add(id)
    }
    return found
  }

  const schedule = (ms: number): void => {
    const at = performance.now() + ms
    if (isClosed || isDeciding || at >= dueAt) return
    if (timer !== null) clearTimeout(timer)
    dueAt = at
    timer = setTimeout(() => void review(), ms)
    timer.unref()
  }

  const review = async (): Promise<void> => {
    dueAt = Number.POSITIVE_INFINITY
    isDeciding = true
    hasChanged = false
    const begun = performance.now()
    // what cannot be decided is not safe
    safe = await decideAll().catch(() => new Set<number>())
    lastedMs = performance.now() - begun
    isDeciding = false
    const now = JSON.stringify(current())
    if (now !== said && !isClosed) changes.overviewTouched()
    said = now
    if (hasChanged) schedule(Math.max(REST_MS, 10 * lastedMs))
    else if (hasLooks()) schedule(Math.max(AGAIN_MS, 10 * lastedMs))
  }

  const stop = changes.onChange(() => {
    hasChanged = true
    if (said !== NONE || hasLooks()) schedule(Math.max(REST_MS, 10 * lastedMs))
  })

  return {
    ids: () => current().map(({ id }) => id),
    since: () => {
      const times = current().map(({ at }) => at)
      return times.length === 0 ? null : Math.min(...times)
    },
    close() {
      isClosed = true
      stop()
      if (timer !== null) clearTimeout(timer)
    },
  }
}
