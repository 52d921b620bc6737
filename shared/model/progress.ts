// Live progress of a running job: sent to the window, never stored.
import * as z from 'zod'
import { livePhase } from './model.ts'

const count = z.number().int().nonnegative()

/** Progress of one job; sent at most ten times a second. */
export const liveProgress = z.object({
  jobId: z.number().int(),
  phase: livePhase,
  /** Bytes done and bytes in all of this phase; `bytesTotal` is null until it is known. */
  bytes: count,
  bytesTotal: count.nullable(),
  /** Bytes per second, smoothed; null until there is enough data. */
  rate: z.number().nonnegative().nullable(),
  etaSeconds: z.number().nonnegative().nullable(),
  /** Files being sent at this moment, at most 16. */
  active: z.array(z.object({ path: z.string(), bytes: count, size: count })).max(16),
})
export type LiveProgress = z.infer<typeof liveProgress>
