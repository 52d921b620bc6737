// Interlocks of the cleanup: decides whether a run's local data may be deleted, with every
// condition and its value (docs/spec.md 8, docs/ux.md c-1). Pure.
import { HOUR_MS } from '../../../../shared/duration.ts'
import {
  alreadyGoneText,
  checkNowText,
  doNotText,
  notYetText,
  onNasText,
  safeText,
} from '../../../../shared/messages/cleanup.ts'
import type { CleanupDecision } from '../../../../shared/model/reports.ts'
import {
  type CheckedCondition,
  type CleanupFacts,
  conditionsOf,
  countFiles,
  lastSeen,
  possibleTimes,
} from './conditions.ts'

/** Conditions that time and further verify passes fulfil. */
const WAITING_CONDITIONS: ReadonlySet<string> = new Set(['passes', 'age', 'gate'])

/** From when the cleanup is possible, if nothing but time and verify passes is missing, epoch ms. */
const possibleAt = (facts: CleanupFacts, open: readonly CheckedCondition[]): number | null => {
  const times = possibleTimes(facts)
  const waits = open.filter(({ otherwise }) => otherwise !== 'look')
  const onlyWaits = waits.every(
    ({ id, otherwise }) => otherwise === 'wait' && WAITING_CONDITIONS.has(id),
  )
  if (times === null || waits.length === 0 || !onlyWaits) return null
  const settledAt =
    facts.revokedAt === null ? 0 : facts.revokedAt + facts.rules.minAgeHours * HOUR_MS
  return Math.max(times.oldEnoughAt, settledAt)
}

/** The decision in words: every place that shows the decision shows these. */
const headlineOf = (
  verdict: CleanupDecision['verdict'],
  at: number | null,
  needsLook: boolean,
  facts: CleanupFacts,
): string => {
  const { now, leftOut, look } = facts
  switch (verdict) {
    case 'safe':
      return safeText(leftOut, look?.at ?? now, now)
    case 'not_yet': {
      if (!needsLook) return notYetText(at, now)
      const wasSafe =
        look !== null &&
        decideCleanup({ ...facts, now: look.at, uptime: look.uptime }).verdict === 'safe'
      return checkNowText(wasSafe, lastSeen(facts), now)
    }
    case 'do_not':
      return doNotText()
  }
}

/** The answer for a run whose local data was deleted: nothing is left to decide. */
const alreadyCleaned = (facts: CleanupFacts): CleanupDecision => {
  const total = Object.values(facts.byState).reduce((sum, n) => sum + n, 0)
  const excluded = countFiles(facts, ['excluded'])
  const proven = countFiles(facts, ['verified', 'cleaned'])
  const checkedAt = facts.passes.findLast((pass) => pass.verified)?.at ?? null
  return {
    verdict: 'do_not',
    headline: alreadyGoneText(),
    leftOut: facts.leftOut,
    possibleAt: null,
    lookedAt: null,
    needsLook: false,
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
 * Decides: the one function for Details, dialog, dry run, receipt and the cleanup itself. `safe` needs
 * a look at both sides within the last ten minutes. `enabled` in the answer says whether the lab lets this program delete at all; it is no
 * condition of safety.
 */
export const decideCleanup = (facts: CleanupFacts): CleanupDecision => {
  if (facts.state === 'cleaned') return alreadyCleaned(facts)
  const checked = conditionsOf(facts)
  const open = checked.filter((condition) => !condition.holds)
  const verdict =
    open.length === 0
      ? 'safe'
      : open.some((condition) => condition.otherwise === 'never')
        ? 'do_not'
        : 'not_yet'
  const at = possibleAt(facts, open)
  const needsLook = open.length > 0 && open.every((condition) => condition.otherwise === 'look')
  return {
    verdict,
    headline: headlineOf(verdict, at, needsLook, facts),
    leftOut: facts.leftOut,
    possibleAt: at,
    lookedAt: facts.look?.at ?? null,
    needsLook,
    enabled: facts.rules.enabled,
    conditions: checked.map(({ id, holds, words }) => ({ id, holds, words })),
  }
}
