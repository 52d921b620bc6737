// Tests when a verified run is verified again and when its cleanup is planned, over any history of
// passes.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  OCCASION_GAP_MS,
  type Pass,
  nextMaintenance,
  separateOccasions,
  repeatAfterMs,
} from '../../../../electron/core/domain/maintenance-schedule.ts'
import { HOUR_MS } from '../../../../shared/duration.ts'

const RULES = { enabled: true, minVerifyPasses: 2, minAgeHours: 24, retainCache: true }
const PASSES = [
  { at: 0, verified: true },
  { at: 2 * HOUR_MS, verified: true },
]

const history = fc
  .array(fc.record({ gap: fc.integer({ min: 0, max: 48 * HOUR_MS }), verified: fc.boolean() }))
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
        const next = nextMaintenance(7, passes, RULES, days)
        if (next?.task !== 'cleanup') return
        expect(separateOccasions(passes)).toBeGreaterThanOrEqual(RULES.minVerifyPasses)
        expect(next.at - (passes.at(-1)?.at ?? 0)).toBeGreaterThanOrEqual(
          RULES.minAgeHours * HOUR_MS,
        )
      }),
    )
  })
  it('without cleanup and schedule nothing is planned', () => {
    expect(nextMaintenance(1, PASSES, { ...RULES, enabled: false }, null)).toBeNull()
  })
  it('the second pass is planned by itself', () => {
    expect(nextMaintenance(1, PASSES.slice(0, 1), RULES, null)).toEqual({
      task: 'recheck',
      at: OCCASION_GAP_MS,
    })
  })
  it('a thousand runs of one night are spread over days', () => {
    const due = Array.from({ length: 1_000 }, (_, id) => repeatAfterMs(id, 30))
    expect(Math.max(...due) - Math.min(...due)).toBeGreaterThan(5 * 24 * HOUR_MS)
    const hours = new Set(due.map((at) => Math.floor(at / HOUR_MS)))
    expect(hours.size).toBeGreaterThan(100)
  })
})
