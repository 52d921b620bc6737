// Dialog that replaces the password of a connection: from the card that says that it was refused, and from the settings.
import { type ReactElement, useEffect, useState } from 'react'
import { CONNECT_MESSAGES } from '../../../shared/messages/connect.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import { call } from '../../state/bridge.ts'
import { notify } from '../../state/notice-store.ts'
import { SelectRow, TextRow } from '../../ui/form-fields.tsx'
import { type PasswordOf, connectionsOf } from './connections-of.ts'
import { DialogButtons, close } from '../frame/dialog-parts.tsx'
import { goTo } from '../runs/runs-store.ts'

/** `onReplaced`: the new password was taken and kept. */
export const PasswordDialog = (props: {
  readonly instruments: readonly string[]
  readonly onReplaced: () => void
}): ReactElement => {
  const { instruments } = props
  /** undefined: not asked yet. */
  const [all, setAll] = useState<readonly PasswordOf[] | undefined>(undefined)
  const [chosen, setChosen] = useState(0)
  const [password, setPassword] = useState('')
  const [fault, setFault] = useState<string | null>(null)
  /** The server can't be asked whether it takes this password. */
  const [untestable, setUntestable] = useState(false)
  const [busy, setBusy] = useState(false)
  const names = instruments.join(' ')
  useEffect(() => {
    void call('connections.list', {}).then((answer) =>
      setAll(answer.ok ? connectionsOf(names.split(' '), answer.value.rows) : []),
    )
  }, [names])
  if (all === undefined) return <p role="status">{CONNECT_MESSAGES.reading}</p>
  const found = all[chosen]?.connection
  if (found === undefined)
    return (
      <>
        <p>{CONNECT_MESSAGES.noPassword(instruments.join(', '))}</p>
        <DialogButtons
          yes={CONNECT_MESSAGES.moveIt}
          onYes={() => {
            close()
            goTo({ kind: 'setup', instrument: instruments[0] ?? '' })
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
  const type = (text: string): void => {
    setPassword(text)
    setUntestable(false)
    setFault(null)
  }
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
      {all.length < 2 ? null : (
        <SelectRow
          label={CONNECT_MESSAGES.whichConnection}
          value={String(chosen)}
          choices={all.map(({ connection, instruments: of }, at) => [
            String(at),
            CONNECT_MESSAGES.connectionChoice(connection.name, of.join(', ')),
          ])}
          onChange={(at) => {
            setChosen(Number(at))
            type('')
          }}
        />
      )}
      <p>{CONNECT_MESSAGES.passwordOf(found.name, found.options['user'] ?? '')}</p>
      <TextRow
        label={CONNECT_MESSAGES.newPassword}
        type="password"
        value={password}
        fault={fault}
        onChange={type}
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
