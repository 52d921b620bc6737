// Destination page: state, throughput, volume and connection test of one destination, above its runs (docs/ux.md D3).
import { say } from '../../../shared/language/say.ts'
import { sentence } from '../../../shared/messages/common.ts'
import { spokenMessage } from '../../../shared/reasons.ts'
import { FlaskConical, PlugZap } from 'lucide-react'
import { type ReactElement, useEffect } from 'react'
import { ago } from '../../../shared/format.ts'
import { CONNECTION_TEST_MESSAGES } from '../../../shared/messages/destinations/connection-test.ts'
import { PAGE_MESSAGES } from '../../../shared/messages/destinations/destinations.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import { proofLabel } from '../../../shared/state-labels.ts'
import { useApp } from '../../state/app-store.ts'
import { FactList } from '../../ui/fact-list.tsx'
import { ConnectionTestSteps } from './connection-test-steps.tsx'
import { testInstrument, useConnectionTests } from './connection-test-store.ts'
import { stopTest } from './draft-test.ts'
import { Pictures } from './pictures.tsx'
import { loadDestinations, resumeDestination, useDestinations } from './destinations-store.ts'
import { reachOf } from './reach.ts'

export const DestinationPage = ({ id }: { readonly id: string }): ReactElement => {
  const info = useDestinations((state) => state.destinations.find((one) => one.key === id))
  const hold = useApp((state) => state.overview.holds.find((one) => one.connection === id))
  const now = useApp((state) => state.now)
  const tests = useConnectionTests((state) => state.tests)
  useEffect(() => {
    void loadDestinations()
  }, [id])
  if (info === undefined) return <p className="page">{PAGE_MESSAGES.gone}</p>
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
      <FactList
        rows={[
          [PAGE_MESSAGES.reach, reachOf(info, hold, now).label],
          [
            PAGE_MESSAGES.contact,
            info.lastContact === null ? MESSAGES.none : ago(info.lastContact, now),
          ],
          [
            PAGE_MESSAGES.proof,
            report !== null
              ? proofLabel(report.proof)
              : info.lastProof === null
                ? PAGE_MESSAGES.untested
                : PAGE_MESSAGES.provenBy(proofLabel(info.lastProof)),
          ],
          [
            PAGE_MESSAGES.freeSpace,
            say(
              report?.steps.find((step) => step.id === 'room')?.message ?? PAGE_MESSAGES.untested,
            ),
          ],
          [PAGE_MESSAGES.from, info.instruments.join(', ')],
        ]}
      />
      <Pictures instruments={info.instruments} />
      {steps.length === 0 && test?.running !== true ? null : (
        <ConnectionTestSteps
          steps={steps}
          report={report}
          running={test?.running === true}
          current={test?.current ?? null}
          stale={info.stale && test?.report === undefined}
        />
      )}
    </section>
  )
}
