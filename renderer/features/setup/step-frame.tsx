// One step of the set-up: a line with its outcome while it is folded, its form and its buttons while it is open.
import { Check } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { SETUP_MESSAGES } from '../../../shared/messages/setup.ts'
import { type StepName, goOn, openStep, skip, useSetup } from './setup-store.ts'

/** `done`: what was entered, in a line; null: something is missing. */
export const StepFrame = (props: {
  readonly name: StepName
  readonly number: number
  readonly done: string | null
  readonly children: ReactNode
}): ReactElement => {
  const { name, number, done } = props
  const open = useSetup((state) => state.step === name)
  const skipped = useSetup((state) => state.skipped.includes(name))
  const title = SETUP_MESSAGES.names[name]
  return (
    <section
      className={open ? 'setup-step open' : 'setup-step'}
      aria-label={title}
      aria-current={open ? 'step' : undefined}
    >
      <header>
        <span className={done === null ? 'step-mark' : 'step-mark tone-success'}>
          {done === null ? number : <Check size={15} aria-hidden />}
        </span>
        <h2>{title}</h2>
        {open ? null : (
          <>
            <span className={done === null ? 'muted clip' : 'clip'} title={done ?? undefined}>
              {done ?? (skipped ? SETUP_MESSAGES.skipped : SETUP_MESSAGES.notYet)}
            </span>
            <button
              type="button"
              className="button compact quiet"
              aria-label={`${done === null ? SETUP_MESSAGES.open : SETUP_MESSAGES.change}: ${title}`}
              onClick={() => openStep(name)}
            >
              {done === null ? SETUP_MESSAGES.open : SETUP_MESSAGES.change}
            </button>
          </>
        )}
      </header>
      {open ? <div className="step-body">{props.children}</div> : null}
    </section>
  )
}

/** The way on, and the way round. `fault`: why there is no way on yet. */
export const StepButtons = (props: {
  readonly name: StepName
  readonly fault: string | null
  readonly label?: string
  /** The fault is something to be said at once, not what is still to be entered. */
  readonly loud?: boolean
  readonly children?: ReactNode
  readonly onNext?: () => void
}): ReactElement => (
  <footer>
    <div className="card-actions">
      {props.children}
      <button
        type="button"
        className="button primary"
        disabled={props.fault !== null}
        onClick={() => {
          goOn(props.name)
          props.onNext?.()
        }}
      >
        {props.label ?? SETUP_MESSAGES.next}
      </button>
      <button type="button" className="button quiet" onClick={() => skip(props.name)}>
        {SETUP_MESSAGES.skip}
      </button>
      {props.fault === null ? null : (
        <span className={props.loud === true ? 'tone-danger' : 'muted'} role="status">
          {props.fault}
        </span>
      )}
    </div>
  </footer>
)
