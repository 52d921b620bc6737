// Parts that dialogs share: their two buttons, and the operator's name, which is remembered on this computer.
import { type ReactElement, useState } from 'react'
import { MESSAGES } from '../../../shared/messages/index.ts'
import { openOverlay } from '../../state/nav.ts'

export const close = (): void => openOverlay(null)

/** A button that closes the dialog, and one that acts. `onYes` left out: it submits the form around it. */
export const DialogButtons = (props: {
  readonly yes: string
  readonly disabled?: boolean
  readonly danger?: boolean
  readonly onYes?: () => void
}): ReactElement => (
  <div className="card-actions">
    <button type="button" className="button" onClick={close}>
      {MESSAGES.leave}
    </button>
    <button
      type={props.onYes === undefined ? 'submit' : 'button'}
      className={props.danger === true ? 'button danger' : 'button primary'}
      disabled={props.disabled === true}
      onClick={props.onYes}
    >
      {props.yes}
    </button>
  </div>
)

const OPERATOR_KEY = 'operator'

/** The operator's name, at first the one entered last. `saveName` trims, remembers and answers it. */
export const useOperator = (): {
  readonly name: string
  setName(name: string): void
  saveName(): string
} => {
  const [name, setName] = useState(() => localStorage.getItem(OPERATOR_KEY) ?? '')
  return {
    name,
    setName,
    saveName() {
      localStorage.setItem(OPERATOR_KEY, name.trim())
      return name.trim()
    },
  }
}
