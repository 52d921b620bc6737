// The pages of one instrument and of one destination: facts and what can be done above, its runs below (docs/ux.md D3).
import { FlaskConical, PlugZap } from 'lucide-react'
import { type ReactElement, useEffect } from 'react'
import { DOCTOR, PAGE, REACH } from '../../../shared/messages/pages.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import { ago, bytes, dateTime, duration, rate, timeLeft } from '../../../shared/format.ts'
import { proofLabel } from '../../../shared/state-labels.ts'
import { resumeDestination, useApp } from '../../app/app-store.ts'
import { loadDestinations, loadForesight, testInstrument, useDesk } from '../frame/desk.ts'
import { goTo } from '../runs/runs-store.ts'
import { DoctorSteps } from './connection-test-steps.tsx'
import { Recordings } from '../runs/recordings-in-progress.tsx'

const Facts = ({
  rows,
}: {
  readonly rows: readonly (readonly [string, string])[]
}): ReactElement => (
  <dl className="facts">
    {rows.map(([name, value]) => (
      <div key={name} className="fact">
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
)

export const InstrumentPage = ({ id }: { readonly id: string }): ReactElement => {
  const instrument = useApp((state) => state.instruments.find((one) => one.id === id))
  const outlook = useDesk((state) => state.foresight.find((one) => one.instrument === id))
  const now = useApp((state) => state.now)
  useEffect(() => {
    void loadForesight()
  }, [id])
  if (instrument === undefined) return <p className="page">{PAGE.gone}</p>
  const { runway, silence } = outlook ?? { runway: null, silence: null }
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
        {outlook?.words === null || outlook === undefined ? null : (
          <p className="tone-warning">
            <strong>{outlook.words}</strong>
          </p>
        )}
        <Facts
          rows={[
            [PAGE.folder, instrument.localRoot],
            [PAGE.finished, instrument.rule],
            [PAGE.goesTo, instrument.destination],
            [
              PAGE.lastRun,
              outlook === undefined || outlook.lastRunAt === null
                ? MESSAGES.none
                : `${ago(outlook.lastRunAt, now)} (${dateTime(outlook.lastRunAt)})`,
            ],
            [PAGE.usual, silence === null ? PAGE.tooFew : duration(silence.usualMs)],
            [
              PAGE.disk,
              outlook === undefined || outlook.freeBytes === null
                ? MESSAGES.notChecked
                : PAGE.free(bytes(outlook.freeBytes)),
            ],
            [
              PAGE.runway,
              runway?.fullAt === null || runway === null
                ? PAGE.tooFew
                : PAGE.full(
                    dateTime(runway.fullAt),
                    timeLeft((runway.fullAt - now) / 1_000),
                    bytes(runway.bytesPerHour),
                  ),
            ],
          ]}
        />
      </section>
      <Recordings instrument={id} />
    </>
  )
}

/** Speeds as a row of bars, with the figures said in words. */
const Speeds = ({
  speeds,
}: {
  readonly speeds: readonly { at: number; bytesPerSecond: number }[]
}): ReactElement | null => {
  if (speeds.length === 0) return null
  const most = Math.max(...speeds.map((one) => one.bytesPerSecond))
  const text = PAGE.speeds(rate(speeds[0]?.bytesPerSecond ?? 0), rate(most))
  return (
    <figure className="speeds">
      <figcaption>{text}</figcaption>
      <div role="img" aria-label={text}>
        {speeds.toReversed().map((one) => (
          <i
            key={one.at}
            title={`${dateTime(one.at)}: ${rate(one.bytesPerSecond)}`}
            style={{ height: `${Math.max(4, (one.bytesPerSecond / most) * 100)}%` }}
          />
        ))}
      </div>
    </figure>
  )
}

export const DestinationPage = ({ id }: { readonly id: string }): ReactElement => {
  const info = useDesk((state) => state.destinations.find((one) => one.key === id))
  const hold = useApp((state) => state.overview.holds.find((one) => one.key === id))
  const now = useApp((state) => state.now)
  const tests = useDesk((state) => state.tests)
  useEffect(() => {
    void loadDestinations()
  }, [id])
  if (info === undefined) return <p className="page">{PAGE.gone}</p>
  const [instrument = ''] = info.instruments
  const test = tests.get(instrument)
  const report = test?.report ?? info.report
  const steps = test === undefined ? (info.report?.steps ?? []) : test.steps
  return (
    <section className="page" aria-label={info.destination}>
      <header>
        <h1>{info.destination}</h1>
        <div className="end card-actions">
          <button
            type="button"
            className="button primary"
            disabled={test?.running === true}
            onClick={() => void testInstrument(instrument, 'test')}
          >
            <PlugZap size={14} aria-hidden />
            {MESSAGES.testConnection}
          </button>
          <button
            type="button"
            className="button"
            disabled={test?.running === true}
            onClick={() => void testInstrument(instrument, 'rehearsal')}
          >
            <FlaskConical size={14} aria-hidden />
            {DOCTOR.rehearse}
          </button>
        </div>
      </header>
      {hold === undefined ? null : (
        <p className="tone-warning">
          <strong>{hold.message}.</strong>{' '}
          <button type="button" className="link" onClick={() => void resumeDestination(id)}>
            {MESSAGES.tryNow}
          </button>
        </p>
      )}
      <Facts
        rows={[
          [
            PAGE.reach,
            hold === undefined
              ? info.lastContact === null
                ? REACH.unknown
                : REACH.fine
              : hold.message,
          ],
          [PAGE.contact, info.lastContact === null ? MESSAGES.none : ago(info.lastContact, now)],
          [PAGE.proof, report === null ? PAGE.untested : proofLabel(report.proof)],
          [PAGE.room, report?.steps.find((step) => step.id === 'room')?.message ?? PAGE.untested],
          [PAGE.from, info.instruments.join(', ')],
        ]}
      />
      <Speeds speeds={info.speeds} />
      {steps.length === 0 && test?.running !== true ? null : (
        <DoctorSteps
          steps={steps}
          report={report}
          running={test?.running === true}
          stale={info.stale && test?.report === undefined}
        />
      )}
    </section>
  )
}
