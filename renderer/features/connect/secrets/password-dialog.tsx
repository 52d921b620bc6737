// Dialog that replaces the password of a connection: from the card that says that it was refused, and from the settings.
import { type ReactElement, useEffect, useState } from 'react'
import { CONNECT_MESSAGES } from '../../../../shared/messages/connect.ts'
import { MESSAGES } from '../../../../shared/messages/index.ts'
import { call } from '../../../state/bridge.ts'
import { openOverlay } from '../../../state/nav.ts'
import { notify } from '../../../state/notice-store.ts'
import { type PasswordOf, connectionsOf } from './connections-of.ts'
import { DialogButtons, close } from '../../frame/dialog-parts.tsx'
import { goTo } from '../../runs/runs-store.ts'
import { SecretForm } from './secret-form.tsx'

/** `onReplaced`: the new password was taken and kept. */
export const PasswordDialog = (props: {
  readonly instruments: readonly string[]
  readonly onReplaced: () => void
}): ReactElement => {
  const { instruments } = props
  /** undefined: not asked yet. */
  const [all, setAll] = useState<readonly PasswordOf[] | undefined>(undefined)
  const [chosen, setChosen] = useState(0)
  /** The files that can't be opened: what is in them is not known. */
  const [locked, setLocked] = useState<readonly string[]>([])
  const names = instruments.join(' ')
  useEffect(() => {
    void call('connections.list', {}).then((answer) => {
      setAll(answer.ok ? connectionsOf(names.split(' '), answer.value.rows) : [])
      if (answer.ok)
        setLocked(
          answer.value.confs.filter(({ state }) => state === 'locked').map(({ file }) => file),
        )
    })
  }, [names])
  if (all === undefined) return <p role="status">{CONNECT_MESSAGES.reading}</p>
  const [first] = all
  if (first === undefined && locked.length > 0)
    return (
      <>
        <p>{CONNECT_MESSAGES.unlockFirst}</p>
        <p className="mono">{locked.join(', ')}</p>
        <DialogButtons
          yes={MESSAGES.unlockConf}
          onYes={() => openOverlay({ kind: 'unlock', instruments })}
        />
      </>
    )
  if (first === undefined)
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
  const writable = all.filter(({ connection }) => connection.writable)
  const found = writable[chosen]?.connection
  if (found === undefined)
    return (
      <>
        <p>{CONNECT_MESSAGES.notWritable(first.connection.name)}</p>
        <div className="card-actions">
          <button type="button" className="button" onClick={close}>
            {MESSAGES.close}
          </button>
        </div>
      </>
    )
  return (
    <SecretForm
      choice={{
        label: CONNECT_MESSAGES.whichConnection,
        names: writable.map(({ connection, instruments: of }) =>
          CONNECT_MESSAGES.connectionChoice(connection.name, of.join(', ')),
        ),
        chosen,
        choose: setChosen,
      }}
      label={CONNECT_MESSAGES.newPassword}
      yes={CONNECT_MESSAGES.replace}
      trying={CONNECT_MESSAGES.tryingIt}
      give={async (password, untested) => {
        const { place, name } = found
        const answer = await call('connections.setPassword', {
          place,
          option: null,
          password,
          untested,
        })
        if (!answer.ok)
          return {
            message: answer.error.message,
            // the server can't be asked whether it takes it
            anyway: answer.error.code === 'unavailable' ? CONNECT_MESSAGES.replaceUntested : null,
          }
        close()
        notify({ tone: 'info', title: CONNECT_MESSAGES.passwordKept(name), lines: [] })
        props.onReplaced()
        return null
      }}
    >
      <p>{CONNECT_MESSAGES.passwordOf(found.name, found.options['user'] ?? '')}</p>
    </SecretForm>
  )
}
