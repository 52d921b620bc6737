// Dialog that replaces the password of a connection: from the card that says that it was refused, and from the settings.
import { type ReactElement, useEffect, useState } from 'react'
import { CONNECT_MESSAGES } from '../../../shared/messages/connect.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import type { ConnectionInfo } from '../../../shared/model/connections.ts'
import { call } from '../../state/bridge.ts'
import { notify } from '../../state/notice-store.ts'
import { TextRow } from '../../ui/form-fields.tsx'
import { DialogButtons, close } from '../frame/dialog-parts.tsx'
import { goTo } from '../runs/runs-store.ts'

/** The connection of an instrument; null: it sends through none that rclone knows a password of. undefined: not asked yet. */
type Found = ConnectionInfo | null | undefined

const findConnection = async (instrument: string): Promise<Found> => {
  const answer = await call('connections.list', {})
  const row = answer.ok
    ? answer.value.rows.find((one) => one.instruments.includes(instrument))
    : undefined
  return row === undefined || row.password === null ? null : row
}

/** `onReplaced`: the new password was taken and kept. */
export const PasswordDialog = (props: {
  readonly instrument: string
  readonly onReplaced: () => void
}): ReactElement => {
  const { instrument } = props
  const [found, setFound] = useState<Found>(undefined)
  const [password, setPassword] = useState('')
  const [fault, setFault] = useState<string | null>(null)
  /** The server can't be asked whether it takes this password. */
  const [untestable, setUntestable] = useState(false)
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    void findConnection(instrument).then(setFound)
  }, [instrument])
  if (found === undefined) return <p role="status">{CONNECT_MESSAGES.reading}</p>
  if (found === null)
    return (
      <>
        <p>{CONNECT_MESSAGES.noPassword(instrument)}</p>
        <DialogButtons
          yes={CONNECT_MESSAGES.moveIt}
          onYes={() => {
            close()
            goTo({ kind: 'setup', instrument })
          }}
        />
      </>
    )
  if (!found.writable)
    return (
      <>
        <p>{CONNECT_MESSAGES.notWritable(found.name)}</p>
        <div className="card-actions">
          <button type="button" className="button" onClick={close}>
            {MESSAGES.close}
          </button>
        </div>
      </>
    )
  const replace = async (): Promise<void> => {
    setBusy(true)
    const answer = await call('connections.setPassword', {
      place: found.place,
      option: null,
      password,
      untested: untestable,
    })
    setBusy(false)
    if (!answer.ok) {
      setUntestable(answer.error.code === 'unavailable')
      return setFault(answer.error.message)
    }
    close()
    notify({ tone: 'info', title: CONNECT_MESSAGES.passwordKept(found.name), lines: [] })
    props.onReplaced()
  }
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault()
        if (password !== '' && !busy) void replace()
      }}
    >
      <p>{CONNECT_MESSAGES.passwordOf(found.name, found.options['user'] ?? '')}</p>
      <TextRow
        label={CONNECT_MESSAGES.newPassword}
        type="password"
        value={password}
        fault={fault}
        onChange={(text) => {
          setPassword(text)
          setUntestable(false)
          setFault(null)
        }}
      />
      <DialogButtons
        yes={
          busy
            ? CONNECT_MESSAGES.tryingIt
            : untestable
              ? CONNECT_MESSAGES.replaceUntested
              : CONNECT_MESSAGES.replace
        }
        disabled={password === '' || busy}
        onYes={() => void replace()}
      />
    </form>
  )
}
