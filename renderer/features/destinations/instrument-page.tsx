// Instrument page: folder, completion rule, destination and forecast of one instrument, above its runs (docs/ux.md D3).
import { MINUTE_MS } from '../../../shared/duration.ts'
import { ago, bytes, dayAndTime, duration, timeLeft } from '../../../shared/format.ts'
import { PAGE_MESSAGES } from '../../../shared/messages/destinations/destinations.ts'
import { FINDING_MESSAGES } from '../../../shared/messages/findings.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import type { InstrumentInfo } from '../../../shared/model/settings.ts'
import { useApp } from '../../state/app-store.ts'
import { FactList } from '../../ui/fact-list.tsx'
import { Figures } from '../../ui/figures.tsx'
import { loadFindings, useFindings } from '../problem/findings-store.ts'
import { Recordings } from '../runs/recordings-in-progress.tsx'
import { goTo } from '../runs/runs-store.ts'
import { DiskHelps } from './disk-helps.tsx'
import { Lacking } from './lacking.tsx'
import { Pictures } from './pictures.tsx'
import { RunwayChart } from './runway-chart.tsx'
import { fullWithinYear } from './runway-points.ts'
import { loadForecasts, useForecasts } from './forecast-store.ts'
import { type ReactElement, useEffect } from 'react'

const furtherText = (also: InstrumentInfo['also']): string =>
  also
    .map(({ name, destination, required }) => PAGE_MESSAGES.further(name, destination, required))
    .join('; ')

export const InstrumentPage = ({ id }: { readonly id: string }): ReactElement => {
  const instrument = useApp((state) => state.instruments.find((one) => one.id === id))
  const forecast = useForecasts((state) => state.forecasts.find((one) => one.instrument === id))
  const now = useApp((state) => state.now)
  const findings = useFindings((state) => state.findings)
  const notes = findings.filter((one) => one.instrument === id)
  useEffect(() => {
    void loadForecasts()
    void loadFindings()
  }, [id])
  if (instrument === undefined) return <p className="page">{PAGE_MESSAGES.gone}</p>
  const { runway, silence } = forecast ?? { runway: null, silence: null }
  const fullAt = fullWithinYear(runway, now)
  return (
    <>
      <section className="page" aria-label={id}>
        <header>
          <h1>{instrument.label}</h1>
          {instrument.label === id ? null : <span className="muted">{id}</span>}
          <button
            type="button"
            className="button end"
            onClick={() => goTo({ kind: 'settings', section: id })}
          >
            {MESSAGES.settings}
          </button>
        </header>
        {forecast?.words === null || forecast === undefined ? null : (
          <p className="tone-warning">
            <strong>{forecast.words}</strong>
          </p>
        )}
        <Lacking instrument={id} />
        <Figures
          figures={[
            {
              name: PAGE_MESSAGES.disk,
              value:
                forecast === undefined || forecast.freeBytes === null
                  ? MESSAGES.notChecked
                  : PAGE_MESSAGES.free(bytes(forecast.freeBytes)),
              ...(runway === null || runway.fullAt === null
                ? {}
                : { note: PAGE_MESSAGES.rate(bytes(runway.bytesPerHour)) }),
            },
            {
              name: PAGE_MESSAGES.runway,
              ...(runway === null || runway.fullAt === null
                ? { value: PAGE_MESSAGES.unknown, note: PAGE_MESSAGES.tooFew }
                : fullAt === null
                  ? { value: PAGE_MESSAGES.overYear }
                  : {
                      value: timeLeft((fullAt - now) / 1_000),
                      note: PAGE_MESSAGES.fullOn(dayAndTime(fullAt, now)),
                    }),
            },
            {
              name: PAGE_MESSAGES.lastRun,
              value:
                forecast === undefined || forecast.lastRunAt === null
                  ? MESSAGES.none
                  : ago(forecast.lastRunAt, now),
              // runs that were added at once say nothing of a rhythm
              ...(silence === null || silence.usualMs < MINUTE_MS
                ? {}
                : { note: PAGE_MESSAGES.usualGap(duration(silence.usualMs)) }),
            },
          ]}
        />
        {forecast === undefined ? null : <DiskHelps forecast={forecast} />}
        <div className="page-columns">
          <FactList
            rows={[
              [PAGE_MESSAGES.folder, instrument.localRoot],
              [PAGE_MESSAGES.runs, instrument.runs],
              [PAGE_MESSAGES.finished, instrument.rule],
              [
                PAGE_MESSAGES.goesTo,
                instrument.destinationName === null
                  ? instrument.destination
                  : PAGE_MESSAGES.named(instrument.destinationName, instrument.destination),
              ],
              ...(instrument.also.length === 0
                ? []
                : [[PAGE_MESSAGES.goesAlso, furtherText(instrument.also)] as const]),
            ]}
          />
          {forecast === undefined ? null : <RunwayChart forecast={forecast} now={now} />}
        </div>
        <Pictures instruments={[id]} />
      </section>
      {notes.length === 0 ? null : (
        <section className="page others" aria-label={FINDING_MESSAGES.others}>
          <h2>{FINDING_MESSAGES.others}</h2>
          <ul>
            {notes.map((one) => (
              <li key={one.folder} className={one.kind === 'passed' ? 'muted' : 'tone-danger'}>
                {one.message}
              </li>
            ))}
          </ul>
        </section>
      )}
      <Recordings instrument={id} />
    </>
  )
}
