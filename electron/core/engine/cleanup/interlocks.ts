// Interlocks of the cleanup: decides whether a run's local data may be deleted, with every
// condition and its value (docs/spec.md 8, docs/ux.md c-1). Pure.
import { HOUR_MS } from '../../../../shared/duration.ts'
import type { FileState, JobState, ProofLevel } from '../../../../shared/model/model.ts'
import type { CleanupCondition, CleanupDecision } from '../../../../shared/model/reports.ts'
import {
  type CleanupRules,
  type Pass,
  separateOccasions,
} from '../../domain/maintenance-schedule.ts'

/** Everything that the decision depends on, at one moment. */
export interface CleanupFacts {
  readonly state: JobState
  readonly proof: ProofLevel
  readonly byState: Partial<Readonly<Record<FileState, number>>>
  /** Oldest first. */
  readonly passes: readonly Pass[]
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

/**
 * `otherwise`: what follows while the condition does not hold. `never`: do not delete; `wait`: time
 * or a further pass may fulfil it.
 */
type CheckedCondition = CleanupCondition & { readonly otherwise: 'never' | 'wait' }

const conditions = (facts: CleanupFacts): CheckedCondition[] => {
  const { rules, passes, now, byState } = facts
  const excluded = count(facts, ['excluded'])
  const total = Object.values(byState).reduce((sum, n) => sum + n, 0) - excluded
  const proven = count(facts, ['verified', 'cleaned'])
  const last = passes.at(-1)
  const age = last === undefined ? null : now - last.at
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
      words: `${occasions} of ${rules.minVerifyPasses} verify passes on different occasions`,
      otherwise: 'wait',
    },
    {
      id: 'age',
      holds: age !== null && age >= rules.minAgeHours * HOUR_MS,
      words:
        age === null
          ? 'Never verified'
          : `${hours(age)} since the last pass, ${rules.minAgeHours} h needed`,
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
        ? "The folder was located outside of the instrument's folder: nothing is deleted there"
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

/**
 * Decides. `enabled` in the answer says whether the lab lets this program delete at all; it is no
 * condition of safety.
 */
export const decideCleanup = (facts: CleanupFacts): CleanupDecision => {
  const checked = conditions(facts)
  const open = checked.filter((condition) => !condition.holds)
  const verdict =
    open.length === 0
      ? 'safe'
      : open.some((condition) => condition.otherwise === 'never')
        ? 'do_not'
        : 'not_yet'
  return {
    verdict,
    enabled: facts.rules.enabled,
    conditions: checked.map(({ id, holds, words }) => ({ id, holds, words })),
  }
}
