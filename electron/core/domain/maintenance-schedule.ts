// What a verified run still needs, and when: further passes on a schedule, or the cleanup that the lab has switched on. Pure.
import { DAY_MS, HOUR_MS } from '../../../shared/duration.ts'

/** One finished verify pass. */
export interface Pass {
  /** Epoch ms. */
  readonly at: number
  /** Every file was proven. */
  readonly verified: boolean
}

/** Passes closer together than this are one occasion: a second look at once proves little (docs/spec.md 8). */
export const OCCASION_GAP_MS = 3_600_000

/** Passes on different occasions since the run was last found wanting. `passes` oldest first. */
export const separateOccasions = (passes: readonly Pass[]): number => {
  let count = 0
  let last = Number.NEGATIVE_INFINITY
  for (const pass of passes) {
    if (!pass.verified) {
      count = 0
      last = Number.NEGATIVE_INFINITY
    } else if (pass.at - last >= OCCASION_GAP_MS) {
      count += 1
      last = pass.at
    }
  }
  return count
}

/**
 * A number from 0 to 1 that is a run's own (Knuth's multiplicative hash), so that a thousand runs which were verified in
 * one night are not all verified again in one night.
 */
const share = (jobId: number): number => ((jobId * 2_654_435_761) % 4_294_967_296) / 4_294_967_296

/** Days between two passes of a schedule, spread by a tenth either way. */
export const repeatAfterMs = (jobId: number, repeatDays: number): number =>
  Math.round(repeatDays * DAY_MS * (0.9 + 0.2 * share(jobId)))

export interface CleanupRules {
  readonly enabled: boolean
  readonly minVerifyPasses: number
  readonly minAgeHours: number
  readonly retainCache: boolean
}

export interface Maintenance {
  readonly what: 'recheck' | 'cleanup'
  /** Epoch ms. */
  readonly at: number
}

/** The next thing a verified run needs, or null: nothing. `passes` oldest first, the last one verified. */
export const nextMaintenance = (
  jobId: number,
  passes: readonly Pass[],
  rules: CleanupRules,
  repeatDays: number | null,
): Maintenance | null => {
  const last = passes.at(-1)
  if (last === undefined || !last.verified) return null
  const wanted: Maintenance[] = []
  if (rules.enabled) {
    wanted.push(
      separateOccasions(passes) < rules.minVerifyPasses
        ? { what: 'recheck', at: last.at + OCCASION_GAP_MS }
        : { what: 'cleanup', at: last.at + rules.minAgeHours * HOUR_MS },
    )
  }
  if (repeatDays !== null)
    wanted.push({ what: 'recheck', at: last.at + repeatAfterMs(jobId, repeatDays) })
  return wanted.toSorted((a, b) => a.at - b.at)[0] ?? null
}
