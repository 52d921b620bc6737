// Plans the maintenance of a verified run: when its next scheduled verify pass or its cleanup is
// due. Pure.
import { DAY_MS, HOUR_MS } from '../../../shared/duration.ts'
import { type Moment, elapsedMs, elapsesAt } from './clock.ts'
import { textKey } from './text-key.ts'

/** One finished verify pass. */
export interface Pass extends Moment {
  /** Every file was proven. */
  readonly verified: boolean
  /** Number of files that were proven. */
  readonly files: number
}

/**
 * Passes closer together than this count as one occasion, since a second pass at once proves little
 * (docs/spec.md 8).
 */
export const OCCASION_GAP_MS = HOUR_MS

/**
 * Number of occasions on which the run was verified since the last pass that failed. A pass that
 * proved fewer files than the last one does not count: files that came later were not in it. Where
 * the clock was set back in between nobody knows how far apart two passes are: the later one counts
 * as the same occasion, and the next one is measured from it. `passes` oldest first.
 */
export const separateOccasions = (passes: readonly Pass[]): number => {
  const files = passes.at(-1)?.files ?? 0
  let count = 0
  let last: Pass | null = null
  for (const pass of passes) {
    if (!pass.verified) {
      count = 0
      last = null
    } else if (pass.files >= files) {
      const gap: number = last === null ? OCCASION_GAP_MS : elapsedMs(last, pass)
      if (gap >= OCCASION_GAP_MS) count += 1
      if (gap >= OCCASION_GAP_MS || gap < 0) last = pass
    }
  }
  return count
}

/**
 * A fixed number from 0 to 1 for each job (Knuth's multiplicative hash). It spreads the next passes
 * of a thousand runs that were verified in one night over many nights.
 */
const spread = (jobId: number): number => ((jobId * 2_654_435_761) % 4_294_967_296) / 4_294_967_296

/** Time between two scheduled passes: `repeatDays`, spread by a tenth either way. */
export const repeatAfterMs = (jobId: number, repeatDays: number): number =>
  Math.round(repeatDays * DAY_MS * (0.9 + 0.2 * spread(jobId)))

/** Settings of the cleanup (`nas_cleanup` in config.yaml). */
export interface CleanupRules {
  readonly enabled: boolean
  readonly minVerifyPasses: number
  readonly minAgeHours: number
  /** The manifest stays in the run folder after a cleanup. */
  readonly retainCache: boolean
}

/** The rules for the job of one destination: the run's first job alone deletes its originals, for all of them. */
export const rulesOfJob = (job: { readonly slot: string }, rules: CleanupRules): CleanupRules =>
  job.slot === '' ? rules : { ...rules, enabled: false }

interface Maintenance {
  readonly task: 'recheck' | 'cleanup'
  /** Epoch ms. */
  readonly at: number
}

/**
 * The next maintenance of a verified run; null: none is planned. Missing verify passes are planned
 * whether cleanup is on or not, since a person may want to delete the originals (docs/spec.md 5). A
 * pass of the future was recorded by a wrong clock: another one is due now. So it is where no pass counts: all were made at another
 * place. `passes` oldest first.
 */
export const nextMaintenance = (
  jobId: number,
  passes: readonly Pass[],
  rules: CleanupRules,
  repeatDays: number | null,
  now: Moment,
): Maintenance | null => {
  const last = passes.at(-1)
  if (last === undefined) return { task: 'recheck', at: now.at }
  if (!last.verified) return null
  if (last.at > now.at) return { task: 'recheck', at: now.at }
  const planned: Maintenance[] = []
  if (separateOccasions(passes) < rules.minVerifyPasses)
    planned.push({ task: 'recheck', at: elapsesAt(last, now, OCCASION_GAP_MS) })
  else if (rules.enabled)
    planned.push({ task: 'cleanup', at: elapsesAt(last, now, rules.minAgeHours * HOUR_MS) })
  if (repeatDays !== null)
    planned.push({ task: 'recheck', at: last.at + repeatAfterMs(jobId, repeatDays) })
  return planned.toSorted((a, b) => a.at - b.at)[0] ?? null
}

/**
 * The next scheduled check of a run whose only copy is on the NAS; null: none is planned. `passes`
 * oldest first.
 */
export const nextCopyCheck = (
  jobId: number,
  passes: readonly Pass[],
  repeatDays: number | null,
  now: Moment,
): Maintenance | null => {
  const last = passes.at(-1)
  if (last === undefined || repeatDays === null) return null
  if (last.at > now.at) return { task: 'recheck', at: now.at }
  return { task: 'recheck', at: last.at + repeatAfterMs(jobId, repeatDays) }
}

/** The longest time for which these rules put off the maintenance of a run. */
export const longestMaintenanceMs = (rules: CleanupRules, repeatDays: number | null): number =>
  Math.max(OVERDUE_SPREAD_MS, rules.minAgeHours * HOUR_MS, (repeatDays ?? 0) * 1.1 * DAY_MS)

/** Verify passes that are overdue when all runs are planned again are spread over this time. */
const OVERDUE_SPREAD_MS = 7 * DAY_MS

/**
 * When a verified run's maintenance is due after all runs were planned again, by new settings or by
 * a newer program. An overdue verify pass gets a time within the next week, so that a long list of
 * old runs does not load the NAS at once; it is never put off to later than `before`, the time that
 * was planned so far. Times: epoch ms; null: none.
 */
export const replannedAt = (
  jobId: number,
  planned: Maintenance | null,
  before: number | null,
  now: number,
): number | null => {
  if (planned === null || planned.task === 'cleanup' || planned.at > now) return planned?.at ?? null
  const spreadAt = now + Math.round(spread(jobId) * OVERDUE_SPREAD_MS)
  return before === null ? spreadAt : Math.min(before, spreadAt)
}

/**
 * A number for the rules by which maintenance is planned. At start, the runs are planned again only
 * where it differs from the stored one.
 */
export const planningKey = (rules: CleanupRules, repeatDays: number | null): number =>
  textKey(JSON.stringify([rules.enabled, rules.minVerifyPasses, rules.minAgeHours, repeatDays]))
