// Interlocks of the cleanup: decides whether a run's local data may be deleted, with every
// condition and its value (docs/spec.md 8, docs/ux.md c-1). Pure.
import { HOUR_MS } from '../../../../shared/duration.ts'
import { dayAndTime } from '../../../../shared/format.ts'
import { leftOutText, onNasText } from '../../../../shared/messages/cleanup.ts'
import type { FileState, JobState, ProofLevel } from '../../../../shared/model/model.ts'
import type { CleanupCondition, CleanupDecision } from '../../../../shared/model/reports.ts'
import {
  type CleanupRules,
  OCCASION_GAP_MS,
  type Pass,
  separateOccasions,
} from '../../domain/maintenance-schedule.ts'

/** Everything that the decision depends on, at one moment. */
export interface CleanupFacts {
  readonly state: JobState
  readonly proof: ProofLevel
  readonly byState: Partial<Readonly<Record<FileState, number>>>
  /** Excluded files whose copy on the NAS nobody accepted: perhaps there is none. */
  readonly leftOut: number
  /** Oldest first. */
  readonly passes: readonly Pass[]
  /** When the next verify pass or the cleanup is planned, epoch ms; null: neither is. */
  readonly maintenanceAt: number | null
  readonly rules: CleanupRules
  /** Why nothing can be sent to or read from the destination now; null: no reason is known. */
  readonly unreachable: string | null
  /** Why the last check of the run could not be made; null: it could. */
  readonly unchecked: string | null
  /** The destination in config.yaml is no longer the one that the run was proven on. */
  readonly moved: boolean
  /** A person located the run's folder, and it lies outside of its instrument's folder. */
  readonly elsewhere: boolean
  /** Why ExLab-Wizard holds the run back; null: it does not. */
  readonly blockedBy: string | null
  /** When an override was last revoked there, epoch ms; null: never. */
  readonly revokedAt: number | null
  /** Epoch ms. */
  readonly now: number
}

const DIFFERENT: readonly FileState[] = ['mismatch', 'missing']
const SETTLED: ReadonlySet<JobState> = new Set(['verified', 'cleanup_eligible'])
const UNFINISHED: ReadonlySet<JobState> = new Set(['queued', 'running', 'awaiting_verify'])

const count = (facts: CleanupFacts, states: readonly FileState[]): number =>
  states.reduce((sum, state) => sum + (facts.byState[state] ?? 0), 0)

const hours = (ms: number): string => `${Math.floor(ms / HOUR_MS)} h`

interface PossibleTimes {
  /** When the next of the missing verify passes is planned; null: none is missing. */
  readonly nextPassAt: number | null
  /** When the last needed verify pass is old enough. */
  readonly oldEnoughAt: number
}

/** When the conditions that wait for passes and age can hold; null: the run is not verified now. */
const possibleTimes = (facts: CleanupFacts): PossibleTimes | null => {
  const { passes, rules, maintenanceAt, now } = facts
  const last = passes.at(-1)
  if (last === undefined || !last.verified || !SETTLED.has(facts.state)) return null
  const age = rules.minAgeHours * HOUR_MS
  const missing = rules.minVerifyPasses - separateOccasions(passes)
  if (missing <= 0) return { nextPassAt: null, oldEnoughAt: last.at + age }
  const nextPassAt = Math.max(now, maintenanceAt ?? last.at + OCCASION_GAP_MS)
  return { nextPassAt, oldEnoughAt: nextPassAt + (missing - 1) * OCCASION_GAP_MS + age }
}

/**
 * `otherwise`: what follows while the condition does not hold. `never`: do not delete; `wait`: time
 * or a further pass may fulfil it.
 */
type CheckedCondition = CleanupCondition & { readonly otherwise: 'never' | 'wait' }

const conditions = (facts: CleanupFacts): CheckedCondition[] => {
  const { rules, passes, now, byState } = facts
  const times = possibleTimes(facts)
  const from = (at: number | null | undefined, words: string): string =>
    at === null || at === undefined ? '' : `${words} from ${dayAndTime(at, now)}`
  const excluded = count(facts, ['excluded'])
  const total = Object.values(byState).reduce((sum, n) => sum + n, 0) - excluded
  const proven = count(facts, ['verified', 'cleaned'])
  const last = passes.at(-1)
  const age = last === undefined ? null : now - last.at
  const isOldEnough = age !== null && age >= rules.minAgeHours * HOUR_MS
  const occasions = separateOccasions(passes)
  const different = count(facts, DIFFERENT)
  const changed = count(facts, ['changed'])
  const sinceRevoked = facts.revokedAt === null ? null : now - facts.revokedAt
  const isSettled = sinceRevoked === null || sinceRevoked >= rules.minAgeHours * HOUR_MS
  return [
    {
      id: 'verified',
      holds: SETTLED.has(facts.state) && total > 0 && proven === total,
      words: `${proven} of ${total} files verified${excluded === 0 ? '' : `; ${excluded} excluded, which stay`}`,
      otherwise: UNFINISHED.has(facts.state) ? 'wait' : 'never',
    },
    {
      id: 'proof',
      holds: facts.proof === 'sha256' || facts.proof === 'read_back',
      words:
        facts.proof === 'sha256'
          ? 'Proven by SHA-256 on the NAS'
          : facts.proof === 'read_back'
            ? 'Proven by reading back'
            : 'Not proven by SHA-256',
      otherwise: UNFINISHED.has(facts.state) ? 'wait' : 'never',
    },
    {
      id: 'passes',
      holds: occasions >= rules.minVerifyPasses,
      words: `${occasions} of ${rules.minVerifyPasses} verify passes on different occasions${from(times?.nextPassAt, ', the next')}`,
      otherwise: 'wait',
    },
    {
      id: 'age',
      holds: isOldEnough,
      words:
        age === null
          ? 'Never verified'
          : `${hours(age)} since the last pass, ${rules.minAgeHours} h needed${isOldEnough ? '' : from(times?.oldEnoughAt, ', that is')}`,
      otherwise: 'wait',
    },
    {
      id: 'reachable',
      holds: facts.unreachable === null && facts.unchecked === null,
      words:
        facts.unreachable ??
        (facts.unchecked === null
          ? 'The NAS is reachable as far as is known'
          : `The last check could not be made: ${facts.unchecked}`),
      otherwise: 'wait',
    },
    {
      id: 'remote',
      holds: last?.verified === true && different === 0,
      words:
        different > 0
          ? `${different} files differ on the NAS or are not there`
          : 'Every file was on the NAS with its digest at the last pass',
      otherwise: different > 0 ? 'never' : 'wait',
    },
    {
      id: 'local',
      holds: changed === 0,
      words:
        changed > 0
          ? `${changed} files changed on this computer since they were verified`
          : 'No file changed on this computer since it was verified',
      otherwise: 'never',
    },
    {
      id: 'destination',
      holds: !facts.moved,
      words: facts.moved
        ? 'The destination in config.yaml is no longer the one that the run was proven on'
        : 'The destination is the one that the run was proven on',
      otherwise: 'never',
    },
    {
      id: 'place',
      holds: !facts.elsewhere,
      // such a folder may be an archive, or the NAS itself by another path
      words: facts.elsewhere
        ? "The folder is another run's now, or was located outside of the instrument's folder: nothing is deleted there"
        : 'The folder is where it was added, or in the folder of its instrument',
      otherwise: 'never',
    },
    {
      id: 'gate',
      holds: facts.blockedBy === null && isSettled,
      words:
        facts.blockedBy ??
        (isSettled
          ? 'Nothing was revoked in ExLab-Wizard'
          : `An override was revoked in ExLab-Wizard ${hours(sinceRevoked ?? 0)} ago`),
      otherwise: facts.blockedBy === null ? 'wait' : 'never',
    },
  ]
}

/** Conditions that time and further verify passes fulfil. */
const WAITING_CONDITIONS: ReadonlySet<string> = new Set(['passes', 'age', 'gate'])

/** From when the cleanup is possible, if nothing but time and verify passes is missing, epoch ms. */
const possibleAt = (facts: CleanupFacts, open: readonly CheckedCondition[]): number | null => {
  const times = possibleTimes(facts)
  const onlyWaits = open.every(
    ({ id, otherwise }) => otherwise === 'wait' && WAITING_CONDITIONS.has(id),
  )
  if (times === null || open.length === 0 || !onlyWaits) return null
  const settledAt =
    facts.revokedAt === null ? 0 : facts.revokedAt + facts.rules.minAgeHours * HOUR_MS
  return Math.max(times.oldEnoughAt, settledAt)
}

/** The decision in words: every place that shows the decision shows these. */
const headlineOf = (
  verdict: CleanupDecision['verdict'],
  at: number | null,
  { now, leftOut }: CleanupFacts,
): string => {
  switch (verdict) {
    case 'safe':
      return `Safe to delete${leftOutText(leftOut)}`
    case 'not_yet':
      return at === null ? 'Not yet' : `Not yet, from ${dayAndTime(at, now)}`
    case 'do_not':
      return 'Do not delete'
  }
}

/** The answer for a run whose local data was deleted: nothing is left to decide. */
const alreadyCleaned = (facts: CleanupFacts): CleanupDecision => {
  const total = Object.values(facts.byState).reduce((sum, n) => sum + n, 0)
  const excluded = count(facts, ['excluded'])
  const proven = count(facts, ['verified', 'cleaned'])
  const checkedAt = facts.passes.findLast((pass) => pass.verified)?.at ?? null
  return {
    verdict: 'do_not',
    headline: 'The local data was deleted already',
    leftOut: facts.leftOut,
    possibleAt: null,
    enabled: facts.rules.enabled,
    conditions: [
      {
        id: 'on_nas',
        holds: proven === total - excluded,
        words: onNasText(proven, total - excluded, checkedAt),
      },
    ],
  }
}

/**
 * Decides. `enabled` in the answer says whether the lab lets this program delete at all; it is no
 * condition of safety.
 */
export const decideCleanup = (facts: CleanupFacts): CleanupDecision => {
  if (facts.state === 'cleaned') return alreadyCleaned(facts)
  const checked = conditions(facts)
  const open = checked.filter((condition) => !condition.holds)
  const verdict =
    open.length === 0
      ? 'safe'
      : open.some((condition) => condition.otherwise === 'never')
        ? 'do_not'
        : 'not_yet'
  const at = possibleAt(facts, open)
  return {
    verdict,
    headline: headlineOf(verdict, at, facts),
    leftOut: facts.leftOut,
    possibleAt: at,
    enabled: facts.rules.enabled,
    conditions: checked.map(({ id, holds, words }) => ({ id, holds, words })),
  }
}
