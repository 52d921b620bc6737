// Smoothing of transfer estimates: what is shown counts down and never jumps (docs/ux.md D12). Pure.

/** The unit in which so much time is shown, in seconds: tens of seconds, minutes, hours, days. */
const unitOf = (seconds: number): number =>
  seconds < 60 ? 10 : seconds < 5_400 ? 60 : seconds < 172_800 ? 3_600 : 86_400

/**
 * The next estimate to show, in seconds. It counts down by itself and moves towards a new estimate by at most one unit a
 * second. `before` null: there is no earlier estimate of the same work, so `next` is shown as it is.
 */
export const smoothEta = (
  before: { readonly seconds: number; readonly at: number } | null,
  next: number | null,
  now: number,
): number | null => {
  if (before === null || next === null) return next
  const elapsed = Math.max(0, now - before.at) / 1_000
  const expected = Math.max(0, before.seconds - elapsed)
  const maxStep = unitOf(expected) * Math.min(1, elapsed)
  return Math.min(expected + maxStep, Math.max(expected - maxStep, next))
}
