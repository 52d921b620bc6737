// Watches a tool for silence: how long it has shown no sign of life, by a clock that nobody can set
// (docs/spec.md 2).

/** Longest time between two looks. */
const LOOK_MS = 1_000

export interface SilenceWatch {
  /** The tool showed that it works on. */
  sign(): void
  end(): void
}

/**
 * Calls `onSilent` once no sign came for `limitMs`, and again after as long without one. Time in which this program did
 * not run either (the computer slept) counts as one look at most: nothing could have come from the tool meanwhile.
 */
export const watchSilence = (limitMs: number, onSilent: () => void): SilenceWatch => {
  const every = Math.min(LOOK_MS, limitMs)
  let silentMs = 0
  let lookedAt = performance.now()
  const timer = setInterval(() => {
    const now = performance.now()
    silentMs += Math.min(now - lookedAt, 2 * every)
    lookedAt = now
    if (silentMs < limitMs) return
    silentMs = 0
    onSilent()
  }, every)
  return {
    sign() {
      silentMs = 0
    },
    end: () => clearInterval(timer),
  }
}
