// Form of a destination through a remote that exists already: which rclone.conf, which remote in it, which folder.
import { type ReactElement, useCallback, useEffect, useState } from 'react'
import type { Output } from '../../../shared/contract/index.ts'
import { CONNECT_MESSAGES } from '../../../shared/messages/connect.ts'
import type { RemotePlace } from '../../../shared/model/connections.ts'
import { call } from '../../state/bridge.ts'
import { SelectRow } from '../../ui/form-fields.tsx'
import { choosePath } from './choose-path.ts'
import { folderOf, setNas, useConnect } from './connect-store.ts'
import { FolderPicker } from './folder-picker.tsx'
import { SecretForm } from './secrets/secret-form.tsx'
import { unlock } from './secrets/unlock.ts'

type Conf = RemotePlace['conf']
type Known = Output<'connections.list'>

const textIn = (value: unknown, key: string): string | null => {
  const found: unknown = Reflect.get(Object(value), key)
  return typeof found === 'string' ? found : null
}

/** `rclone_config` of the app's own file. */
const OWN_CONF = 'app'

const Unlock = (props: { readonly conf: Conf; onOpen(): void }): ReactElement => (
  <SecretForm
    inline
    choice={null}
    label={CONNECT_MESSAGES.password}
    yes={CONNECT_MESSAGES.unlock}
    trying={CONNECT_MESSAGES.tryingIt}
    give={async (password) => {
      const fault = await unlock(props.conf, password)
      if (fault === null) props.onOpen()
      return fault
    }}
  >
    <p>{CONNECT_MESSAGES.unlockText}</p>
  </SecretForm>
)

const RemoteFolder = ({ place }: { readonly place: RemotePlace }): ReactElement => {
  const path = useConnect((state) => folderOf(state.nas.transport))
  const { conf, remote } = place
  const onOpen = useCallback(
    (open: string, shares: boolean): void =>
      setNas({
        transport: {
          type: 'rclone',
          rclone_remote: remote,
          ...(conf === null ? {} : { rclone_config: conf }),
          ...(shares || open === '' ? {} : { rclone_remote_path: open }),
        },
      }),
    [conf, remote],
  )
  return <FolderPicker connection={place} revision={0} path={path} onOpen={onOpen} />
}

export const RemoteForm = (): ReactElement => {
  const transport = useConnect((state) => state.nas.transport)
  const [known, setKnown] = useState<Known | null>(null)
  const [conf, setConf] = useState<Conf>(textIn(transport, 'rclone_config'))
  const [remote, setRemote] = useState(textIn(transport, 'rclone_remote') ?? '')
  const [fault, setFault] = useState<string | null>(null)
  /** Rises with each reading that is asked for. */
  const [round, setRound] = useState(0)
  useEffect(() => {
    // an answer about the former file must not replace one about this file
    let current = true
    void call('connections.list', { conf }).then((answer) => {
      if (!current) return
      if (answer.ok) setKnown(answer.value)
      setFault(answer.ok ? null : answer.error.message)
    })
    return () => {
      current = false
    }
  }, [conf, round])
  const info = known?.confs.find((one) => one.conf === conf)
  const locked = info?.state === 'locked'
  const listed = known?.rows.filter((row) => row.place.conf === conf) ?? []
  const hint =
    fault ??
    (info === undefined
      ? CONNECT_MESSAGES.reading
      : info.state === 'unreadable'
        ? info.message
        : listed.length === 0
          ? CONNECT_MESSAGES.noRemote
          : null)
  const take = (next: Conf): void => {
    setConf(next)
    setRemote('')
    setNas({ transport: null })
  }
  const confs = (known?.confs ?? []).filter((one) => one.state !== 'missing' || one.conf === conf)
  const isListed = confs.some((one) => one.conf === conf)
  return (
    <div className="connect-part">
      <SelectRow
        label={CONNECT_MESSAGES.conf}
        value={conf ?? ''}
        choices={[
          ...confs.map((one) => [one.conf ?? '', one.file] as const),
          ...(isListed ? [] : [[conf ?? '', conf ?? CONNECT_MESSAGES.standardConf] as const]),
        ]}
        onChange={(value) => take(value === '' ? null : value)}
      />
      <button
        type="button"
        className="button compact"
        onClick={() => void choosePath('rclone_config', take)}
      >
        {CONNECT_MESSAGES.chooseConf}
      </button>
      {locked && conf !== OWN_CONF ? (
        <Unlock conf={conf} onOpen={() => setRound(round + 1)} />
      ) : null}
      {locked && conf === OWN_CONF ? (
        <p className="tone-danger" role="alert">
          {info.message}
        </p>
      ) : null}
      {locked ? null : (
        <SelectRow
          label={CONNECT_MESSAGES.remote}
          hint={hint}
          value={remote}
          choices={[
            ['', CONNECT_MESSAGES.chooseRemote],
            ...listed.map(({ place, name }) => [place.remote, name] as const),
          ]}
          onChange={(value) => {
            setRemote(value)
            setNas({
              transport: null,
              name: listed.find(({ place }) => place.remote === value)?.name ?? value,
            })
          }}
        />
      )}
      {remote === '' ? null : <RemoteFolder key={`${conf} ${remote}`} place={{ conf, remote }} />}
    </div>
  )
}
