// A destination is rehearsed after days without a proof, again soon after a failure, and at once where the last one was cut off.
import { describe, expect, it } from 'vitest'
import { isApart, overdueMs } from '../../../../electron/core/domain/rehearsal-due.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../shared/duration.ts'

const NOW = 400 * DAY_MS
const ago = (days: number): number => NOW - days * DAY_MS
const never = { begunAt: null, folder: null, failures: 0, passedAt: null }
const facts = { since: ago(100), rehearsal: null, provenAt: null, days: 30 }

describe('when a destination is rehearsed', () => {
  it.each([
    ['nothing was proven there since it became known', facts, 70],
    ['it became known 29 days ago', { ...facts, since: ago(29) }, null],
    ['a run was proven 29 days ago', { ...facts, provenAt: ago(29) }, null],
    ['a run was proven 31 days ago', { ...facts, provenAt: ago(31) }, 1],
    ['a test passed 29 days ago', { ...facts, rehearsal: { ...never, passedAt: ago(29) } }, null],
    ['a week is set', { ...facts, since: ago(10), days: 7 }, 3],
    ['it is switched off', { ...facts, days: 0 }, null],
    ['the clock was set back by a year', { ...facts, since: ago(-365) }, 395],
  ])('%s', (_what, given, days) => {
    expect(overdueMs(given, NOW)).toBe(days === null ? null : days * DAY_MS)
  })
  it.each([
    [1, 10 * MINUTE_MS],
    [2, HOUR_MS],
    [3, 4 * HOUR_MS],
    [4, DAY_MS],
    [9, DAY_MS],
  ])('after %d failures in a row it is tried again later', (failures, wait) => {
    const after = (ms: number) => ({
      ...facts,
      rehearsal: { ...never, failures, begunAt: NOW - ms },
    })
    expect(overdueMs(after(wait - 1), NOW)).toBeNull()
    expect(overdueMs(after(wait), NOW)).toBe(0)
  })
  it('a run that was proven since ends the failures', () => {
    const rehearsal = { ...never, failures: 2, begunAt: ago(2) }
    expect(overdueMs({ ...facts, rehearsal, provenAt: ago(1) }, NOW)).toBeNull()
    expect(overdueMs({ ...facts, rehearsal, provenAt: ago(3) }, NOW)).not.toBeNull()
  })
  it('one that was cut off is made again at once, whatever was proven', () => {
    const rehearsal = { ...never, folder: 'exlab-sync-test-0a', begunAt: ago(0.1) }
    expect(overdueMs({ ...facts, rehearsal, provenAt: ago(0.2) }, NOW)).not.toBeNull()
  })
  it('ten minutes lie between two, also where the clock was set back', () => {
    expect(isApart(null, NOW)).toBe(true)
    expect(isApart(NOW - 9 * MINUTE_MS, NOW)).toBe(false)
    expect(isApart(NOW - 10 * MINUTE_MS, NOW)).toBe(true)
    expect(isApart(NOW + DAY_MS, NOW)).toBe(true)
  })
})
