// When a verified run is looked at again, and when its local data may go: rules over any history.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  OCCASION_GAP_MS,
  type Pass,
  nextMaintenance,
  separateOccasions,
  repeatAfterMs,
} from '../../../../electron/core/domain/maintenance-schedule.ts'
import {
  type CleanupFacts,
  decideCleanup,
} from '../../../../electron/core/engine/cleanup/interlocks.ts'

const HOUR = 3_600_000
const RULES = { enabled: true, minVerifyPasses: 2, minAgeHours: 24, retainCache: true }
const good: CleanupFacts = {
  state: 'verified',
  proof: 'sha256',
  byState: { verified: 3 },
  passes: [
    { at: 0, verified: true },
    { at: 2 * HOUR, verified: true },
  ],
  rules: RULES,
  unreachable: null,
  moved: false,
  elsewhere: false,
  blockedBy: null,
  revokedAt: null,
  now: 26 * HOUR,
}

const history = fc
  .array(fc.record({ gap: fc.integer({ min: 0, max: 48 * HOUR }), verified: fc.boolean() }))
  .map((steps) => {
    let at = 0
    return steps.map(({ gap, verified }): Pass => {
      at += gap
      return { at, verified }
    })
  })

describe('occasions', () => {
  it('passes within an hour are one', () => {
    expect(separateOccasions([0, 1, 2].map((n) => ({ at: n * 60_000, verified: true })))).toBe(1)
  })
  it('never counts a pass from before the run was last found wanting', () => {
    fc.assert(
      fc.property(history, (passes) => {
        const since = passes.slice(passes.findLastIndex((p) => !p.verified) + 1)
        expect(separateOccasions(passes)).toBe(separateOccasions(since))
        expect(separateOccasions(passes)).toBeLessThanOrEqual(since.length)
      }),
    )
  })
})

describe('the next thing a verified run needs', () => {
  it('a cleanup is never planned before the passes and the age are there', () => {
    fc.assert(
      fc.property(history, fc.option(fc.integer({ min: 1, max: 400 })), (passes, days) => {
        const care = nextMaintenance(7, passes, RULES, days)
        if (care?.what !== 'cleanup') return
        expect(separateOccasions(passes)).toBeGreaterThanOrEqual(RULES.minVerifyPasses)
        expect(care.at - (passes.at(-1)?.at ?? 0)).toBeGreaterThanOrEqual(RULES.minAgeHours * HOUR)
      }),
    )
  })
  it('without cleanup and schedule nothing is planned', () => {
    expect(nextMaintenance(1, good.passes, { ...RULES, enabled: false }, null)).toBeNull()
  })
  it('the second pass is planned by itself', () => {
    expect(nextMaintenance(1, good.passes.slice(0, 1), RULES, null)).toEqual({
      what: 'recheck',
      at: OCCASION_GAP_MS,
    })
  })
  it('a thousand runs of one night are spread over days', () => {
    const due = Array.from({ length: 1_000 }, (_, id) => repeatAfterMs(id, 30))
    expect(Math.max(...due) - Math.min(...due)).toBeGreaterThan(5 * 24 * HOUR)
    const hours = new Set(due.map((at) => Math.floor(at / HOUR)))
    expect(hours.size).toBeGreaterThan(100)
  })
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
    ['too fresh', { now: 25 * HOUR }, 'not_yet', 'age'],
    ['a NAS that is away', { unreachable: 'The NAS does not answer' }, 'not_yet', 'reachable'],
    ['another destination', { moved: true }, 'do_not', 'destination'],
    ['located elsewhere', { elsewhere: true }, 'do_not', 'place'],
    ['blocked in ExLab-Wizard', { blockedBy: 'naming' }, 'do_not', 'gate'],
    ['a fresh revocation', { revokedAt: 25 * HOUR }, 'not_yet', 'gate'],
    ['still being sent', { state: 'running', byState: { sent: 3 } }, 'not_yet', 'verified'],
  ]
  it.each(cases)('%s', (_, change, verdict, id) => {
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
