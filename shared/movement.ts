// Movement of a running transfer: its speed now, and for how long it has stalled (docs/ux.md D12). Pure.
import type { LiveProgress } from './model/progress.ts'
import { MINUTE_MS, SECOND_MS } from './duration.ts'

/** A transfer that moves nothing for this long is shown as stalled. */
const STALLED_AFTER_MS = MINUTE_MS
/** The speed is a mean over this time, so that it has fallen to nothing when nothing moved for as long. */
const RATE_WINDOW_MS = 10 * SECOND_MS
/** Programs report at least so often while something moves. */
const REPORT_MS = 2 * SECOND_MS

type Movement = Pick<LiveProgress, 'phase' | 'movedAt' | 'rate'>

/** Bytes per second now; null: nothing moves, or it is not known yet. `now`: epoch ms. */
export const speedNow = ({ movedAt, rate }: Movement, now: number): number | null => {
  const idle = now - movedAt
  if (rate === null || rate <= 0 || idle >= RATE_WINDOW_MS) return null
  return idle <= REPORT_MS ? rate : rate * (1 - idle / RATE_WINDOW_MS)
}

/** For how long nothing of it has moved, ms; null: it moves. Only sending stalls: a check can be silent for a large file. */
export const stalledFor = ({ phase, movedAt }: Movement, now: number): number | null =>
  phase === 'sending' && now - movedAt >= STALLED_AFTER_MS ? now - movedAt : null
