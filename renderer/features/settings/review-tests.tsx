// Part of the review before a save: the test of each destination that the changes touch, as they would make it.
import { CircleCheck } from 'lucide-react'
import type { ReactElement } from 'react'
import { say } from '../../../shared/language/say.ts'
import { duration } from '../../../shared/format.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import { SETTINGS_MESSAGES } from '../../../shared/messages/settings.ts'
import { SETUP_MESSAGES } from '../../../shared/messages/setup.ts'
import { call } from '../../state/bridge.ts'
import { showError } from '../../state/notice-store.ts'
import { ConnectionTestSteps } from '../destinations/connection-test-steps.tsx'
import type { Transport } from '../connect/connect-store.ts'
import { hasFailed, stopTest } from '../destinations/draft-test.ts'
import { valueIn } from './setting-edits.ts'
import { draftEdits, testDrafts, useSettings } from './settings-store.ts'
import { type Verdict, useSettingsTests } from './settings-tests.ts'

/** The transport of an instrument with the changes. */
const transportOf = (id: string): Transport => {
  const equipment = valueIn(useSettings.getState().values, ['equipment'])
  const found = (Array.isArray(equipment) ? equipment : []).find(
    (one) => valueIn(one, ['id']) === id,
  )
  // config.yaml is JSON data
  return Object(valueIn(found, ['transport'])) as Transport
}

/** Makes the folder that the changes name, which nothing else makes, and tests again. */
const makeFolder = async (id: string): Promise<void> => {
  const answer = await call('destinations.makeFolder', { instrumentId: id, edits: draftEdits() })
  showError(answer)
  if (answer.ok) await testDrafts([id])
}

/** `id`: of the instrument. */
const TestedInstrument = (props: {
  readonly id: string
  readonly verdict: Verdict
}): ReactElement => {
  const { id, verdict } = props
  const test = useSettingsTests((state) => state.tests.get(id))
  if (test === undefined) return <p className="tone-warning">{SETTINGS_MESSAGES.untested(id)}</p>
  if (verdict === 'void') return <p className="tone-warning">{SETTINGS_MESSAGES.void(id)}</p>
  const { connection, rehearsal, running, fault, steps } = test
  const failed = rehearsal?.steps.find(({ outcome }) => outcome === 'failed')
  const took = [...(connection?.steps ?? []), ...(rehearsal?.steps ?? [])].reduce(
    (sum, { ms }) => sum + ms,
    0,
  )
  return (
    <>
      {verdict === 'untested' ? (
        <p className="tone-warning">{SETTINGS_MESSAGES.untested(id)}</p>
      ) : null}
      {verdict === 'passed' && rehearsal !== null ? (
        <p className="tone-success" role="status">
          <CircleCheck size={16} aria-hidden />{' '}
          <strong>{SETUP_MESSAGES.works(duration(took), rehearsal.proof)}</strong>
        </p>
      ) : null}
      {fault === null ? null : (
        <p className="tone-danger" role="alert">
          {fault}
        </p>
      )}
      {hasFailed(rehearsal) ? (
        <p className="tone-danger" role="alert">
          {SETUP_MESSAGES.notRehearsed} {say(failed?.message ?? '')}
        </p>
      ) : null}
      {running === 'rehearsal' ? <p role="status">{SETUP_MESSAGES.rehearsing}</p> : null}
      {running === 'connection' || connection !== null ? (
        <ConnectionTestSteps
          steps={steps}
          report={connection}
          running={running === 'connection'}
          current={test.current}
          stale={false}
          draft={{ transport: transportOf(id), draftId: null }}
          onMakeFolder={running === null ? () => void makeFolder(id) : null}
        />
      ) : null}
      {running === null ? null : (
        <button type="button" className="button compact" onClick={() => stopTest(id)}>
          {MESSAGES.stopTest}
        </button>
      )}
    </>
  )
}

/** `verdicts`: of each touched instrument. */
export const ReviewTests = (props: {
  readonly verdicts: ReadonlyMap<string, Verdict>
}): ReactElement => (
  <>
    {[...props.verdicts].map(([id, verdict]) => (
      <section key={id} aria-label={SETTINGS_MESSAGES.testOf(id)}>
        <h3>{SETTINGS_MESSAGES.testOf(id)}</h3>
        <TestedInstrument id={id} verdict={verdict} />
      </section>
    ))}
  </>
)
