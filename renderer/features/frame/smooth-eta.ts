// Estimates as they are shown: steady, and silent while they are not to be believed (docs/ux.md D12). Pure.

/** An estimate is believed after this long, and a stand-still is said after that long. */
export const SMOOTHING_MS = 10_000
export const STILL_MS = 60_000

/** The step in which so much time is said: tens of seconds, minutes, hours, days. */
const unitOf = (seconds: number): number =>
  seconds < 60 ? 10 : seconds < 5_400 ? 60 : seconds < 172_800 ? 3_600 : 86_400

/**
 * The next estimate to show. It counts down by itself and follows another one by at most one of its units a second, so that
 * what is read never jumps. `before` null: what it rested on is another now, so it begins anew.
 */
export const smoothEta = (
  before: { readonly seconds: number; readonly at: number } | null,
  next: number | null,
  now: number,
): number | null => {
  if (before === null || next === null) return next
  const elapsed = Math.max(0, now - before.at) / 1_000
  const expected = Math.max(0, before.seconds - elapsed)
  const most = unitOf(expected) * Math.min(1, elapsed)
  return Math.min(expected + most, Math.max(expected - most, next))
}
