// Form of a destination over ssh: server, account, folder, and the key that signs in.
import { type ReactElement, useState } from 'react'
import { CONNECT_MESSAGES } from '../../../../shared/messages/connect.ts'
import { TextRow } from '../../../ui/form-fields.tsx'
import { CONNECT_FORM, useOfferConnect } from '../connect-button.tsx'
import { setNas, useConnect } from '../connect-store.ts'
import { KeyFileField } from './key-file-field.tsx'
import { NasName } from '../nas-name.tsx'
import { SshAccess, type SshAccount } from './ssh-access.tsx'

const textIn = (value: unknown, key: string): string => {
  const found: unknown = Reflect.get(Object(value), key)
  return typeof found === 'string' || typeof found === 'number' ? String(found) : ''
}

interface SshDraft {
  readonly server: string
  readonly account: string
  readonly port: string
  readonly folder: string
  readonly keyFile: string
}

/** Which key signs in. */
type Key = 'own' | 'file'

/** The port of config.yaml; null: the one of ssh's configuration, else 22. */
const portOf = (text: string): number | null => {
  const port = Number(text)
  return text.trim() === '' || !Number.isInteger(port) || port < 1 || port > 65_535 ? null : port
}

const accountOf = ({ server, account, port, keyFile }: SshDraft, key: Key): SshAccount | null =>
  server.trim() === '' || account.trim() === '' || (key === 'file' && keyFile === '')
    ? null
    : {
        target: `${account.trim()}@${server.trim()}`,
        port: portOf(port),
        keyPath: key === 'own' ? null : keyFile,
      }

const readDraft = (transport: unknown): SshDraft => {
  const target = textIn(transport, 'ssh_target')
  const at = target.lastIndexOf('@')
  return {
    server: target.slice(at + 1),
    account: target.slice(0, Math.max(0, at)),
    port: textIn(transport, 'ssh_port'),
    folder: textIn(transport, 'remote_path'),
    keyFile: textIn(transport, 'ssh_key_path'),
  }
}

export const SshForm = (): ReactElement => {
  const transport = useConnect((state) => state.nas.transport)
  const offered = useConnect((state) => state.nas.server)
  const [draft, setDraft] = useState<SshDraft>(() =>
    offered === null || transport !== null
      ? readDraft(transport)
      : { ...readDraft(null), server: offered.host, port: String(offered.port ?? '') },
  )
  const [key, setKey] = useState<Key>(draft.keyFile === '' ? 'own' : 'file')
  /** The account that is tried now; null: something was changed since. */
  const [tried, setTried] = useState<SshAccount | null>(null)
  /** The key that the server lets in; null: none yet. */
  const [letIn, setLetIn] = useState<string | null>(draft.keyFile === '' ? null : draft.keyFile)
  const keep = ({ server, account, port, folder }: SshDraft, keyPath: string | null): void =>
    setNas({
      transport:
        keyPath === null || folder.trim() === ''
          ? null
          : {
              type: 'rsync_ssh',
              ssh_target: `${account.trim()}@${server.trim()}`,
              ssh_key_path: keyPath,
              remote_path: folder.trim(),
              ...(portOf(port) === null || portOf(port) === 22 ? {} : { ssh_port: portOf(port) }),
            },
    })
  /** Something was changed of whom to sign in to: what was tried says nothing any more. */
  const setAccount = (change: Partial<SshDraft>): void => {
    const next = { ...draft, ...change }
    setDraft(next)
    setTried(null)
    setLetIn(null)
    keep(next, null)
  }
  const setFolder = (folder: string): void => {
    const next = { ...draft, folder }
    setDraft(next)
    keep(next, letIn)
  }
  const chooseKey = (chosen: Key): void => {
    setKey(chosen)
    setAccount({ keyFile: '' })
  }
  const account = accountOf(draft, key)
  useOfferConnect(tried === null && letIn === null, account !== null, false)
  return (
    <>
      <form
        id={CONNECT_FORM}
        className="connect-part"
        onSubmit={(event) => {
          event.preventDefault()
          setTried(account)
        }}
      >
        <NasName placeholder={draft.server} />
        <TextRow
          label={CONNECT_MESSAGES.server}
          value={draft.server}
          onChange={(server) => setAccount({ server })}
        />
        <TextRow
          label={CONNECT_MESSAGES.account}
          value={draft.account}
          onChange={(name) => setAccount({ account: name })}
        />
        <TextRow
          label={CONNECT_MESSAGES.sshFolder}
          hint={CONNECT_MESSAGES.sshFolderHint}
          mono
          value={draft.folder}
          onChange={setFolder}
        />
        <details open={draft.port !== '' || key === 'file'}>
          <summary>{CONNECT_MESSAGES.advanced}</summary>
          <TextRow
            label={CONNECT_MESSAGES.port}
            type="number"
            placeholder="22"
            value={draft.port}
            onChange={(port) => setAccount({ port })}
          />
          {(['own', 'file'] as const).map((one) => (
            <label key={one} className="check">
              <input
                type="radio"
                name="ssh-key"
                checked={key === one}
                onChange={() => chooseKey(one)}
              />
              {CONNECT_MESSAGES.keys[one]}
            </label>
          ))}
          {key === 'file' ? (
            <KeyFileField value={draft.keyFile} onChange={(keyFile) => setAccount({ keyFile })} />
          ) : null}
        </details>
      </form>
      {tried === null ? null : (
        <SshAccess
          account={tried}
          onLetIn={(keyPath) => {
            setLetIn(keyPath)
            keep(draft, keyPath)
          }}
        />
      )}
    </>
  )
}
