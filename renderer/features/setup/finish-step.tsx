// Last step of the set-up: says what will be done, what is still missing, and does it.
import { type ReactElement, useState } from 'react'
import { SETUP_MESSAGES } from '../../../shared/messages/setup.ts'
import type { SettingEdit } from '../../../shared/model/settings.ts'
import { call } from '../../state/bridge.ts'
import { FactList } from '../../ui/fact-list.tsx'
import { type Transport, nasText, useConnect } from '../connect/connect-store.ts'
import { setView } from '../runs/runs-store.ts'
import { finish } from './finish.ts'
import { addInstrument, configInstrumentOf, moveInstrument } from './setup-edits.ts'
import { type StepName, openStep, takeKeys, useSetup } from './setup-store.ts'
import { takeText } from './which-runs.tsx'

/** Something that is missing, with the step in which it can be given. */
export interface Missing {
  readonly step: StepName
  readonly words: string
}

/** `move`: an instrument that is set up is sent elsewhere. `tested`: what the test found, in a line. */
export const FinishStep = (props: {
  readonly instrumentId: string
  readonly move: boolean
  readonly missing: readonly Missing[]
  readonly tested: string
}): ReactElement => {
  const { instrumentId, move, missing } = props
  const draft = useSetup((state) => state.draft)
  const count = useSetup((state) => state.count)
  const nas = useConnect((state) => state.nas)
  const [login, setLogin] = useState(true)
  const [problems, setProblems] = useState(true)
  const [awake, setAwake] = useState(true)
  const [lock, setLock] = useState(false)
  const [busy, setBusy] = useState(false)
  const editsFor = (values: unknown, transport: Transport): readonly SettingEdit[] | null => {
    if (move) {
      const edit = moveInstrument(values, instrumentId, transport)
      return edit === null ? null : [edit]
    }
    const take = takeKeys(draft, count, Date.now())
    return [
      addInstrument(values, configInstrumentOf(draft, instrumentId, transport, take)),
      { path: ['app', 'start_at_login'], value: login },
      { path: ['notify', 'problems'], value: problems },
      { path: ['sync', 'keep_awake'], value: awake },
    ]
  }
  const end = async (): Promise<void> => {
    setBusy(true)
    const saved = await finish(instrumentId, editsFor)
    setBusy(false)
    if (!saved) return
    if (lock) await call('lock.set', { locked: true })
    setView('all')
  }
  const box = (label: string, value: boolean, set: (value: boolean) => void): ReactElement => (
    <label className="check">
      <input type="checkbox" checked={value} onChange={() => set(!value)} />
      {label}
    </label>
  )
  const blocking = missing.filter(({ step }) => step !== 'test')
  return (
    <>
      <FactList
        rows={[
          ...(move ? [] : [[SETUP_MESSAGES.watched, draft.localRoot] as const]),
          [SETUP_MESSAGES.sendsTo, nasText(nas)],
          [SETUP_MESSAGES.tested, props.tested],
        ]}
      />
      {move ? null : <p>{takeText(draft, count)}</p>}
      {missing.length === 0 ? null : (
        <section className="card tone-warning">
          <h3>{SETUP_MESSAGES.missing}</h3>
          {missing.map(({ step, words }) => (
            <p key={step}>
              {words}{' '}
              <button type="button" className="link" onClick={() => openStep(step)}>
                {SETUP_MESSAGES.goThere}
              </button>
            </p>
          ))}
        </section>
      )}
      {move ? null : (
        <>
          {box(SETUP_MESSAGES.login, login, setLogin)}
          {box(SETUP_MESSAGES.notices, problems, setProblems)}
          {box(SETUP_MESSAGES.awake, awake, setAwake)}
          {box(SETUP_MESSAGES.lock, lock, setLock)}
          <p className="muted">{SETUP_MESSAGES.cleanupOff}</p>
        </>
      )}
      <footer>
        <div className="card-actions">
          <button
            type="button"
            className="button primary"
            disabled={busy || blocking.length > 0}
            onClick={() => void end()}
          >
            {move ? SETUP_MESSAGES.endChange : SETUP_MESSAGES.end}
          </button>
          <span className="muted">{SETUP_MESSAGES.nothingYet}</span>
        </div>
      </footer>
    </>
  )
}
