// What dialogs have in common: their two buttons, and the name of whoever decides, which is remembered here.
import { type ReactElement, useState } from 'react'
import { MESSAGES } from '../../shared/messages/index.ts'
import { openOverlay } from './nav.ts'

export const close = (): void => openOverlay(null)

export const Buttons = (props: {
  readonly yes: string
  readonly disabled?: boolean
  readonly danger?: boolean
  onYes(): void
}): ReactElement => (
  <div className="card-actions">
    <button type="button" className="button" onClick={close}>
      {MESSAGES.leave}
    </button>
    <button
      type="button"
      className={props.danger === true ? 'button danger' : 'button primary'}
      disabled={props.disabled === true}
      onClick={props.onYes}
    >
      {props.yes}
    </button>
  </div>
)

const NAME = 'operator'

/** The name that was given last on this computer. `take` trims it and keeps it for the next time. */
export const useOperator = (): {
  readonly by: string
  setBy(by: string): void
  take(): string
} => {
  const [by, setBy] = useState(() => localStorage.getItem(NAME) ?? '')
  return {
    by,
    setBy,
    take() {
      localStorage.setItem(NAME, by.trim())
      return by.trim()
    },
  }
}
