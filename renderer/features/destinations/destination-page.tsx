// Destination page: state, throughput, volume and connection test of one destination, above its runs (docs/ux.md D3).
import { say } from '../../../shared/language/say.ts'
import { sentence } from '../../../shared/messages/common.ts'
import { spokenMessage } from '../../../shared/reasons.ts'
import { FlaskConical, PlugZap } from 'lucide-react'
import { type ReactElement, useEffect, useState } from 'react'
import { ago, dateTime, duration, shortDay } from '../../../shared/format.ts'
import { CONNECTION_TEST_MESSAGES } from '../../../shared/messages/destinations/connection-test.ts'
import { PAGE_MESSAGES } from '../../../shared/messages/destinations/destinations.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import type { DestinationInfo } from '../../../shared/model/list-rows.ts'
import { proofLabel } from '../../../shared/state-labels.ts'
import { useApp } from '../../state/app-store.ts'
import { call } from '../../state/bridge.ts'
import { FactList } from '../../ui/fact-list.tsx'
import { Figures } from '../../ui/figures.tsx'
import { ConnectionTestSteps, countOf } from './connection-test-steps.tsx'
import { testInstrument, useConnectionTests } from './connection-test-store.ts'
import { stopTest } from './draft-test.ts'
import { Pictures } from './pictures.tsx'
import { loadDestinations, resumeDestination, useDestinations } from './destinations-store.ts'
import { reachOf } from './reach.ts'

/** How much is free there, asked while the page is open; null: not answered. A destination on hold is not asked. */
const useRoom = (instrumentId: string | null, isHeld: boolean): string | null => {
  const [room, setRoom] = useState<{ readonly of: string; readonly words: string | null } | null>(
    null,
  )
  useEffect(() => {
    if (instrumentId === null || isHeld) return undefined
    let isCurrent = true
    void call('destinations.room', { instrumentId }).then((answer) => {
      if (isCurrent && answer.ok) setRoom({ of: instrumentId, words: answer.value.words })
    })
    return () => {
      isCurrent = false
    }
  }, [instrumentId, isHeld])
  return room === null || room.of !== instrumentId ? null : room.words
}

/** A sentence such as `69.2 GB of 500.0 GB are free.`: the size that it begins with is the number that matters. */
const sizeAndRest = (words: string): { value: string; note?: string } => {
  const sentence = words.replace(/\.$/u, '')
  const [size] = /^[\d.,]+ [KMGTP]?B/u.exec(sentence) ?? []
  return size === undefined
    ? { value: sentence }
    : { value: size, note: sentence.slice(size.length).trim() }
}

/** What the last rehearsal by itself proved; null: none was made, or it failed. */
const rehearsedText = (report: DestinationInfo['rehearsal']): string | null =>
  report === null || report.files === undefined || countOf(report.steps, 'failed') > 0
    ? null
    : PAGE_MESSAGES.rehearsedOn(
        report.files,
        shortDay(report.at),
        duration(report.steps.reduce((sum, { ms }) => sum + ms, 0)),
      )

export const DestinationPage = ({ id }: { readonly id: string }): ReactElement => {
  const info = useDestinations((state) => state.destinations.find((one) => one.key === id))
  const hold = useApp((state) => state.overview.holds.find((one) => one.connection === id))
  const failed = useApp((state) => state.overview.unrehearsed.find((one) => one.connection === id))
  const now = useApp((state) => state.now)
  const tests = useConnectionTests((state) => state.tests)
  useEffect(() => {
    void loadDestinations()
  }, [id])
  const free = useRoom(info?.instruments[0] ?? null, hold !== undefined)
  if (info === undefined) return <p className="page">{PAGE_MESSAGES.gone}</p>
  // of several folders there the one that failed is tested
  const [instrument = ''] = failed === undefined ? info.instruments : [failed.route]
  const rehearsed = rehearsedText(info.rehearsal)
  const test = tests.get(instrument)
  const report = test?.report ?? info.report
  // below: the steps of the test that runs, of the rehearsal that failed, or of the last test
  const last = test?.report ?? (failed === undefined ? info.report : info.rehearsal)
  const steps = test === undefined ? (last?.steps ?? []) : test.steps
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
            {CONNECTION_TEST_MESSAGES.rehearse}
          </button>
          {test?.running === true ? (
            <button type="button" className="button" onClick={() => stopTest(instrument)}>
              {MESSAGES.stopTest}
            </button>
          ) : null}
        </div>
      </header>
      {hold === undefined ? null : (
        <p className="tone-warning">
          <strong>{sentence(spokenMessage(hold))}</strong>{' '}
          <button type="button" className="link" onClick={() => void resumeDestination(id)}>
            {MESSAGES.tryNow}
          </button>
        </p>
      )}
      {failed === undefined ? null : (
        <article
          className="card tone-warning rehearsal-failed"
          aria-label={PAGE_MESSAGES.rehearsalFailed(dateTime(failed.at))}
        >
          <h3>{PAGE_MESSAGES.rehearsalFailed(dateTime(failed.at))}</h3>
          <p>
            <strong>{PAGE_MESSAGES.rehearsalStep(failed.step)}</strong> {failed.message}
          </p>
          <p className="muted">{PAGE_MESSAGES.rehearsalNext}</p>
        </article>
      )}
      <Figures
        figures={[
          {
            name: PAGE_MESSAGES.reach,
            value: reachOf(info, hold, now).label,
            ...(info.lastContact === null
              ? {}
              : { note: PAGE_MESSAGES.answered(ago(info.lastContact, now)) }),
          },
          {
            name: PAGE_MESSAGES.freeSpace,
            ...sizeAndRest(
              say(
                free ??
                  report?.steps.find((step) => step.id === 'room')?.message ??
                  PAGE_MESSAGES.untested,
              ),
            ),
          },
          {
            name: PAGE_MESSAGES.proof,
            value:
              report !== null
                ? proofLabel(report.proof)
                : info.lastProof === null
                  ? PAGE_MESSAGES.untested
                  : proofLabel(info.lastProof),
            ...(report !== null || info.lastProof === null
              ? {}
              : { note: PAGE_MESSAGES.asOfLastRun }),
          },
        ]}
      />
      <FactList
        rows={[
          [PAGE_MESSAGES.from, info.instruments.join(', ')],
          ...(rehearsed === null ? [] : [[PAGE_MESSAGES.rehearsed, rehearsed] as const]),
        ]}
      />
      <Pictures instruments={info.instruments} />
      {steps.length === 0 && test?.running !== true ? null : (
        <ConnectionTestSteps
          steps={steps}
          report={last}
          running={test?.running === true}
          current={test?.current ?? null}
          stale={info.stale && test?.report === undefined && failed === undefined}
        />
      )}
    </section>
  )
}
