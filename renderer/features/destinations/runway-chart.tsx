// Disk runway of an instrument as a line: the free space of the last days, now, and how it falls by the forecast (docs/ux.md c-6).
import type { ReactElement } from 'react'
import { bytes, dayAndTime, shortDay, timeOrDay } from '../../../shared/format.ts'
import {
  CHART_MESSAGES,
  PICTURE_MESSAGES as TEXT,
} from '../../../shared/messages/destinations/pictures.ts'
import type { Forecast } from '../../../shared/model/reports.ts'
import { type RunwayPoint, daily, fullWithinYear, runwayPicture } from './runway-points.ts'

const WIDTH = 300
const HEIGHT = 90
/** Part of the axis that a label takes. */
const LABEL_SHARE = 0.3

const RunwayTable = (props: {
  readonly past: readonly RunwayPoint[]
  readonly forecast: readonly RunwayPoint[]
  readonly now: number
}): ReactElement => {
  const { past, forecast, now } = props
  const rows = [
    ...daily(past.slice(0, -1), shortDay).map((point) => ({ ...point, note: shortDay(point.at) })),
    ...past.slice(-1).map((point) => ({ ...point, note: TEXT.now })),
    ...forecast
      .slice(1)
      .map((point) => ({ ...point, note: `${TEXT.forecast}: ${dayAndTime(point.at, now)}` })),
  ]
  return (
    <details className="chart-table">
      <summary>{CHART_MESSAGES.table}</summary>
      <table>
        <caption className="visually-hidden">{TEXT.runway}</caption>
        <thead>
          <tr>
            <th scope="col">{CHART_MESSAGES.time}</th>
            <th scope="col">{TEXT.runway}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ at, note, bytes: free }) => (
            <tr key={at}>
              <th scope="row">{note}</th>
              <td>{bytes(free)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}

export const RunwayChart = (props: {
  readonly forecast: Forecast
  /** Epoch ms. */
  readonly now: number
}): ReactElement | null => {
  const { forecast, now } = props
  const picture = runwayPicture(forecast, now)
  if (picture === null) return null
  const { past, top, from, to } = picture
  const x = (at: number): number => (WIDTH * (at - from)) / (to - from)
  const line = (points: readonly RunwayPoint[]): string =>
    points.map(({ at, bytes: free }) => `${x(at)},${HEIGHT * (1 - free / top)}`).join(' ')
  const share = x(now) / WIDTH
  const fullAt = fullWithinYear(forecast.runway, now)
  const free = bytes(forecast.freeBytes ?? 0)
  return (
    <figure className="chart runway">
      <figcaption>
        <span>
          <strong>{TEXT.runway}</strong>{' '}
          <span className="muted">
            {fullAt === null || fullAt <= now
              ? TEXT.freeNow(free)
              : TEXT.runwayText(free, dayAndTime(fullAt, now))}
          </span>
        </span>
      </figcaption>
      <div className="chart-area" aria-hidden>
        <div className="chart-y muted">
          <span>{bytes(top)}</span>
          <span>{bytes(top / 2)}</span>
          <span>{bytes(0)}</span>
        </div>
        <svg className="chart-plot" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none">
          <polyline className="past" points={line(past)} />
          <polyline className="forecast" points={line(picture.forecast)} />
          <line className="now" x1={x(now)} y1={0} x2={x(now)} y2={HEIGHT} />
        </svg>
        <div className="chart-x ends muted">
          <span>{share < LABEL_SHARE ? TEXT.now : timeOrDay(from, now)}</span>
          {share < LABEL_SHARE || share > 1 - LABEL_SHARE ? null : (
            <span className="at" style={{ left: `${100 * share}%` }}>
              {TEXT.now}
            </span>
          )}
          <span>{to === now ? TEXT.now : `${TEXT.forecast}: ${dayAndTime(to, now)}`}</span>
        </div>
      </div>
      <RunwayTable past={past} forecast={picture.forecast} now={now} />
    </figure>
  )
}
