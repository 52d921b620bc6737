// Steps of a connection test or rehearsal: passed, failed or skipped, each with command and answer (docs/ux.md D11).
import { CircleCheck, CircleMinus, CircleX } from 'lucide-react'
import type { ReactElement } from 'react'
import { say } from '../../../shared/language/say.ts'
import { ago, duration } from '../../../shared/format.ts'
import { CONNECTION_TEST_MESSAGES } from '../../../shared/messages/destinations/connection-test.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import { connectionTestText } from '../../../shared/messages/report.ts'
import type {
  ConnectionTestOutcome,
  ConnectionTestReport,
  ConnectionTestStep,
} from '../../../shared/model/reports.ts'
import { proofLabel } from '../../../shared/state-labels.ts'
import { useApp } from '../../state/app-store.ts'
import { testInstrument } from './connection-test-store.ts'
import { type TestedDraft, copyForIt } from './copy-for-it.ts'
import { mendDestination } from './destinations-store.ts'
import { RetryFailed } from './retry-failed.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'

const MARKS = {
  passed: { icon: CircleCheck, tone: 'success' },
  failed: { icon: CircleX, tone: 'danger' },
  skipped: { icon: CircleMinus, tone: 'neutral' },
} as const

/** `onMake`: makes the folder that the step found missing. */
const Step = ({
  step,
  onMake,
}: {
  readonly step: ConnectionTestStep
  readonly onMake: (() => void) | null
}): ReactElement => {
  const mark = MARKS[step.outcome]
  const Icon = mark.icon
  const more = step.command !== null || step.answer !== ''
  return (
    <li>
      <span className={`state tone-${mark.tone}`}>
        <Icon size={16} aria-hidden />
        {CONNECTION_TEST_MESSAGES[step.outcome]}
      </span>
      <div>
        <strong>{say(step.title)}</strong> <span className="muted">{duration(step.ms)}</span>
        <p>{say(step.message)}</p>
        {onMake === null ? null : (
          <button type="button" className="button compact" onClick={onMake}>
            {MESSAGES.makeFolderYes}
          </button>
        )}
        {more ? (
          <details>
            <summary>{CONNECTION_TEST_MESSAGES.raw}</summary>
            <pre className="stderr" tabIndex={0}>
              {[step.command === null ? '' : `$ ${step.command}`, step.answer]
                .filter((text) => text !== '')
                .join('\n')}
            </pre>
          </details>
        ) : null}
      </div>
    </li>
  )
}

/** Makes the folder of a destination and tests the connection again. */
const makeFolder = async (instrument: string): Promise<void> => {
  await mendDestination(instrument, 'makeFolder')
  await testInstrument(instrument, 'test')
}

/** Of a running test the last few steps are shown. */
const RUNNING_STEPS = 4

export const countOf = (
  steps: readonly ConnectionTestStep[],
  outcome: ConnectionTestOutcome,
): number => steps.filter((step) => step.outcome === outcome).length

/** Steps that need nobody, folded: they are many. */
const Folded = (props: {
  readonly steps: readonly ConnectionTestStep[]
  readonly title: string
}): ReactElement | null =>
  props.steps.length === 0 ? null : (
    <details>
      <summary>{props.title}</summary>
      <StepList steps={props.steps} onMake={null} />
    </details>
  )

const StepList = (props: {
  readonly steps: readonly ConnectionTestStep[]
  readonly onMake: (() => void) | null
}): ReactElement => (
  <ol>
    {props.steps.map((step) => (
      <Step
        key={step.id}
        step={step}
        onMake={step.id === 'folder' && step.outcome === 'failed' ? props.onMake : null}
      />
    ))}
  </ol>
)

/**
 * `draft`: what was tested before it is saved; left out: what is in force was tested. `onMakeFolder`: of a draft: makes
 * the folder that the test found missing; null: not now.
 */
export const ConnectionTestSteps = (props: {
  readonly steps: readonly ConnectionTestStep[]
  readonly report: ConnectionTestReport | null
  readonly running: boolean
  /** Title of the step that runs; null: not known. */
  readonly current?: string | null
  readonly stale: boolean
  readonly draft?: TestedDraft
  readonly onMakeFolder?: (() => void) | null
}): ReactElement => {
  const now = useApp((state) => state.now)
  const { steps, report } = props
  const of = (outcome: ConnectionTestOutcome): readonly ConnectionTestStep[] =>
    steps.filter((step) => step.outcome === outcome)
  const failed = of('failed')
  const summary = props.running
    ? typeof props.current === 'string'
      ? CONNECTION_TEST_MESSAGES.runningStep(say(props.current))
      : CONNECTION_TEST_MESSAGES.running
    : failed.length > 0
      ? CONNECTION_TEST_MESSAGES.faults(failed.length)
      : CONNECTION_TEST_MESSAGES.fine(of('passed').length)
  const ownMake = report === null ? null : () => void makeFolder(report.instrument)
  return (
    <div className="connection-test" aria-busy={props.running}>
      <p role="status">
        <strong>{summary}</strong>
        {report === null ? null : (
          <span className="muted">
            {' '}
            {CONNECTION_TEST_MESSAGES.age(ago(report.at, now))}
            {props.stale ? ` ${CONNECTION_TEST_MESSAGES.stale}` : ''}
          </span>
        )}
      </p>
      {report === null ? null : (
        <p>
          {CONNECTION_TEST_MESSAGES.proof} <strong>{proofLabel(report.proof)}</strong>
        </p>
      )}
      {props.running ? (
        <StepList steps={steps.slice(-RUNNING_STEPS)} onMake={null} />
      ) : (
        <>
          <StepList
            steps={failed}
            onMake={props.draft === undefined ? ownMake : (props.onMakeFolder ?? null)}
          />
          <Folded
            steps={of('passed')}
            title={CONNECTION_TEST_MESSAGES.passedSteps(of('passed').length)}
          />
          <Folded
            steps={of('skipped')}
            title={CONNECTION_TEST_MESSAGES.skippedSteps(of('skipped').length)}
          />
        </>
      )}
      {report === null ? null : (
        <div className="card-actions">
          {props.running || failed.length > 0 || props.draft !== undefined ? null : (
            <RetryFailed instrument={report.instrument} />
          )}
          <CopyButton
            className="button"
            text={() =>
              copyForIt(report.instrument, connectionTestText(report), null, props.draft ?? null)
            }
            label={MESSAGES.copyForIt}
          />
        </div>
      )}
    </div>
  )
}
