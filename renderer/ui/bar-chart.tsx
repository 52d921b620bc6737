// Bar chart with axes: values over steps of time, one bar a step, stacked where there are several series. The same figures are
// below it as a table, for screen readers and for whoever wants numbers.
import type { ReactElement, ReactNode } from 'react'
import { CHART_MESSAGES } from '../../shared/messages/destinations/pictures.ts'

interface Series {
  readonly name: string
  readonly values: readonly number[]
}

interface BarChartProps {
  /** What the figures are, in a few words. */
  readonly title: string
  /** The most telling figure, as text beside the title. */
  readonly summary: string
  /** Name of each step, for the axis and the table. */
  readonly steps: readonly string[]
  readonly series: readonly Series[]
  format(value: number): string
  /** At the end of the title line, such as a choice of the period. */
  readonly beside?: ReactNode
}

/** Steps of an axis in its unit. */
const ROUND = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000]
const UNIT = 1_024

/** The value at the top of the axis: a round number of bytes that holds every bar. */
export const axisTop = (most: number): number => {
  let unit = 1
  while (most > unit * (ROUND.at(-1) ?? 1)) unit *= UNIT
  return unit * (ROUND.find((one) => one * unit >= most) ?? 1)
}

/** Labels on the time axis, at most. */
const MAX_LABELS = 4

const ChartTable = ({ title, steps, series, format }: BarChartProps): ReactElement => (
  <details className="chart-table">
    <summary>{CHART_MESSAGES.table}</summary>
    <table>
      <caption className="visually-hidden">{title}</caption>
      <thead>
        <tr>
          <th scope="col">{CHART_MESSAGES.time}</th>
          {series.map(({ name }) => (
            <th scope="col" key={name}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {steps.map((step, i) => (
          <tr key={step}>
            <th scope="row">{step}</th>
            {series.map(({ name, values }) => (
              <td key={name}>{format(values[i] ?? 0)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </details>
)

export const BarChart = (props: BarChartProps): ReactElement => {
  const { title, summary, steps, series, format } = props
  const sumAt = (i: number): number => series.reduce((sum, { values }) => sum + (values[i] ?? 0), 0)
  const top = axisTop(Math.max(1, ...steps.map((_, i) => sumAt(i))))
  const every = Math.ceil(steps.length / MAX_LABELS)
  return (
    <figure className="chart">
      <figcaption>
        <span className="clip">
          <strong>{title}</strong> <span className="muted">{summary}</span>
        </span>
        {props.beside}
      </figcaption>
      <div className="chart-area" aria-hidden>
        <div className="chart-y muted">
          <span>{format(top)}</span>
          <span>{format(top / 2)}</span>
          <span>{format(0)}</span>
        </div>
        <div className="chart-plot">
          {steps.map((step, i) => (
            <span className="chart-bar" key={step} title={`${step}: ${format(sumAt(i))}`}>
              {series.map(({ name, values }, n) => (
                <i
                  key={name}
                  className={`chart-hue-${n % 4}`}
                  style={{ height: `${(100 * (values[i] ?? 0)) / top}%` }}
                />
              ))}
            </span>
          ))}
        </div>
        <div className="chart-x muted">
          {steps.map((step, i) =>
            i % every === 0 ? (
              <span key={step} style={{ gridColumn: `${i + 1} / span ${every}` }}>
                {step}
              </span>
            ) : null,
          )}
        </div>
      </div>
      {series.length > 1 ? (
        <p className="chart-legend" aria-hidden>
          {series.map(({ name }, n) => (
            <span key={name}>
              <i className={`chart-hue-${n % 4}`} /> {name}
            </span>
          ))}
        </p>
      ) : null}
      <ChartTable {...props} />
    </figure>
  )
}
