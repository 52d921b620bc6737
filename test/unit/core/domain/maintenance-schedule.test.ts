// Tests when a verified run is verified again and when its cleanup is planned, over any history of
// passes.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  OCCASION_GAP_MS,
  type Pass,
  nextCopyCheck,
  nextMaintenance,
  planningKey,
  repeatAfterMs,
  replannedAt,
  separateOccasions,
} from '../../../../electron/core/domain/maintenance-schedule.ts'
import { HOUR_MS } from '../../../../shared/duration.ts'

const RULES = { enabled: true, minVerifyPasses: 2, minAgeHours: 24, retainCache: true }
const PASSES = [
  { at: 0, verified: true, files: 3 },
  { at: 2 * HOUR_MS, verified: true, files: 3 },
]

const history = fc
  .array(fc.record({ gap: fc.integer({ min: 0, max: 48 * HOUR_MS }), verified: fc.boolean() }))
  .map((steps) => {
    let at = 0
    return steps.map(({ gap, verified }): Pass => {
      at += gap
      return { at, verified, files: 3 }
    })
  })

/** The moment of the last pass. */
const after = (passes: readonly Pass[]) => ({ at: passes.at(-1)?.at ?? 0 })

describe('occasions', () => {
  it('passes within an hour are one', () => {
    expect(
      separateOccasions([0, 1, 2].map((n) => ({ at: n * 60_000, verified: true, files: 3 }))),
    ).toBe(1)
  })
  it('a pass without the files that came later does not count; one with files that were excluded later does', () => {
    expect(separateOccasions(PASSES.map((pass, i) => ({ ...pass, files: 3 + i })))).toBe(1)
    expect(separateOccasions(PASSES.map((pass, i) => ({ ...pass, files: 3 - i })))).toBe(2)
  })
  const by = (at: number, ms: number, boot = 'one'): Pass => ({
    at,
    uptime: { boot, ms, steady: ms },
    verified: true,
    files: 3,
  })
  it('a clock that was set forward between two passes makes them no separate occasions', () => {
    const DAY = 24 * HOUR_MS
    expect(separateOccasions([by(0, 0), by(DAY, 60_000)])).toBe(1)
    expect(separateOccasions([by(0, 0), by(DAY, 60_000), by(DAY + HOUR_MS, HOUR_MS)])).toBe(2)
  })
  it('after a start of the computer, passes are separate once the clock has gone for an hour', () => {
    expect(separateOccasions([by(0, 0), by(5 * HOUR_MS, 60_000, 'two')])).toBe(1)
    expect(separateOccasions([by(0, 0), by(5 * HOUR_MS, HOUR_MS, 'two')])).toBe(2)
  })
  it('a pass of the future does not bar the later ones for ever', () => {
    const YEAR = 365 * 24 * HOUR_MS
    expect(separateOccasions([by(11 * YEAR, 0), by(0, HOUR_MS)])).toBe(1)
    expect(separateOccasions([by(11 * YEAR, 0), by(0, HOUR_MS), by(HOUR_MS, 2 * HOUR_MS)])).toBe(2)
  })
  it('never counts a pass from before the last pass that failed', () => {
    fc.assert(
      fc.property(history, (passes) => {
        const since = passes.slice(passes.findLastIndex((p) => !p.verified) + 1)
        expect(separateOccasions(passes)).toBe(separateOccasions(since))
        expect(separateOccasions(passes)).toBeLessThanOrEqual(since.length)
      }),
    )
  })
})

describe('the next maintenance of a verified run', () => {
  it('a cleanup is never planned before the passes and the age are there', () => {
    fc.assert(
      fc.property(history, fc.option(fc.integer({ min: 1, max: 400 })), (passes, days) => {
        const next = nextMaintenance(7, passes, RULES, days, after(passes))
        if (next?.task !== 'cleanup') return
        expect(separateOccasions(passes)).toBeGreaterThanOrEqual(RULES.minVerifyPasses)
        expect(next.at - (passes.at(-1)?.at ?? 0)).toBeGreaterThanOrEqual(
          RULES.minAgeHours * HOUR_MS,
        )
      }),
    )
  })
  it('a run of which no pass counts, since all were made elsewhere, is checked now', () => {
    expect(nextMaintenance(1, [], RULES, null, { at: 5 })).toEqual({ task: 'recheck', at: 5 })
  })
  it('without cleanup and schedule nothing is planned', () => {
    expect(nextMaintenance(1, PASSES, { ...RULES, enabled: false }, null, after(PASSES))).toBeNull()
  })
  it('the second pass is planned by itself', () => {
    expect(nextMaintenance(1, PASSES.slice(0, 1), RULES, null, { at: 0 })).toEqual({
      task: 'recheck',
      at: OCCASION_GAP_MS,
    })
  })
  it('a pass of the future is made again now, before any cleanup', () => {
    const now = { at: HOUR_MS }
    expect(nextMaintenance(1, PASSES, RULES, null, now)).toEqual({ task: 'recheck', at: HOUR_MS })
    expect(nextCopyCheck(1, PASSES, 30, now)).toEqual({ task: 'recheck', at: HOUR_MS })
  })
  it('a cleanup is planned by the time that certainly passed', () => {
    const passes = PASSES.map((pass) => ({
      ...pass,
      uptime: { boot: 'one', ms: pass.at, steady: pass.at },
    }))
    // the clock was set forward by a year, one hour after the last pass
    const uptime = { boot: 'one', ms: 3 * HOUR_MS, steady: 0 }
    const now = { at: 9_000 * HOUR_MS, uptime }
    expect(nextMaintenance(1, passes, RULES, null, now)).toEqual({
      task: 'cleanup',
      at: now.at + 23 * HOUR_MS,
    })
  })
  it('the second pass is planned whether cleanup is on or not', () => {
    fc.assert(
      fc.property(history, fc.boolean(), (passes, enabled) => {
        const last = passes.at(-1)
        if (last?.verified !== true || separateOccasions(passes) >= 2) return
        expect(nextMaintenance(1, passes, { ...RULES, enabled }, null, after(passes))).toEqual({
          task: 'recheck',
          at: last.at + OCCASION_GAP_MS,
        })
      }),
    )
  })
  it('a thousand runs of one night are spread over days', () => {
    const due = Array.from({ length: 1_000 }, (_, id) => repeatAfterMs(id, 30))
    expect(Math.max(...due) - Math.min(...due)).toBeGreaterThan(5 * 24 * HOUR_MS)
    const hours = new Set(due.map((at) => Math.floor(at / HOUR_MS)))
    expect(hours.size).toBeGreaterThan(100)
  })
})

describe('the next check of a run that is on the NAS only', () => {
  it('follows the schedule alone, never the rules of the cleanup', () => {
    expect(nextCopyCheck(7, PASSES, null, after(PASSES))).toBeNull()
    expect(nextCopyCheck(7, [], 30, { at: 0 })).toBeNull()
    expect(nextCopyCheck(7, PASSES.slice(0, 1), 30, { at: 0 })).toEqual({
      task: 'recheck',
      at: repeatAfterMs(7, 30),
    })
  })
})

describe('planning all runs again', () => {
  const NOW = 1_000 * HOUR_MS
  const overdue = { task: 'recheck', at: 5 } as const
  it('a thousand runs of an older queue are never due all at once', () => {
    const due = Array.from({ length: 1_000 }, (_, id) => replannedAt(id + 1, overdue, null, NOW))
    const hours = new Set(due.map((at) => Math.floor(((at ?? 0) - NOW) / HOUR_MS)))
    expect(hours.size).toBeGreaterThan(150)
    expect(Math.max(...hours)).toBeLessThanOrEqual(7 * 24)
    expect(Math.min(...hours)).toBeGreaterThanOrEqual(0)
  })
  it('never puts an overdue pass off, however often it plans', () => {
    fc.assert(
      fc.property(fc.nat(9_999), fc.array(fc.nat(48 * HOUR_MS)), (id, starts) => {
        const first = replannedAt(id, overdue, null, NOW)
        let now = NOW
        let at = first
        for (const gap of starts) at = replannedAt(id, overdue, at, (now += gap))
        expect(at).toBe(first)
      }),
    )
  })
  it('leaves what is not overdue, a cleanup, and what is not planned as they are', () => {
    expect(replannedAt(1, { task: 'recheck', at: NOW + 1 }, null, NOW)).toBe(NOW + 1)
    expect(replannedAt(1, { task: 'cleanup', at: 5 }, 7, NOW)).toBe(5)
    expect(replannedAt(1, null, 7, NOW)).toBeNull()
  })
  it('other rules have another key', () => {
    const keys = [
      planningKey(RULES, null),
      planningKey(RULES, 30),
      planningKey({ ...RULES, enabled: false }, null),
      planningKey({ ...RULES, minVerifyPasses: 3 }, null),
      planningKey({ ...RULES, minAgeHours: 25 }, null),
      0,
    ]
    expect(new Set(keys).size).toBe(keys.length)
    expect(planningKey({ ...RULES }, null)).toBe(keys[0])
  })
})
