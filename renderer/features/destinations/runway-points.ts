// Places the free space of a data disk in a picture: what was free, and how it falls by the forecast (docs/ux.md c-6).
import { DAY_MS } from '../../../shared/duration.ts'
import type { Forecast } from '../../../shared/model/reports.ts'
import { axisTop } from '../../ui/bar-chart.tsx'

/** The forecast reaches this far; a disk that is full later is called so in words. */
const FORECAST_MS = 14 * DAY_MS

/** A time further away than this is no forecast: the rate of two days says nothing of it. */
const LONGEST_MS = 365 * DAY_MS

/** When the disk is full, epoch ms; null: that is not known, or not within a year. */
export const fullWithinYear = (
  runway: Forecast['runway'] | undefined,
  now: number,
): number | null => {
  const fullAt = runway?.fullAt ?? null
  return fullAt === null || fullAt - now > LONGEST_MS ? null : fullAt
}

/** Time and free bytes. */
export interface RunwayPoint {
  /** Epoch ms. */
  readonly at: number
  readonly bytes: number
}

interface RunwayPicture {
  /** Up to now. */
  readonly past: readonly RunwayPoint[]
  /** From now to the end of the picture; empty: there is no forecast. */
  readonly forecast: readonly RunwayPoint[]
  /** Bytes at the top of the axis. */
  readonly top: number
  /** Epoch ms of both ends. */
  readonly from: number
  readonly to: number
}

/** null: there is neither a past nor a forecast to draw. */
export const runwayPicture = (
  { freeBytes, freePast, runway }: Pick<Forecast, 'freeBytes' | 'freePast' | 'runway'>,
  now: number,
): RunwayPicture | null => {
  if (freeBytes === null) return null
  const past = [...freePast.filter(({ at }) => at < now), { at: now, bytes: freeBytes }]
  const fullAt = runway?.fullAt ?? null
  const to = fullAt === null || fullAt <= now ? now : Math.min(fullAt, now + FORECAST_MS)
  const from = past[0]?.at ?? now
  if (from === to) return null
  const left = fullAt === null ? 1 : (fullAt - to) / Math.max(1, fullAt - now)
  return {
    past,
    forecast:
      to === now
        ? []
        : [
            { at: now, bytes: freeBytes },
            { at: to, bytes: freeBytes * left },
          ],
    top: axisTop(Math.max(...past.map(({ bytes }) => bytes))),
    from,
    to,
  }
}

/** One figure a day, the last of each, with now and the end of the forecast: the table below the picture. */
export const daily = (points: readonly RunwayPoint[], dayOf: (at: number) => string) => [
  ...new Map(points.map((point) => [dayOf(point.at), point])).values(),
]
