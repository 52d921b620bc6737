// The conditions of a cleanup, each with its value and what follows while it does not hold (docs/spec.md 8). Pure.
import { msg } from '../../../../shared/language/msg.ts'
import { HOUR_MS, MINUTE_MS } from '../../../../shared/duration.ts'
import { dayAndTime, timeOrDay } from '../../../../shared/format.ts'
import { listNames } from '../attempt/failure-message.ts'
import { type Moment, elapsedMs, elapsesAt, isWithin } from '../../domain/clock.ts'
import type { FileState, JobState } from '../../../../shared/model/model.ts'
import { OCCASION_GAP_MS, separateOccasions } from '../../domain/maintenance-schedule.ts'
import { copiesCondition } from './copies.ts'
import {
  type CheckedCondition,
  type CleanupFacts,
  type OtherJob,
  SETTLED,
} from './decision-facts.ts'
import type { Finding, Look } from './look.ts'

/** A look holds for this time; a tick that rests on it becomes an open condition after it. */
export const LOOK_VALID_MS = 10 * MINUTE_MS

/** The moment of the decision, by both clocks. */
const momentOfFacts = ({ now, uptime }: CleanupFacts): Moment =>
  uptime === undefined ? { at: now } : { at: now, uptime }

const DIFFERENT: readonly FileState[] = ['mismatch', 'missing']
const UNFINISHED: ReadonlySet<JobState> = new Set(['queued', 'running', 'awaiting_verify'])

export const countFiles = (facts: CleanupFacts, states: readonly FileState[]): number =>
  states.reduce((sum, state) => sum + (facts.byState[state] ?? 0), 0)

const hours = (ms: number): string => `${Math.floor(ms / HOUR_MS)} h`

interface PossibleTimes {
  /** When the next of the missing verify passes is planned; null: none is missing. */
  readonly nextPassAt: number | null
  /** When the last needed verify pass is old enough. */
  readonly oldEnoughAt: number
}

/** When the conditions that wait for passes and age can hold; null: the run is not verified now. */
export const possibleTimes = (facts: CleanupFacts): PossibleTimes | null => {
  const { passes, rules, maintenanceAt, now } = facts
  const last = passes.at(-1)
  if (last === undefined || !last.verified || !SETTLED.has(facts.state)) return null
  const age = rules.minAgeHours * HOUR_MS
  const missing = rules.minVerifyPasses - separateOccasions(passes)
  if (missing <= 0)
    return { nextPassAt: null, oldEnoughAt: elapsesAt(last, momentOfFacts(facts), age) }
  const nextPassAt = Math.max(now, maintenanceAt ?? last.at + OCCASION_GAP_MS)
  return { nextPassAt, oldEnoughAt: nextPassAt + (missing - 1) * OCCASION_GAP_MS + age }
}

/** True where the last look is recent enough to rest a decision on. A clock that was set back makes it unknown. */
export const isFresh = (look: Look | null, now: Moment): look is Look =>
  look !== null && isWithin(look, now, LOOK_VALID_MS)

/** When somebody looked last, by a look or a verify pass, epoch ms; null: never. */
export const lastSeen = ({ look, passes }: CleanupFacts): number | null =>
  look?.at ?? passes.at(-1)?.at ?? null

/** A condition that rests on a look. What a look found against the run counts until the next look or verify pass. */
const seen = (
  facts: CleanupFacts,
  id: string,
  findingOf: (look: Look) => Finding,
): CheckedCondition => {
  const { look, now, passes } = facts
  const isOutdated = look !== null && passes.some((pass) => pass.verified && pass.at > look.at)
  const finding = look === null ? null : findingOf(look)
  if (finding?.outcome === 'bad' && !isOutdated)
    return { id, holds: false, words: finding.words, otherwise: 'never' }
  if (finding !== null && finding.outcome !== 'bad' && isFresh(look, momentOfFacts(facts))) {
    const holds = finding.outcome === 'good'
    return { id, holds, words: finding.words, otherwise: 'wait' }
  }
  const at = lastSeen(facts)
  const what = LOOKED_AT[id] ?? id
  const words =
    at === null
      ? msg`Not checked yet: ${what}`
      : msg`Not checked since ${timeOrDay(at, now)}: ${what}`
  return { id, holds: false, words, otherwise: 'look' }
}

/** What a look finds out for each condition that rests on it. */
const LOOKED_AT: Readonly<Record<string, string>> = {
  reachable: msg`whether the NAS answers`,
  remote: msg`whether every file is on the NAS`,
  local: msg`whether the originals are as they were verified`,
  destination: msg`whether the destination is the one that the run was proven on`,
  place: msg`whether the folder is the one that was added`,
}

const otherJobsWords = (open: readonly OtherJob[], all: number): string => {
  if (open.length > 0) {
    const names = listNames(
      open.slice(0, MAX_NAMED).map((job) => `${job.run} (${job.instrument})`),
      open.length,
    )
    const target = open[0]?.target ?? ''
    return open.length === 1
      ? msg`${names} has the same files and is not verified: ${target}`
      : msg`${names} have the same files and are not verified: ${target}`
  }
  return all === 0
    ? msg`No other run has these files`
    : msg`Every other run that has these files is verified too`
}

/** `next`: when the next pass is planned; '': it is not. */
const passesWords = (passes: number, needed: number, next: string): string =>
  next === ''
    ? msg`${passes} of ${needed} verify passes on different occasions`
    : msg`${passes} of ${needed} verify passes on different occasions, the next from ${next}`

/** `isDoubted`: the two clocks disagree, so the time is the least. `at`: when it is enough; '': it is, or nobody knows. */
const ageWords = (since: string, needed: string, isDoubted: boolean, at: string): string => {
  if (isDoubted)
    return at === ''
      ? msg`At least ${since} since the last pass (the clock was set or the computer started since), ${needed} needed`
      : msg`At least ${since} since the last pass (the clock was set or the computer started since), ${needed} needed, that is from ${at}`
  return at === ''
    ? msg`${since} since the last pass, ${needed} needed`
    : msg`${since} since the last pass, ${needed} needed, that is from ${at}`
}

/** What is said of excluded files: those of the first job stay, those of a further one would be deleted by the first. */
const excludedText = (facts: CleanupFacts): string => {
  const excluded = countFiles(facts, ['excluded'])
  if (facts.lacks > 0)
    return `; ${facts.lacks === 1 ? msg`1 file of the first destination is not there` : msg`${facts.lacks} files of the first destination are not there`}`
  return excluded === 0 ? '' : `; ${msg`${excluded} excluded, which stay`}`
}

/** Most other runs that a condition names. */
const MAX_NAMED = 3

export const conditionsOf = (facts: CleanupFacts): CheckedCondition[] => {
  const { rules, passes, now, byState } = facts
  const times = possibleTimes(facts)
  const from = (at: number | null | undefined): string =>
    at === null || at === undefined ? '' : dayAndTime(at, now)
  const excluded = countFiles(facts, ['excluded'])
  const total = Object.values(byState).reduce((sum, n) => sum + n, 0) - excluded
  const proven = countFiles(facts, ['verified', 'cleaned'])
  const last = passes.at(-1)
  const moment = momentOfFacts(facts)
  const age = last === undefined ? null : elapsedMs(last, moment)
  const isDoubted = age !== null && last !== undefined && Math.abs(now - last.at - age) > MINUTE_MS
  const isOldEnough = age !== null && age >= rules.minAgeHours * HOUR_MS
  const occasions = separateOccasions(passes)
  const different = countFiles(facts, DIFFERENT)
  const changed = countFiles(facts, ['changed'])
  const sinceRevoked = facts.revokedAt === null ? null : elapsedMs({ at: facts.revokedAt }, moment)
  const isSettled = sinceRevoked === null || sinceRevoked >= rules.minAgeHours * HOUR_MS
  // the files keep their state until a pass finds another one
  const notNow =
    SETTLED.has(facts.state) || proven < total ? '' : `; ${msg`the run is not verified now`}`
  const unprovenJobs = facts.otherJobs.filter((job) => !job.isProven)
  const unreachable =
    facts.unreachable ??
    (facts.unchecked === null ? null : msg`The last check could not be made: ${facts.unchecked}`)
  const open = (
    id: string,
    otherwise: CheckedCondition['otherwise'],
    words: string,
  ): CheckedCondition => ({ id, holds: false, words, otherwise })
  return [
    {
      id: 'verified',
      holds: SETTLED.has(facts.state) && total > 0 && proven === total && facts.lacks === 0,
      words: `${msg`${proven} of ${total} files verified`}${excludedText(facts)}${notNow}`,
      otherwise: UNFINISHED.has(facts.state) || facts.lacks > 0 ? 'wait' : 'never',
    },
    {
      id: 'proof',
      holds: facts.proof === 'sha256' || facts.proof === 'read_back',
      words:
        facts.proof === 'sha256'
          ? msg`Proven by SHA-256 on the NAS`
          : facts.proof === 'read_back'
            ? msg`Proven by reading back`
            : msg`Not proven by SHA-256`,
      otherwise: UNFINISHED.has(facts.state) ? 'wait' : 'never',
    },
    {
      id: 'passes',
      holds: occasions >= rules.minVerifyPasses,
      words: passesWords(occasions, rules.minVerifyPasses, from(times?.nextPassAt)),
      otherwise: 'wait',
    },
    {
      id: 'age',
      holds: isOldEnough,
      words:
        age === null
          ? SETTLED.has(facts.state)
            ? msg`Not verified yet where the run is sent to now`
            : msg`Never verified`
          : ageWords(
              hours(Math.max(0, age)),
              hours(rules.minAgeHours * HOUR_MS),
              isDoubted,
              isOldEnough ? '' : from(times?.oldEnoughAt),
            ),
      otherwise: 'wait',
    },
    unreachable === null
      ? seen(facts, 'reachable', (look) => look.reachable)
      : open('reachable', 'wait', unreachable),
    different > 0
      ? open(
          'remote',
          'never',
          different === 1
            ? msg`1 file differs on the NAS or is not there`
            : msg`${different} files differ on the NAS or are not there`,
        )
      : last === undefined || last.verified
        ? seen(facts, 'remote', (look) => look.remote)
        : open('remote', 'wait', msg`The last verify pass did not find every file on the NAS`),
    changed > 0
      ? open(
          'local',
          'never',
          changed === 1
            ? msg`1 file changed on this computer since it was verified`
            : msg`${changed} files changed on this computer since they were verified`,
        )
      : seen(facts, 'local', (look) => look.local),
    facts.moved
      ? open(
          'destination',
          'never',
          msg`The destination in config.yaml is no longer the one that the run was proven on`,
        )
      : seen(facts, 'destination', (look) => look.destination),
    // a folder that was located elsewhere may be an archive, or the NAS itself by another path
    facts.elsewhere
      ? open(
          'place',
          'never',
          msg`The folder was located outside of the instrument's folder: nothing is deleted there`,
        )
      : seen(facts, 'place', (look) => look.folder),
    {
      id: 'other_jobs',
      holds: unprovenJobs.length === 0,
      words: otherJobsWords(unprovenJobs, facts.otherJobs.length),
      otherwise: 'wait',
    },
    ...copiesCondition(facts, conditionsOf),
    {
      id: 'gate',
      holds: facts.blockedBy === null && facts.unclearRecords === null && isSettled,
      words:
        facts.blockedBy ??
        facts.unclearRecords ??
        (isSettled
          ? msg`Nothing was revoked in ExLab-Wizard`
          : msg`An override was revoked in ExLab-Wizard ${hours(sinceRevoked ?? 0)} ago`),
      otherwise: facts.blockedBy === null ? 'wait' : 'never',
    },
  ]
}
