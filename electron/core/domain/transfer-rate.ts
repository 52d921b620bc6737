// A transfer's speed over the last ten seconds (docs/ux.md D4, D12): steady enough to show, quick enough to believe.

const WINDOW_MS = 10_000

export interface RateMeter {
  /** Notes that `bytes` in all had been moved at `now`. */
  add(now: number, bytes: number): void
  /** Bytes per second over the window; null until two seconds of data are there. */
  rate(): number | null
}

export const createRateMeter = (): RateMeter => {
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
      if (first === undefined || last === undefined || last.at - first.at < 2_000) return null
      return ((last.bytes - first.bytes) * 1_000) / (last.at - first.at)
    },
  }
}
