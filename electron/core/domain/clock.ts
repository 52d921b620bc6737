// The clocks of the computer: the wall clock, which may be set at any time, and the time since the computer was started, which
// nobody can set. The clock is a parameter everywhere, so that tests set the time.
import { HOUR_MS, MINUTE_MS } from '../../../shared/duration.ts'

/** A reading of the time since the computer was started; sleep counts. */
export interface Uptime {
  /** Which start of the computer; null: the system does not name it. */
  readonly boot: string | null
  /** Milliseconds since that start. */
  readonly ms: number
  /** For how long the wall clock has gone beside it without being set, milliseconds. */
  readonly steady: number
}

/** A point in time by both clocks. */
export interface Moment {
  /** Epoch ms, wall time. */
  readonly at: number
  /** Not set: recorded by an older version, or by a clock that has wall time only. */
  readonly uptime?: Uptime
}

export interface Clock {
  /** Epoch milliseconds, wall time. */
  now(): number
  /** Not given: only wall time is known. */
  uptime?(): Uptime
}

/** Differences between the clocks above this are a clock that was set: slow corrections are smaller. */
const STEP_MS = 2 * MINUTE_MS

/** For so long a clock must have gone steadily to be believed over a start of the computer. */
const STEADY_MS = HOUR_MS

/** The moment that a clock shows. */
export const momentOf = (clock: Clock): Moment => {
  const at = clock.now()
  const up = clock.uptime?.()
  return up === undefined ? { at } : { at, uptime: up }
}

/**
 * Milliseconds that certainly passed between two moments; negative where the wall clock was set back. Within one start of the
 * computer both clocks must agree, so the shorter time counts. Over a start the wall clock is believed once it has gone
 * steadily for an hour, in which a wrong clock is corrected; before that only the steady time counts.
 */
export const elapsedMs = (from: Moment, to: Moment): number => {
  const wall = to.at - from.at
  if (to.uptime === undefined) return wall
  const { boot, ms, steady } = to.uptime
  if (boot !== null && from.uptime?.boot === boot) return Math.min(wall, ms - from.uptime.ms)
  return steady >= STEADY_MS ? wall : Math.min(wall, steady)
}

/**
 * When `ms` will certainly have passed since a moment, epoch ms, if nobody sets the clock; where they have, when the wall clock
 * said so.
 */
export const elapsesAt = (from: Moment, now: Moment, ms: number): number => {
  const left = ms - elapsedMs(from, now)
  if (left <= 0) return from.at + ms
  const { uptime } = now
  if (uptime === undefined || (uptime.boot !== null && from.uptime?.boot === uptime.boot))
    return now.at + left
  // from then on the wall clock is believed
  const steadyIn = Math.max(0, STEADY_MS - uptime.steady)
  return now.at + Math.min(left, Math.max(steadyIn, ms - (now.at - from.at)))
}

/** True where by neither clock more than `ms` passed between two moments of one process, and none was set back. */
export const isWithin = (from: Moment, to: Moment, ms: number): boolean => {
  const wall = to.at - from.at
  const up =
    from.uptime === undefined || to.uptime === undefined ? wall : to.uptime.ms - from.uptime.ms
  return wall >= 0 && wall <= ms && up <= ms
}

/**
 * True where a stored time has come. So it has where it is further away than its rule ever sets it: then the clock was wrong
 * when it was stored, or was set back since. All in milliseconds.
 */
export const isDue = (at: number, now: number, longest: number): boolean =>
  at <= now || at > now + longest

/** A clock that notices when its wall time was set. */
export const createClock = (
  now: () => number,
  upMs: () => number,
  boot: string | null,
): Required<Clock> => {
  let offset: number | null = null
  let since = 0
  return {
    now,
    uptime() {
      const ms = upMs()
      const difference = now() - ms
      if (offset !== null && Math.abs(difference - offset) > STEP_MS) since = ms
      // the last difference, so that slow corrections never add up to a step
      offset = difference
      return { boot, ms, steady: ms - since }
    },
  }
}
