// Form that asks for one secret and says why it was not taken: the new password of a connection, the password of an rclone.conf.
import { type ReactElement, type ReactNode, useState } from 'react'
import { SelectRow, TextRow } from '../../../ui/form-fields.tsx'
import { DialogButtons } from '../../frame/dialog-parts.tsx'

/** Why a secret was not taken. */
export interface SecretFault {
  /** As a sentence. */
  readonly message: string
  /** Words of the button that has it taken all the same; null: it can't be. */
  readonly anyway: string | null
}

/** One of several things that have a secret each. */
interface Choice {
  readonly label: string
  readonly names: readonly string[]
  readonly chosen: number
  choose(at: number): void
}

/**
 * `choice`: null: there is one thing alone. `give`: takes the secret, `anyway` where a person said so after a fault; answers null once
 * it was taken. `children` stand above the field. `inline`: it stands in a page, and has nothing to be closed.
 */
export const SecretForm = (props: {
  readonly choice: Choice | null
  readonly label: string
  readonly yes: string
  readonly trying: string
  readonly children: ReactNode
  readonly inline?: boolean
  readonly give: (secret: string, anyway: boolean) => Promise<SecretFault | null>
}): ReactElement => {
  const { choice } = props
  const [secret, setSecret] = useState('')
  const [fault, setFault] = useState<SecretFault | null>(null)
  const [busy, setBusy] = useState(false)
  const anyway = fault?.anyway ?? null
  const type = (text: string): void => {
    setSecret(text)
    setFault(null)
  }
  const give = async (): Promise<void> => {
    setBusy(true)
    setFault(await props.give(secret, anyway !== null))
    setBusy(false)
  }
  const disabled = secret === '' || busy
  const words = busy ? props.trying : (anyway ?? props.yes)
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault()
        if (!disabled) void give()
      }}
    >
      {choice === null || choice.names.length < 2 ? null : (
        <SelectRow
          label={choice.label}
          value={String(choice.chosen)}
          choices={choice.names.map((name, at) => [String(at), name])}
          onChange={(at) => {
            choice.choose(Number(at))
            type('')
          }}
        />
      )}
      {props.children}
      <TextRow
        label={props.label}
        type="password"
        value={secret}
        fault={fault?.message ?? null}
        onChange={type}
      />
      {props.inline === true ? (
        <div className="card-actions">
          <button type="submit" className="button" disabled={disabled}>
            {words}
          </button>
        </div>
      ) : (
        <DialogButtons yes={words} disabled={disabled} />
      )}
    </form>
  )
}
