// Transfer rate over the last ten seconds (docs/ux.md D4, D12): steady enough to show, and quick to
// follow a change.
import { SECOND_MS } from '../../../shared/duration.ts'

const WINDOW_MS = 10 * SECOND_MS
/** Least time of samples for a rate. */
const MIN_WINDOW_MS = 2 * SECOND_MS

interface TransferRateMeter {
  /** Adds a sample: `bytes` in total were moved at `now`. */
  add(now: number, bytes: number): void
  /** Bytes per second over the window; null until two seconds of samples are there. */
  rate(): number | null
}

export const createTransferRateMeter = (): TransferRateMeter => {
  let samples: { readonly at: number; readonly bytes: number }[] = []
  return {
    add(now, bytes) {
      const last = samples.at(-1)
      // a tool that starts over, or a clock that was set back, starts a new series
      if (last !== undefined && (bytes < last.bytes || now < last.at)) samples = []
      samples.push({ at: now, bytes })
      while (samples.length > 2 && now - (samples[0]?.at ?? now) > WINDOW_MS) samples.shift()
    },
    rate() {
      const first = samples[0]
      const last = samples.at(-1)
      if (first === undefined || last === undefined || last.at - first.at < MIN_WINDOW_MS)
        return null
      return ((last.bytes - first.bytes) * SECOND_MS) / (last.at - first.at)
    },
  }
}
