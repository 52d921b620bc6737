// Tests the interlocks of the cleanup: local data is safe to delete only if every condition holds.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type CleanupFacts,
  decideCleanup,
} from '../../../../../electron/core/engine/cleanup/interlocks.ts'
import { dayAndTime } from '../../../../../shared/format.ts'
import { HOUR_MS } from '../../../../../shared/duration.ts'

const RULES = { enabled: true, minVerifyPasses: 2, minAgeHours: 24, retainCache: true }
const good: CleanupFacts = {
  state: 'verified',
  proof: 'sha256',
  byState: { verified: 3 },
  leftOut: 0,
  passes: [
    { at: 0, verified: true },
    { at: 2 * HOUR_MS, verified: true },
  ],
  maintenanceAt: null,
  rules: RULES,
  unreachable: null,
  unchecked: null,
  moved: false,
  elsewhere: false,
  blockedBy: null,
  revokedAt: null,
  now: 26 * HOUR_MS,
}

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

describe('files that were left out', () => {
  it.each([
    [0, 'Safe to delete'],
    [1, 'Safe to delete but for 1 file that was left out'],
    [1_200, 'Safe to delete but for 1,200 files that were left out'],
  ])('%d are in the headline', (leftOut, headline) => {
    const answer = decideCleanup({ ...good, byState: { verified: 3, excluded: leftOut }, leftOut })
    expect(answer).toMatchObject({ verdict: 'safe', leftOut, headline })
  })
})

describe('from when the cleanup is possible', () => {
  const AT = Date.UTC(2026, 10, 27, 12)
  const verifiedAt = (...hours: number[]) => ({
    passes: hours.map((h) => ({ at: AT + h * HOUR_MS, verified: true })),
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
    const answer = decideCleanup({ ...good, ...change })
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
