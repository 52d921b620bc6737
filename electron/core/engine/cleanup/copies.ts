// Judges the copies of a run at the other destinations of its instrument (docs/spec.md 8). Pure.
import { msg } from '../../../../shared/language/msg.ts'
import type { CheckedCondition, CleanupFacts, Copy } from './decision-facts.ts'
import { SETTLED } from './decision-facts.ts'

type Judge = (facts: CleanupFacts) => readonly CheckedCondition[]

/** Conditions of a copy of its own; what concerns the run folder is judged once, with the run. */
const OF_COPY: ReadonlySet<string> = new Set([
  'verified',
  'proof',
  'passes',
  'age',
  'reachable',
  'remote',
  'destination',
])

/** What keeps a run from being safe to delete because of its copy at another destination; null: nothing does. */
const openOfCopy = (
  { slot, isRequired, isBusy, facts }: Copy,
  judge: Judge,
): Pick<CheckedCondition, 'words' | 'otherwise'> | null => {
  const name = slot === '' ? msg`the first destination` : slot
  if (!isRequired)
    return isBusy ? { words: msg`It is being sent to ${name} now`, otherwise: 'wait' } : null
  if (facts === null)
    return { words: msg`It was never sent to ${name}, which is required`, otherwise: 'wait' }
  const open = judge(facts).filter(({ id, holds }) => OF_COPY.has(id) && !holds)
  const first = open.find(({ otherwise }) => otherwise !== 'look') ?? open[0]
  return first === undefined
    ? null
    : // at another place nothing speaks against the run itself for ever: it is proven there or it is not
      {
        words: msg`On ${name}: ${first.words}`,
        otherwise: first.otherwise === 'look' ? 'look' : 'wait',
      }
}

/** The last check of the copy found every file that a deletion takes, where the settings still send the run. */
const isHeldThere = ({ facts }: Copy): boolean =>
  facts !== null &&
  SETTLED.has(facts.state) &&
  facts.unchecked === null &&
  facts.lacks === 0 &&
  !facts.moved

/** Where the run is proven beside its own destination, and which optional ones lack it. */
const copiesWords = (copies: readonly Copy[]): string => {
  const names = (of: readonly Copy[]): string =>
    of.map(({ slot }) => (slot === '' ? msg`the first destination` : slot)).join(', ')
  const required = copies.filter(({ isRequired }) => isRequired)
  const lacking = copies.filter((copy) => !copy.isRequired && !isHeldThere(copy))
  if (required.length === 0 && lacking.length === 0)
    return msg`Proven on every other destination too`
  const held = required.length === 0 ? [] : [msg`Proven on ${names(required)} too`]
  const without = names(lacking)
  const optional =
    lacking.length === 0
      ? []
      : required.length === 0
        ? [
            msg`Not proven on ${without}, which is optional: after the deletion it can't be sent there any more`,
          ]
        : [
            msg`not proven on ${without}, which is optional: after the deletion it can't be sent there any more`,
          ]
  return [...held, ...optional].join('; ')
}

/**
 * The condition that every required destination holds the run; none for an instrument with one destination. `judge` gives the
 * conditions of one job.
 */
export const copiesCondition = ({ copies }: CleanupFacts, judge: Judge): CheckedCondition[] => {
  if (copies.length === 0) return []
  const open = copies.flatMap((copy) => openOfCopy(copy, judge) ?? [])
  const first = open.find(({ otherwise }) => otherwise !== 'look') ?? open[0]
  return [
    first === undefined
      ? { id: 'copies', holds: true, words: copiesWords(copies), otherwise: 'wait' }
      : { id: 'copies', holds: false, ...first },
  ]
}
