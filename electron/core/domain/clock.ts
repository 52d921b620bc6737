// Time is handed in, so that a sleeping laptop and a test see the same code (ARCHITECTURE convention 4).

export interface Clock {
  /** Epoch milliseconds, wall time. */
  now(): number
}

export const systemClock: Clock = { now: () => Date.now() }
