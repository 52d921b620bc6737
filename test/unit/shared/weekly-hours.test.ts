// Weekly windows: half-open, also over midnight, and as text.
import { describe, expect, it } from 'vitest'
import { daysText, isInside, toMinute, windowText } from '../../../shared/weekly-hours.ts'

const work = { days: [1, 2, 3, 4, 5], fromMinute: 480, toMinute: 1_080 }
const night = { days: [5], fromMinute: 1_320, toMinute: 360 }

describe('a weekly window', () => {
  it.each([
    [work, 1, '07:59', false],
    [work, 1, '08:00', true],
    [work, 5, '17:59', true],
    [work, 5, '18:00', false],
    [work, 0, '12:00', false],
    [night, 5, '21:59', false],
    [night, 5, '23:00', true],
    [night, 6, '05:59', true],
    [night, 6, '06:00', false],
    [night, 5, '05:59', false],
  ] as const)('%o on day %d at %s: %s', (window, day, at, inside) => {
    expect(isInside(window, day, toMinute(at))).toBe(inside)
  })
  it.each([
    [[1, 2, 3, 4, 5], 'Mon–Fri'],
    [[0, 6], 'Sat, Sun'],
    [[1, 3, 4, 5, 0], 'Mon, Wed–Fri, Sun'],
    [[0, 1, 2, 3, 4, 5, 6], 'every day'],
    [[2], 'Tue'],
  ])('%o is %s', (days, text) => expect(daysText(days)).toBe(text))
  it('is said with its hours', () => {
    expect(windowText(work)).toMatch(/^Mon–Fri 0?8:00.*–.*0?6:00|18:00/)
  })
})
