// Says what a retry would send, and how long that takes at the measured speed of the destination (docs/ux.md D6).
import type { RetryPreview } from '../../../../shared/model/reports.ts'
import { ATTENTION_STATES } from '../../../../shared/constants.ts'
import { isChangedSince, isOnNasOnly } from '../../../../shared/state-labels.ts'
import type { Settings } from '../../domain/config.ts'
import { destinationKey } from '../../domain/hold-scope.ts'
import { canMove, isProvenState } from '../../domain/job-state.ts'
import { routeWith } from '../../domain/routes.ts'
import type { StateCounts } from '../../files/file-counts.ts'
import type { FileStore } from '../../files/file-store.ts'
import type { Job } from '../../queue/job-row.ts'
import type { JobStore } from '../../queue/job-store.ts'
import type { WaitingStore } from '../../queue/waiting-store.ts'
import type { QueueForecast } from './queue-forecast.ts'
import { type ChosenFiles, retriedFiles } from './retried-files.ts'

interface RetryPreviewDeps {
  readonly jobs: Pick<JobStore, 'get'>
  readonly files: Pick<FileStore, 'counts' | 'sumWhere'>
  readonly waiting: Pick<WaitingStore, 'unsentOf'>
  readonly forecast: Pick<QueueForecast, 'speedAt'>
  settings(): Settings | null
}

const sumOf = (counts: StateCounts['byState'], states: readonly (keyof typeof counts)[]): number =>
  states.reduce((sum, state) => sum + (counts[state] ?? 0), 0)

/** A retry sends what is left of such a run; other ones are checked only, or go on already (job-actions.ts). */
const isSent = (job: Job): boolean =>
  job.state === 'queued' ||
  (job.state !== 'running' &&
    !isProvenState(job.state) &&
    !isChangedSince(job) &&
    !isOnNasOnly(job) &&
    canMove(job.state, 'retry'))

export const createRetryPreview = (deps: RetryPreviewDeps) => {
  const keyOf = (job: Job): string | null => {
    const route = routeWith(job.route, deps.settings())
    return route === undefined ? null : destinationKey(route.destination)
  }
  /** Destinations take bytes side by side, so the slowest decides; null: the speed of one is not known. */
  const secondsOf = (bytes: ReadonlyMap<string | null, number>): number | null => {
    const times = [...bytes].map(([key, n]) => {
      const speed = key === null ? null : deps.forecast.speedAt(key)
      return n === 0 ? 0 : speed === null ? null : n / speed
    })
    const known = times.filter((time) => time !== null)
    return known.length === 0 || known.length < times.length ? null : Math.max(...known)
  }
  return {
    /** Of chosen files of one run. */
    ofFiles(job: Job, chosen: ChosenFiles): RetryPreview {
      const { byState, bytes: bytesBy } = deps.files.counts(job.id)
      const { where, args } = retriedFiles(chosen)
      const { files, bytes } =
        chosen === 'attention'
          ? { files: sumOf(byState, ATTENTION_STATES), bytes: sumOf(bytesBy, ATTENTION_STATES) }
          : deps.files.sumWhere(job.id, where, args)
      const all = Object.values(byState).reduce((sum, n) => sum + n, 0)
      return {
        files,
        of: all - (byState.excluded ?? 0),
        verified: byState.verified ?? 0,
        bytes,
        seconds: secondsOf(new Map([[keyOf(job), bytes]])),
      }
    },

    /** Of whole runs: what is left of them to be sent; null: the size of one is not known yet. */
    ofRuns(ids: readonly number[]): Pick<RetryPreview, 'bytes' | 'seconds'> | null {
      const byKey = new Map<string | null, number>()
      for (const id of new Set(ids)) {
        const job = deps.jobs.get(id)
        if (job === null || !isSent(job)) continue
        const bytes = deps.waiting.unsentOf(id)
        if (bytes === null) return null
        const key = keyOf(job)
        byKey.set(key, (byKey.get(key) ?? 0) + bytes)
      }
      const bytes = [...byKey.values()].reduce((sum, n) => sum + n, 0)
      return { bytes, seconds: secondsOf(byKey) }
    },
  }
}

export type RetryPreviews = ReturnType<typeof createRetryPreview>
