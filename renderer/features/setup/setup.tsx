// First run: from nothing to a rehearsed connection, step by step; it can be left and continued (docs/ux.md D10).
import { Check, CircleCheck, CircleX, Wand2 } from 'lucide-react'
import { type ReactElement, type ReactNode, useEffect, useState } from 'react'
import { duration } from '../../../shared/format.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import { SETUP_MESSAGES } from '../../../shared/messages/setup.ts'
import type { ToolInfo } from '../../../shared/model/settings.ts'
import { useApp } from '../../state/app-store.ts'
import { call } from '../../state/bridge.ts'
import { ConnectionTestSteps, countOf } from '../destinations/connection-test-steps.tsx'
import {
  type ConnectionTestKind,
  testInstrument,
  useConnectionTests,
} from '../destinations/connection-test-store.ts'
import { setView } from '../runs/runs-store.ts'
import { loadDocument, saveEdits } from '../settings/settings-store.ts'
import { DestinationStep, InstrumentStep } from './setup-forms.tsx'
import { STEPS, draftFaults, saveDraft, setDraft, setStep, useSetup } from './setup-store.ts'

const StepButtons = (props: {
  readonly label: string
  readonly disabled?: boolean
  readonly children?: ReactNode
  onNext(): void
}): ReactElement => {
  const step = useSetup((state) => state.step)
  return (
    <div className="card-actions">
      {step > 0 ? (
        <button type="button" className="button" onClick={() => setStep(step - 1)}>
          {SETUP_MESSAGES.back}
        </button>
      ) : null}
      {props.children}
      <button
        type="button"
        className="button primary"
        disabled={props.disabled === true}
        onClick={props.onNext}
      >
        {props.label}
      </button>
    </div>
  )
}

const Welcome = (): ReactElement => {
  const known = useApp((state) => state.instruments)
  const login = useSetup((state) => state.draft.startAtLogin)
  return (
    <>
      <ul className="ticks">
        {SETUP_MESSAGES.promises.map((one) => (
          <li key={one}>
            <Check size={15} aria-hidden />
            {one}
          </li>
        ))}
      </ul>
      <label className="check">
        <input
          type="checkbox"
          checked={login}
          onChange={() => setDraft({ startAtLogin: !login })}
        />
        {SETUP_MESSAGES.login}
      </label>
      {known.length === 0 ? null : (
        <section className="card tone-info">
          <h3>{SETUP_MESSAGES.foundConfig(known.length)}</h3>
          <p className="mono">{known.map((one) => one.id).join(', ')}</p>
          <button
            type="button"
            className="button"
            onClick={() => {
              setDraft({ id: known[0]?.id ?? '' })
              setStep(STEPS.indexOf('doctor'))
            }}
          >
            {SETUP_MESSAGES.takeThese}
          </button>
        </section>
      )}
      <StepButtons label={SETUP_MESSAGES.begin} onNext={() => setStep(1)} />
    </>
  )
}

const Tools = (): ReactElement => {
  const [rows, setRows] = useState<readonly ToolInfo[] | null>(null)
  useEffect(() => {
    void call('tools.find', {}).then((answer) => setRows(answer.ok ? answer.value.rows : []))
  }, [])
  const works = (name: string): boolean =>
    rows?.some((row) => row.name === name && row.problem === null) === true
  const usable = works('rclone') || (works('rsync') && works('ssh'))
  return (
    <>
      <p>{SETUP_MESSAGES.toolsText}</p>
      {rows === null ? <p role="status">{SETUP_MESSAGES.looking}</p> : null}
      <ul className="ticks">
        {rows?.map((row) => (
          <li key={row.name} className={row.problem === null ? 'tone-success' : 'tone-danger'}>
            {row.problem === null ? (
              <CircleCheck size={16} aria-hidden />
            ) : (
              <CircleX size={16} aria-hidden />
            )}
            <strong>{row.name}</strong> {row.version ?? ''}
            <span className="mono muted">{row.path ?? ''}</span>
            {row.problem === null ? null : <span>{row.problem}</span>}
          </li>
        ))}
      </ul>
      {rows !== null && !usable ? <p className="tone-danger">{SETUP_MESSAGES.noTool}</p> : null}
      <StepButtons label={SETUP_MESSAGES.next} disabled={!usable} onNext={() => setStep(2)} />
    </>
  )
}

const Instrument = (): ReactElement => {
  const fault = useSetup((state) => draftFaults(state.draft).instrument)
  return (
    <>
      <InstrumentStep />
      <StepButtons
        label={SETUP_MESSAGES.next}
        disabled={fault !== null}
        onNext={() => setStep(3)}
      />
    </>
  )
}

const Destination = (): ReactElement => {
  const draft = useSetup((state) => state.draft)
  const [saving, setSaving] = useState(false)
  const faults = draftFaults(draft)
  const next = async (): Promise<void> => {
    setSaving(true)
    const saved = await saveDraft(draft)
    setSaving(false)
    if (saved) setStep(STEPS.indexOf('doctor'))
  }
  return (
    <>
      <DestinationStep />
      <StepButtons
        label={SETUP_MESSAGES.saveAndTest}
        disabled={faults.destination !== null || saving}
        onNext={() => void next()}
      />
    </>
  )
}

const ConnectionTestStep = ({ kind }: { readonly kind: ConnectionTestKind }): ReactElement => {
  const id = useSetup((state) => state.draft.id)
  const test = useConnectionTests((state) => state.tests.get(id))
  const current = test?.kind === kind ? test : undefined
  const [accepted, setAccepted] = useState(false)
  useEffect(() => {
    if (useConnectionTests.getState().tests.get(id)?.kind !== kind) void testInstrument(id, kind)
  }, [id, kind])
  const failed =
    current?.report === null || current === undefined ? 0 : countOf(current.report.steps, 'failed')
  const took = current?.report?.steps.reduce((sum, step) => sum + step.ms, 0) ?? 0
  const done = current?.running === false && current.report !== null
  return (
    <>
      <p>{kind === 'test' ? SETUP_MESSAGES.connectionTestText : SETUP_MESSAGES.rehearsalText}</p>
      {done && failed === 0 && kind === 'rehearsal' ? (
        <p className="tone-success" role="status">
          <CircleCheck size={16} aria-hidden />{' '}
          <strong>{SETUP_MESSAGES.works(duration(took), current.report?.proof ?? 'none')}</strong>
        </p>
      ) : null}
      <ConnectionTestSteps
        steps={current?.steps ?? []}
        report={current?.report ?? null}
        running={current?.running !== false}
        stale={false}
      />
      {failed > 0 ? (
        <label className="check">
          <input type="checkbox" checked={accepted} onChange={() => setAccepted(!accepted)} />
          {SETUP_MESSAGES.accept}
        </label>
      ) : null}
      <StepButtons
        label={SETUP_MESSAGES.next}
        disabled={!done || (failed > 0 && !accepted)}
        onNext={() => setStep(STEPS.indexOf(kind === 'test' ? 'rehearsal' : 'finish'))}
      >
        <button
          type="button"
          className="button"
          disabled={current?.running === true}
          onClick={() => void testInstrument(id, kind)}
        >
          {SETUP_MESSAGES.again}
        </button>
      </StepButtons>
    </>
  )
}

const Finish = (): ReactElement => {
  const [problems, setProblems] = useState(true)
  const [awake, setAwake] = useState(true)
  const [lock, setLock] = useState(false)
  const end = async (): Promise<void> => {
    await loadDocument()
    const saved = await saveEdits([
      { path: ['notify', 'problems'], value: problems },
      { path: ['sync', 'keep_awake'], value: awake },
    ])
    if (!saved) return
    if (lock) await call('lock.set', { locked: true })
    setStep(0)
    setView('all')
  }
  const box = (label: string, value: boolean, set: (value: boolean) => void): ReactElement => (
    <label className="check">
      <input type="checkbox" checked={value} onChange={() => set(!value)} />
      {label}
    </label>
  )
  return (
    <>
      <p>{SETUP_MESSAGES.finishText}</p>
      {box(SETUP_MESSAGES.notices, problems, setProblems)}
      {box(SETUP_MESSAGES.awake, awake, setAwake)}
      {box(SETUP_MESSAGES.lock, lock, setLock)}
      <p className="muted">{SETUP_MESSAGES.cleanupOff}</p>
      <StepButtons label={SETUP_MESSAGES.end} onNext={() => void end()} />
    </>
  )
}

const StepContent = ({ name }: { readonly name: (typeof STEPS)[number] }): ReactElement => {
  switch (name) {
    case 'welcome':
      return <Welcome />
    case 'tools':
      return <Tools />
    case 'instrument':
      return <Instrument />
    case 'destination':
      return <Destination />
    case 'doctor':
      return <ConnectionTestStep kind="test" />
    case 'rehearsal':
      return <ConnectionTestStep kind="rehearsal" />
    case 'finish':
      return <Finish />
  }
}

export const SetupPage = (): ReactElement => {
  const step = useSetup((state) => state.step)
  const name = STEPS[step] ?? 'welcome'
  return (
    <div className="setup" data-pane="list">
      <ol className="setup-steps" aria-label={SETUP_MESSAGES.steps}>
        {STEPS.map((one, at) => (
          <li
            key={one}
            aria-current={at === step ? 'step' : undefined}
            className={at < step ? 'done' : ''}
          >
            {at < step ? <Check size={14} aria-hidden /> : <span>{at + 1}</span>}
            {SETUP_MESSAGES.names[one]}
          </li>
        ))}
      </ol>
      <section className="setup-body" aria-label={SETUP_MESSAGES.names[name]}>
        <h1>
          <Wand2 size={20} aria-hidden /> {SETUP_MESSAGES.titles[name]}
        </h1>
        <StepContent name={name} />
        <button type="button" className="link later" onClick={() => setView('all')}>
          {MESSAGES.later}
        </button>
      </section>
    </div>
  )
}
