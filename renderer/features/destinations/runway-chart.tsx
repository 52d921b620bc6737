// Disk runway of an instrument as a line: the free space now, and how it falls by the forecast (docs/ux.md c-6).
import type { ReactElement } from 'react'
import { bytes, dayAndTime } from '../../../shared/format.ts'
import { PICTURE_MESSAGES as TEXT } from '../../../shared/messages/destinations/pictures.ts'
import type { Forecast } from '../../../shared/model/reports.ts'
import { axisTop } from '../../ui/bar-chart.tsx'

const WIDTH = 300
const HEIGHT = 90

export const RunwayChart = (props: {
  readonly runway: NonNullable<Forecast['runway']>
  /** Epoch ms. */
  readonly now: number
}): ReactElement | null => {
  const { runway, now } = props
  const { fullAt, freeBytes } = runway
  if (fullAt === null || fullAt <= now) return null
  const top = axisTop(freeBytes)
  const y = HEIGHT * (1 - freeBytes / top)
  const full = dayAndTime(fullAt, now)
  return (
    <figure className="chart runway">
      <figcaption>
        <strong>{TEXT.runway}</strong>{' '}
        <span className="muted">{TEXT.runwayText(bytes(freeBytes), full)}</span>
      </figcaption>
      <div className="chart-area" aria-hidden>
        <div className="chart-y muted">
          <span>{bytes(top)}</span>
          <span>{bytes(top / 2)}</span>
          <span>{bytes(0)}</span>
        </div>
        <svg className="chart-plot" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none">
          <line className="forecast" x1={0} y1={y} x2={WIDTH} y2={HEIGHT} />
          <circle cx={0} cy={y} r={3} />
        </svg>
        <div className="chart-x ends muted">
          <span>{TEXT.now}</span>
          <span>
            {TEXT.forecast}: {full}
          </span>
        </div>
      </div>
    </figure>
  )
}
