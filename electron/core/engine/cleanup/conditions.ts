// The conditions of a cleanup, each with its value and what follows while it does not hold (docs/spec.md 8). Pure.
import { HOUR_MS, MINUTE_MS } from '../../../../shared/duration.ts'
import { filesText } from '../../../../shared/messages/common.ts'
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
const isFresh = (look: Look | null, now: Moment): look is Look =>
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
  const words = at === null ? 'Not checked yet' : `Not checked since ${timeOrDay(at, now)}`
  return { id, holds: false, words: `${words}: ${LOOKED_AT[id] ?? id}`, otherwise: 'look' }
}

/** What a look finds out for each condition that rests on it. */
const LOOKED_AT: Readonly<Record<string, string>> = {
  reachable: 'whether the NAS answers',
  remote: 'whether every file is on the NAS',
  local: 'whether the originals are as they were verified',
  destination: 'whether the destination is the one that the run was proven on',
  place: 'whether the folder is the one that was added',
}

const otherJobsWords = (open: readonly OtherJob[], all: number): string => {
  if (open.length > 0)
    return `${listNames(
      open.slice(0, MAX_NAMED).map((job) => `${job.run} of ${job.instrument}`),
      open.length,
    )} ${open.length === 1 ? 'has' : 'have'} the same files and ${open.length === 1 ? 'is' : 'are'} not verified: ${open[0]?.target ?? ''}`
  return all === 0
    ? 'No other run has these files'
    : 'Every other run that has these files is verified too'
}

/** What is said of excluded files: those of the first job stay, those of a further one would be deleted by the first. */
const excludedText = (facts: CleanupFacts): string => {
  const excluded = countFiles(facts, ['excluded'])
  if (facts.lacks > 0)
    return `; ${filesText(facts.lacks)} of the first destination ${facts.lacks === 1 ? 'is' : 'are'} not there`
  return excluded === 0 ? '' : `; ${excluded} excluded, which stay`
}

/** Most other runs that a condition names. */
const MAX_NAMED = 3

export const conditionsOf = (facts: CleanupFacts): CheckedCondition[] => {
  const { rules, passes, now, byState } = facts
  const times = possibleTimes(facts)
  const from = (at: number | null | undefined, words: string): string =>
    at === null || at === undefined ? '' : `${words} from ${dayAndTime(at, now)}`
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
  const notNow = SETTLED.has(facts.state) || proven < total ? '' : '; the run is not verified now'
  const unprovenJobs = facts.otherJobs.filter((job) => !job.isProven)
  const unreachable =
    facts.unreachable ??
    (facts.unchecked === null ? null : `The last check could not be made: ${facts.unchecked}`)
  const open = (
    id: string,
    otherwise: CheckedCondition['otherwise'],
    words: string,
  ): CheckedCondition => ({ id, holds: false, words, otherwise })
  return [
    {
      id: 'verified',
      holds: SETTLED.has(facts.state) && total > 0 && proven === total && facts.lacks === 0,
      words: `${proven} of ${total} files verified${excludedText(facts)}${notNow}`,
      otherwise: UNFINISHED.has(facts.state) || facts.lacks > 0 ? 'wait' : 'never',
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
          : `${isDoubted ? 'At least ' : ''}${hours(Math.max(0, age))} since the last pass${isDoubted ? ' (the clock was set or the computer started since)' : ''}, ${rules.minAgeHours} h needed${isOldEnough ? '' : from(times?.oldEnoughAt, ', that is')}`,
      otherwise: 'wait',
    },
    unreachable === null
      ? seen(facts, 'reachable', (look) => look.reachable)
      : open('reachable', 'wait', unreachable),
    different > 0
      ? open(
          'remote',
          'never',
          `${filesText(different)} ${different === 1 ? 'differs on the NAS or is' : 'differ on the NAS or are'} not there`,
        )
      : last?.verified === true
        ? seen(facts, 'remote', (look) => look.remote)
        : open('remote', 'wait', 'The last verify pass did not find every file on the NAS'),
    changed > 0
      ? open(
          'local',
          'never',
          `${filesText(changed)} changed on this computer since ${changed === 1 ? 'it was' : 'they were'} verified`,
        )
      : seen(facts, 'local', (look) => look.local),
    facts.moved
      ? open(
          'destination',
          'never',
          'The destination in config.yaml is no longer the one that the run was proven on',
        )
      : seen(facts, 'destination', (look) => look.destination),
    // a folder that was located elsewhere may be an archive, or the NAS itself by another path
    facts.elsewhere
      ? open(
          'place',
          'never',
          "The folder was located outside of the instrument's folder: nothing is deleted there",
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
          ? 'Nothing was revoked in ExLab-Wizard'
          : `An override was revoked in ExLab-Wizard ${hours(sinceRevoked ?? 0)} ago`),
      otherwise: facts.blockedBy === null ? 'wait' : 'never',
    },
  ]
}
