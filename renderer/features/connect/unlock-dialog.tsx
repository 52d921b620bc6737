// Dialog that asks for the password of an encrypted rclone.conf, from the card of the runs that wait for it.
import { type ReactElement, useEffect, useState } from 'react'
import type { Output } from '../../../shared/contract/index.ts'
import { CONNECT_MESSAGES } from '../../../shared/messages/connect.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import { call } from '../../state/bridge.ts'
import { notify } from '../../state/notice-store.ts'
import { SelectRow, TextRow } from '../../ui/form-fields.tsx'
import { DialogButtons, close } from '../frame/dialog-parts.tsx'

type Conf = Output<'connections.list'>['confs'][number]

/** `rclone_config` of the app's own file, whose password the app makes itself. */
const OWN_CONF = 'app'

/** `onUnlocked`: the password was right and is kept. */
export const UnlockDialog = (props: { readonly onUnlocked: () => void }): ReactElement => {
  /** Files that can't be opened; undefined: not asked yet. */
  const [locked, setLocked] = useState<readonly Conf[] | undefined>(undefined)
  const [chosen, setChosen] = useState(0)
  const [password, setPassword] = useState('')
  const [fault, setFault] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    void call('connections.list', {}).then((answer) =>
      setLocked(answer.ok ? answer.value.confs.filter(({ state }) => state === 'locked') : []),
    )
  }, [])
  if (locked === undefined) return <p role="status">{CONNECT_MESSAGES.reading}</p>
  const conf = locked[chosen]
  if (conf === undefined || conf.conf === OWN_CONF)
    return (
      <>
        <p>{conf?.message ?? CONNECT_MESSAGES.noneLocked}</p>
        <div className="card-actions">
          <button type="button" className="button" onClick={close}>
            {MESSAGES.close}
          </button>
        </div>
      </>
    )
  const type = (text: string): void => {
    setPassword(text)
    setFault(null)
  }
  const unlock = async (): Promise<void> => {
    setBusy(true)
    const answer = await call('connections.unlock', { conf: conf.conf, password })
    setBusy(false)
    if (!answer.ok) return setFault(answer.error.message)
    close()
    notify({ tone: 'info', title: CONNECT_MESSAGES.unlocked(conf.file), lines: [] })
    props.onUnlocked()
  }
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault()
        if (password !== '' && !busy) void unlock()
      }}
    >
      {locked.length < 2 ? null : (
        <SelectRow
          label={CONNECT_MESSAGES.unlockWhich}
          value={String(chosen)}
          choices={locked.map(({ file }, at) => [String(at), file])}
          onChange={(at) => {
            setChosen(Number(at))
            type('')
          }}
        />
      )}
      <p className="mono">{conf.file}</p>
      <TextRow
        label={CONNECT_MESSAGES.password}
        type="password"
        value={password}
        fault={fault}
        onChange={type}
      />
      <DialogButtons
        yes={CONNECT_MESSAGES.unlock}
        disabled={password === '' || busy}
        onYes={() => void unlock()}
      />
    </form>
  )
}
