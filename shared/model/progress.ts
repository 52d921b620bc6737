// Live progress of a running job: sent to the window, never stored.
import type { LivePhase } from './model.ts'

/** Progress of one job; sent at most ten times a second. */
export interface LiveProgress {
  jobId: number
  phase: LivePhase
  /** Bytes done and bytes in all of this phase; `bytesTotal` is null until it is known. */
  bytes: number
  bytesTotal: number | null
  /** Bytes per second, smoothed; null until there is enough data. */
  rate: number | null
  etaSeconds: number | null
  /** When a byte or a file last moved, epoch ms. */
  movedAt: number
  /** Files being sent at this moment, at most 16. */
  active: { path: string; bytes: number; size: number }[]
}
