// Pictures of what was sent: throughput of the last hour or day, and volume per day and instrument (docs/ux.md D3).
import { type ReactElement, useState } from 'react'
import { bytes, rate, shortDay, timeOfDay } from '../../../shared/format.ts'
import { PICTURE_MESSAGES as TEXT } from '../../../shared/messages/destinations/pictures.ts'
import { SECOND_MS } from '../../../shared/duration.ts'
import type { Throughput } from '../../../shared/model/reports.ts'
import { BarChart } from '../../ui/bar-chart.tsx'
import { ratesOf, total, useThroughput } from './throughput.ts'

/** The figures are read again this often while they are on the screen. */
const REREAD_MS = 10 * SECOND_MS

const RateChart = ({ throughput }: { readonly throughput: Throughput }): ReactElement => {
  const [period, setPeriod] = useState<'hour' | 'day'>('hour')
  const series = throughput[period]
  const values = ratesOf(series, throughput.at)
  const choice = (
    <span className="chart-choice" role="group" aria-label={TEXT.period}>
      {(['hour', 'day'] as const).map((one) => (
        <button
          type="button"
          key={one}
          className="chip"
          aria-pressed={period === one}
          onClick={() => setPeriod(one)}
        >
          {one === 'hour' ? TEXT.lastHour : TEXT.lastDay}
        </button>
      ))}
    </span>
  )
  return (
    <BarChart
      title={TEXT.throughput}
      summary={TEXT.most(Math.max(...values), total(series.bytes))}
      steps={series.edges.slice(0, -1).map(timeOfDay)}
      series={[{ name: TEXT.throughput, values }]}
      format={rate}
      beside={choice}
    />
  )
}

/** Instruments with a hue of their own; the others are one series. */
const MAX_SERIES = 3

const VolumeChart = ({ days }: Pick<Throughput, 'days'>): ReactElement => {
  const ranked = days.instruments.toSorted((a, b) => total(b.bytes) - total(a.bytes))
  const rest = ranked.slice(MAX_SERIES)
  const series = ranked.slice(0, MAX_SERIES).map(({ id, bytes: values }) => ({ name: id, values }))
  const others = days.edges
    .slice(1)
    .map((_, i) => total(rest.map(({ bytes: values }) => values[i] ?? 0)))
  const all = total(days.instruments.map(({ bytes: values }) => total(values)))
  return (
    <BarChart
      title={TEXT.volume}
      summary={TEXT.inDays(all, days.edges.length - 1)}
      steps={days.edges.slice(0, -1).map(shortDay)}
      series={rest.length === 0 ? series : [...series, { name: TEXT.others, values: others }]}
      format={bytes}
    />
  )
}

export const Pictures = (props: {
  readonly instruments: readonly string[]
}): ReactElement | null => {
  const throughput = useThroughput(props.instruments, REREAD_MS)
  return throughput === null ? null : (
    <section className="pictures" aria-label={TEXT.pictures}>
      <RateChart throughput={throughput} />
      <VolumeChart days={throughput.days} />
    </section>
  )
}
