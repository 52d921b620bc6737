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

/** The remotes of a file, or why they can't be listed. */
interface Remotes {
  readonly conf: Conf
  readonly names: readonly string[]
  readonly fault: string | null
}

const textIn = (value: unknown, key: string): string | null => {
  const found: unknown = Reflect.get(Object(value), key)
  return typeof found === 'string' ? found : null
}

/** `rclone_config` of the app's own file. */
const OWN_CONF = 'app'

const listKnown = async (): Promise<Known | null> => {
  const answer = await call('connections.list', {})
  return answer.ok ? answer.value : null
}

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
  const [found, setFound] = useState<Remotes>({ conf: null, names: [], fault: null })
  const load = (): void => void listKnown().then(setKnown)
  useEffect(() => {
    void listKnown().then(setKnown)
  }, [])
  const info = known?.confs.find((one) => one.conf === conf)
  const locked = info?.state === 'locked'
  useEffect(() => {
    if (conf === OWN_CONF) return undefined
    // rclone may be slow: an answer for the former file must not replace one for this file
    let current = true
    void call('tools.remotes', { config: conf }).then((answer) => {
      if (!current) return
      setFound(
        answer.ok
          ? { conf, names: answer.value.remotes, fault: null }
          : { conf, names: [], fault: answer.error.message },
      )
    })
    return () => {
      current = false
    }
  }, [conf, known])
  const listed = known?.rows.filter((row) => row.place.conf === conf) ?? []
  // the app's own file is read by the app alone
  const remotes: Remotes =
    conf === OWN_CONF || found.conf !== conf
      ? { conf, names: listed.map((row) => row.place.remote), fault: null }
      : found
  const take = (next: Conf): void => {
    setConf(next)
    setRemote('')
    setNas({ transport: null })
  }
  const nameOf = (one: string): string =>
    known?.rows.find((row) => row.place.conf === conf && row.place.remote === one)?.name ?? one
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
      {locked ? <Unlock conf={conf} onOpen={load} /> : null}
      {locked ? null : (
        <SelectRow
          label={CONNECT_MESSAGES.remote}
          hint={remotes.fault ?? (remotes.names.length === 0 ? CONNECT_MESSAGES.noRemote : null)}
          value={remote}
          choices={[
            ['', CONNECT_MESSAGES.chooseRemote],
            ...remotes.names.map((one) => [one, nameOf(one)] as const),
          ]}
          onChange={(value) => {
            setRemote(value)
            setNas({ transport: null, name: nameOf(value) })
          }}
        />
      )}
      {remote === '' ? null : <RemoteFolder key={`${conf} ${remote}`} place={{ conf, remote }} />}
    </div>
  )
}
