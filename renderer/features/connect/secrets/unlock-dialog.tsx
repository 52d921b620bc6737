// Dialog that asks for the password of an encrypted rclone.conf, from the card of the runs that wait for it.
import { type ReactElement, useEffect, useState } from 'react'
import type { Output } from '../../../../shared/contract/index.ts'
import { CONNECT_MESSAGES } from '../../../../shared/messages/connect.ts'
import { MESSAGES } from '../../../../shared/messages/index.ts'
import { call } from '../../../state/bridge.ts'
import { notify } from '../../../state/notice-store.ts'
import { close } from '../../frame/dialog-parts.tsx'
import { SecretForm } from './secret-form.tsx'
import { unlock } from './unlock.ts'

type Conf = Output<'connections.list'>['confs'][number]

/** `rclone_config` of the app's own file, whose password the app makes itself. */
const OWN_CONF = 'app'

/** `onUnlocked`: the password was right and is kept. */
export const UnlockDialog = (props: { readonly onUnlocked: () => void }): ReactElement => {
  /** Files that can't be opened; undefined: not asked yet. */
  const [locked, setLocked] = useState<readonly Conf[] | undefined>(undefined)
  const [chosen, setChosen] = useState(0)
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
  return (
    <SecretForm
      choice={{
        label: CONNECT_MESSAGES.unlockWhich,
        names: locked.map(({ file }) => file),
        chosen,
        choose: setChosen,
      }}
      label={CONNECT_MESSAGES.password}
      yes={CONNECT_MESSAGES.unlock}
      trying={CONNECT_MESSAGES.tryingIt}
      give={async (password) => {
        const fault = await unlock(conf.conf, password)
        if (fault !== null) return fault
        close()
        notify({ tone: 'info', title: CONNECT_MESSAGES.unlocked(conf.file), lines: [] })
        props.onUnlocked()
        return null
      }}
    >
      <p className="mono">{conf.file}</p>
    </SecretForm>
  )
}
