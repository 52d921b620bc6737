// Tests the interlocks of the cleanup: local data is safe to delete only if every condition holds.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LOOK_VALID_MS } from '../../../../../electron/core/engine/cleanup/conditions.ts'
import type { CleanupFacts } from '../../../../../electron/core/engine/cleanup/decision-facts.ts'
import { decideCleanup } from '../../../../../electron/core/engine/cleanup/interlocks.ts'
import { dayAndTime, timeOrDay } from '../../../../../shared/format.ts'
import { HOUR_MS } from '../../../../../shared/duration.ts'
import { NOW, RULES, finding, good, lookAt } from '../../../../helpers/cleanup-facts.ts'

const other = (isProven: boolean) => ({
  run: 'Run',
  instrument: 'B',
  target: 'far:d/Run',
  isProven,
})

describe('interlocks', () => {
  it('all hold: safe', () => {
    expect(decideCleanup(good).verdict).toBe('safe')
  })
  const cases: [string, Partial<CleanupFacts>, string, string][] = [
    ['a file that differs', { byState: { verified: 2, mismatch: 1 } }, 'do_not', 'remote'],
    ['a file that is missing there', { byState: { verified: 2, missing: 1 } }, 'do_not', 'remote'],
    ['a changed original', { byState: { verified: 2, changed: 1 } }, 'do_not', 'local'],
    ['size only', { proof: 'size_only', byState: { size_only: 3 } }, 'do_not', 'proof'],
    ['a failed run', { state: 'failed' }, 'do_not', 'verified'],
    ['no files', { byState: {} }, 'do_not', 'verified'],
    ['one pass', { passes: good.passes.slice(1) }, 'not_yet', 'passes'],
    ['too fresh', { now: 25 * HOUR_MS }, 'not_yet', 'age'],
    [
      'a NAS that does not answer',
      { unreachable: 'The NAS does not answer' },
      'not_yet',
      'reachable',
    ],
    ['a check that could not be made', { unchecked: 'No answer' }, 'not_yet', 'reachable'],
    [
      'a look that found a late file',
      { look: lookAt(NOW, { local: finding('bad') }) },
      'do_not',
      'local',
    ],
    [
      'a look that missed a copy',
      { look: lookAt(NOW, { remote: finding('bad') }) },
      'do_not',
      'remote',
    ],
    [
      'a look that saw another destination',
      { look: lookAt(NOW, { destination: finding('bad') }) },
      'do_not',
      'destination',
    ],
    [
      'a look that saw another folder',
      { look: lookAt(NOW, { folder: finding('bad') }) },
      'do_not',
      'place',
    ],
    [
      'a look without an answer',
      { look: lookAt(NOW, { reachable: finding('unknown') }) },
      'not_yet',
      'reachable',
    ],
    [
      'a look that could not read the copy',
      { look: lookAt(NOW, { remote: finding('unknown') }) },
      'not_yet',
      'remote',
    ],
    [
      'a look that could not read the folder',
      { look: lookAt(NOW, { local: finding('unknown') }) },
      'not_yet',
      'local',
    ],
    [
      'another job of the folder',
      { otherJobs: [other(true), other(false)] },
      'not_yet',
      'other_jobs',
    ],
    ['no look', { look: null }, 'not_yet', 'reachable'],
    ['an old look', { look: lookAt(NOW - LOOK_VALID_MS - 1) }, 'not_yet', 'remote'],
    ['a look of the future', { look: lookAt(NOW + 1) }, 'not_yet', 'local'],
    ['another destination', { moved: true }, 'do_not', 'destination'],
    ['located elsewhere', { elsewhere: true }, 'do_not', 'place'],
    ['blocked in ExLab-Wizard', { blockedBy: 'naming' }, 'do_not', 'gate'],
    ['a fresh revocation', { revokedAt: 25 * HOUR_MS }, 'not_yet', 'gate'],
    ['still being sent', { state: 'running', byState: { sent: 3 } }, 'not_yet', 'verified'],
  ]
  it.each(cases)('%s', (_name, change, verdict, id) => {
    const answer = decideCleanup({ ...good, ...change })
    expect(answer.verdict).toBe(verdict)
    expect(answer.conditions.find((c) => c.id === id)?.holds).toBe(false)
  })
  it('a run that is checked again says so, though no file has another state yet', () => {
    const { conditions } = decideCleanup({ ...good, state: 'awaiting_verify' })
    expect(conditions.find((c) => c.id === 'verified')).toMatchObject({
      holds: false,
      words: '3 of 3 files verified; the run is not verified now',
    })
  })
  it('is safe only if every condition holds, whatever the facts', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...cases.map((c) => c[1])),
        fc.constantFrom(...cases.map((c) => c[1])),
        (one, two) => {
          const answer = decideCleanup({ ...good, ...one, ...two })
          expect(answer.verdict === 'safe').toBe(answer.conditions.every((c) => c.holds))
          expect(answer.verdict).not.toBe('safe')
        },
      ),
    )
  })
})

describe('a look', () => {
  const LOOKED_AT = ['reachable', 'remote', 'local', 'destination', 'place']
  const openOf = (facts: CleanupFacts): string[] =>
    decideCleanup(facts)
      .conditions.filter((one) => !one.holds)
      .map((one) => one.id)

  it('of ten minutes ago still counts; a millisecond later the run was safe, and no condition of it is ticked', () => {
    const look = lookAt(NOW)
    const at = (now: number) => decideCleanup({ ...good, look, now })
    expect(at(NOW + LOOK_VALID_MS)).toMatchObject({
      verdict: 'safe',
      headline: `Safe to delete, as of ${timeOrDay(NOW, NOW)}`,
      lookedAt: NOW,
      needsLook: false,
    })
    expect(at(NOW + LOOK_VALID_MS + 1)).toMatchObject({
      verdict: 'not_yet',
      headline: `Was safe at ${timeOrDay(NOW, NOW)}: check now`,
      lookedAt: NOW,
      needsLook: true,
    })
    expect(openOf({ ...good, look, now: NOW + LOOK_VALID_MS + 1 })).toEqual(LOOKED_AT)
  })

  it('that nobody made leaves its conditions open, and says when a pass looked last', () => {
    const facts = { ...good, look: null }
    expect(openOf(facts)).toEqual(LOOKED_AT)
    expect(decideCleanup(facts)).toMatchObject({
      verdict: 'not_yet',
      headline: `Not checked since ${timeOrDay(2 * HOUR_MS, NOW)}: check now`,
      lookedAt: null,
      needsLook: true,
      possibleAt: null,
    })
  })

  it('that was made before the run was old enough never says that it was safe', () => {
    const facts = { ...good, look: lookAt(NOW - 2 * HOUR_MS), now: NOW }
    expect(decideCleanup(facts).headline).toMatch(/^Not checked since /)
  })

  it('is not asked for where something else is missing', () => {
    const facts = { ...good, look: null, passes: good.passes.slice(1) }
    expect(decideCleanup(facts)).toMatchObject({ verdict: 'not_yet', needsLook: false })
    expect(decideCleanup(facts).headline).toMatch(/^Not yet, from /)
  })

  it('that found something counts until a later pass proved the run', () => {
    const look = lookAt(NOW, { local: finding('bad') })
    expect(decideCleanup({ ...good, look, now: NOW + 2 * LOOK_VALID_MS }).verdict).toBe('do_not')
    const passes = [...good.passes, { at: NOW + 1, verified: true, files: 3 }]
    const later = { ...good, look, passes, now: NOW + 30 * HOUR_MS }
    expect(decideCleanup(later)).toMatchObject({ verdict: 'not_yet', needsLook: true })
    // not even right after the pass is a condition ticked by it
    const soon = { ...later, rules: { ...RULES, minAgeHours: 0 }, now: NOW + 2 }
    expect(decideCleanup(soon).verdict).toBe('not_yet')
  })

  it('names the other job of the folder that is not verified', () => {
    const { conditions } = decideCleanup({ ...good, otherJobs: [other(false)] })
    expect(conditions.find((one) => one.id === 'other_jobs')?.words).toBe(
      'Run (B) has the same files and is not verified: far:d/Run',
    )
  })
})

describe('files that were left out', () => {
  it.each([
    [0, 'Safe to delete'],
    [1, 'Safe to delete but for 1 file that was left out'],
    [1_200, 'Safe to delete but for 1,200 files that were left out'],
  ])('%d are in the headline', (leftOut, headline) => {
    const answer = decideCleanup({ ...good, byState: { verified: 3, excluded: leftOut }, leftOut })
    const asOf = `, as of ${timeOrDay(NOW, NOW)}`
    expect(answer).toMatchObject({ verdict: 'safe', leftOut, headline: `${headline}${asOf}` })
  })
})

describe('from when the cleanup is possible', () => {
  const AT = Date.UTC(2026, 10, 27, 12)
  const verifiedAt = (...hours: number[]) => ({
    passes: hours.map((h) => ({ at: AT + h * HOUR_MS, verified: true, files: 3 })),
  })
  const cases: [string, Partial<CleanupFacts>, number | null][] = [
    ['one pass of two, the next in an hour', { ...verifiedAt(0), now: AT }, 25],
    [
      'the next pass is planned later',
      { ...verifiedAt(0), maintenanceAt: AT + 50 * HOUR_MS, now: AT },
      74,
    ],
    ['the missing pass is overdue', { ...verifiedAt(0), now: AT + 10 * HOUR_MS }, 34],
    ['two passes, not a day old', { ...verifiedAt(0, 2), now: AT + 3 * HOUR_MS }, 26],
    [
      'a revocation holds it back longer',
      { ...verifiedAt(0, 2), revokedAt: AT + 9 * HOUR_MS, now: AT + 10 * HOUR_MS },
      33,
    ],
    ['safe now', { ...verifiedAt(0, 2), now: AT + 27 * HOUR_MS }, null],
    ['the NAS is away too', { ...verifiedAt(0), unreachable: 'away', now: AT }, null],
    ['never', { ...verifiedAt(0), moved: true, now: AT }, null],
    ['not verified', { passes: [], state: 'running', now: AT }, null],
  ]
  it.each(cases)('%s', (_name, change, hours) => {
    const answer = decideCleanup({ ...good, look: null, ...change })
    expect(answer.possibleAt).toBe(hours === null ? null : AT + hours * HOUR_MS)
    if (hours !== null)
      expect(answer.headline).toBe(
        `Not yet, from ${dayAndTime(AT + hours * HOUR_MS, change.now ?? 0)}`,
      )
  })
  it('the conditions that wait say until when', () => {
    const { conditions } = decideCleanup({ ...good, ...verifiedAt(0), now: AT })
    const words = (id: string) => conditions.find((c) => c.id === id)?.words
    expect(words('passes')).toBe(
      `1 of 2 verify passes on different occasions, the next from ${dayAndTime(AT + HOUR_MS, AT)}`,
    )
    expect(words('age')).toBe(
      `0 h since the last pass, 24 h needed, that is from ${dayAndTime(AT + 25 * HOUR_MS, AT)}`,
    )
  })
})
