// The picture of a disk runway: the past as it was noted, now, and the forecast up to the full disk or as far as it reaches.
import { expect, it } from 'vitest'
import {
  daily,
  fullWithinYear,
  runwayPicture,
} from '../../../../../renderer/features/destinations/runway-points.ts'
import { DAY_MS, HOUR_MS } from '../../../../../shared/duration.ts'

const NOW = 100 * DAY_MS
const PAST = [
  { at: NOW - 2 * DAY_MS, bytes: 900 },
  { at: NOW - HOUR_MS, bytes: 500 },
]
const runway = (fullAt: number | null) => ({
  bytesPerHour: 1,
  fullAt,
  freeBytes: 400,
  waitingBytes: 0,
  sendMs: null,
})

it('draws what was free, what is free now, and the fall to nothing', () => {
  expect(
    runwayPicture({ freeBytes: 400, freePast: PAST, runway: runway(NOW + DAY_MS) }, NOW),
  ).toEqual({
    past: [...PAST, { at: NOW, bytes: 400 }],
    forecast: [
      { at: NOW, bytes: 400 },
      { at: NOW + DAY_MS, bytes: 0 },
    ],
    top: 1_000,
    from: NOW - 2 * DAY_MS,
    to: NOW + DAY_MS,
  })
})

it('names no time that is further away than a year', () => {
  expect(fullWithinYear(runway(NOW + 365 * DAY_MS), NOW)).toBe(NOW + 365 * DAY_MS)
  expect(fullWithinYear(runway(NOW + 348_434 * DAY_MS), NOW)).toBeNull()
  expect(fullWithinYear(runway(null), NOW)).toBeNull()
  expect(fullWithinYear(null, NOW)).toBeNull()
})

it('ends the forecast after fourteen days, with what is left then', () => {
  const picture = runwayPicture(
    { freeBytes: 400, freePast: [], runway: runway(NOW + 28 * DAY_MS) },
    NOW,
  )
  expect(picture?.forecast.at(-1)).toEqual({ at: NOW + 14 * DAY_MS, bytes: 200 })
})

it('draws a past without a forecast, and nothing where there is neither', () => {
  expect(runwayPicture({ freeBytes: 400, freePast: PAST, runway: null }, NOW)).toMatchObject({
    forecast: [],
    to: NOW,
  })
  // a full disk has no forecast
  expect(
    runwayPicture({ freeBytes: 0, freePast: PAST, runway: runway(NOW) }, NOW)?.forecast,
  ).toEqual([])
  expect(runwayPicture({ freeBytes: 400, freePast: [], runway: null }, NOW)).toBeNull()
  expect(runwayPicture({ freeBytes: null, freePast: PAST, runway: null }, NOW)).toBeNull()
})

it('has one figure a day in its table, the last one', () => {
  const day = (at: number): string => String(Math.floor(at / DAY_MS))
  const points = [0, 1, 2, 30].map((hours) => ({ at: hours * HOUR_MS, bytes: hours }))
  expect(daily(points, day).map(({ bytes }) => bytes)).toEqual([2, 30])
})
