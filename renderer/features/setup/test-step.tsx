// Step of the set-up that tests the draft and rehearses a run, before anything is stored.
import { CircleCheck } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import { say } from '../../../shared/language/say.ts'
import { duration } from '../../../shared/format.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import { SETUP_MESSAGES } from '../../../shared/messages/setup.ts'
import { call } from '../../state/bridge.ts'
import { showError } from '../../state/notice-store.ts'
import { folderOf } from '../connect/connect-store.ts'
import { ConnectionTestSteps, countOf } from '../destinations/connection-test-steps.tsx'
import { hasFailed, stopTest } from '../destinations/draft-test.ts'
import { StepButtons } from './step-frame.tsx'
import { type Candidate, candidateKey, testDraft, useDraftTest } from './test-store.ts'

/** Makes the folder of the draft, which nothing else makes. */
const makeFolder = async (candidate: Candidate): Promise<void> => {
  const { nas, transport, instrumentId, edits } = candidate
  const answer =
    nas.draftId === null
      ? await call('destinations.makeFolder', { instrumentId, edits: [...edits] })
      : await call('connections.makeFolder', {
          connection: { draftId: nas.draftId },
          path: folderOf(transport),
        })
  showError(answer)
  if (answer.ok) await testDraft(candidate)
}

const Rehearsed = (): ReactElement | null => {
  const { connection, rehearsal } = useDraftTest()
  if (connection === null || rehearsal === null) return null
  if (hasFailed(rehearsal))
    return (
      <p className="tone-danger" role="alert">
        {SETUP_MESSAGES.notRehearsed}{' '}
        {say(rehearsal.steps.find(({ outcome }) => outcome === 'failed')?.message ?? '')}
      </p>
    )
  const took = rehearsal.steps.reduce((sum, step) => sum + step.ms, 0)
  return (
    <p className="tone-success" role="status">
      <CircleCheck size={16} aria-hidden />{' '}
      <strong>{SETUP_MESSAGES.works(duration(took), rehearsal.proof)}</strong>
    </p>
  )
}

/** `candidate`: null: something is missing yet, which `missing` says. */
export const TestStep = (props: {
  readonly candidate: Candidate | null
  readonly missing: string | null
}): ReactElement => {
  const { candidate } = props
  const test = useDraftTest()
  /** The draft whose faults a person accepted. */
  const [acceptedKey, setAcceptedKey] = useState('')
  const key = candidate === null ? '' : candidateKey(candidate)
  const isCurrent = candidate !== null && test.key === key
  const accepted = isCurrent && acceptedKey === key
  const running = isCurrent && test.running !== null
  const failed =
    isCurrent && (test.fault !== null || hasFailed(test.connection) || hasFailed(test.rehearsal))
  const passed = isCurrent && !running && !failed && test.rehearsal !== null
  const steps = test.connection?.steps ?? []
  const fault =
    candidate === null
      ? props.missing
      : running
        ? test.running === 'rehearsal'
          ? SETUP_MESSAGES.rehearsing
          : SETUP_MESSAGES.testing
        : passed || (failed && accepted)
          ? null
          : failed
            ? SETUP_MESSAGES.faults(Math.max(1, countOf(steps, 'failed')))
            : SETUP_MESSAGES.untested
  return (
    <>
      {isCurrent && !running ? null : <p>{SETUP_MESSAGES.testText}</p>}
      {candidate !== null && !isCurrent && test.key !== '' ? (
        <p className="tone-warning">{SETUP_MESSAGES.void}</p>
      ) : null}
      {isCurrent ? (
        <>
          <Rehearsed />
          {test.fault === null ? null : (
            <p className="tone-danger" role="alert">
              {test.fault}
            </p>
          )}
          {running || test.connection !== null ? (
            <ConnectionTestSteps
              steps={test.steps}
              report={test.connection}
              running={test.running === 'connection'}
              current={test.current}
              stale={false}
              draft={{ transport: candidate.transport, draftId: candidate.nas.draftId }}
              onMakeFolder={running ? null : () => void makeFolder(candidate)}
            />
          ) : null}
          {failed ? (
            <label className="check">
              <input
                type="checkbox"
                checked={accepted}
                onChange={() => setAcceptedKey(accepted ? '' : key)}
              />
              {SETUP_MESSAGES.accept}
            </label>
          ) : null}
        </>
      ) : null}
      <StepButtons name="test" fault={fault} loud={failed}>
        <button
          type="button"
          className="button"
          disabled={candidate === null || running}
          onClick={() => candidate !== null && void testDraft(candidate)}
        >
          {isCurrent ? SETUP_MESSAGES.again : SETUP_MESSAGES.test}
        </button>
        {candidate !== null && running ? (
          <button type="button" className="button" onClick={() => stopTest(candidate.instrumentId)}>
            {MESSAGES.stopTest}
          </button>
        ) : null}
      </StepButtons>
    </>
  )
}
