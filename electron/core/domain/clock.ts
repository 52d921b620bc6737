// The clock is a parameter everywhere, so that tests set the time and a laptop that slept needs no
// special code.

export interface Clock {
  /** Epoch milliseconds, wall time. */
  now(): number
}

export const systemClock: Clock = { now: () => Date.now() }
