// Watches a tool for silence: how long it has shown no sign of life, by a clock that nobody can set
// (docs/spec.md 2).

/** Longest time between two looks. */
const LOOK_MS = 1_000

/** A tool that only waits wakes up now and then, and reads less than this between two looks. */
const WORKING_BYTES = 64 << 10

interface SilenceWatch {
  /** The tool showed that it works on. */
  sign(): void
  end(): void
}

/**
 * Calls `onSilent` once no sign came for `limitMs`, and again after as long without one. Where `readSoFar` counts what the
 * tool reads, its reading is a sign too. Time in which this program did not run either (the computer slept) counts as two
 * looks at most: nothing could have come from the tool meanwhile.
 */
export const watchSilence = (
  limitMs: number,
  readSoFar: () => number | null,
  onSilent: () => void,
): SilenceWatch => {
  const every = Math.min(LOOK_MS, limitMs)
  let silentMs = 0
  let lookedAt = performance.now()
  let readBefore = readSoFar() ?? 0
  const timer = setInterval(() => {
    const now = performance.now()
    const read = readSoFar() ?? 0
    if (read - readBefore >= WORKING_BYTES) silentMs = 0
    else silentMs += Math.min(now - lookedAt, 2 * every)
    readBefore = read
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
