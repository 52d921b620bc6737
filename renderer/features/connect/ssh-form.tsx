// Form of a destination over ssh: server, account, folder, and the key that signs in.
import { type ReactElement, useState } from 'react'
import { CONNECT_MESSAGES } from '../../../shared/messages/connect.ts'
import { TextRow } from '../../ui/form-fields.tsx'
import { choosePath } from './choose-path.ts'
import { setNas, useConnect } from './connect-store.ts'
import { NasName } from './nas-name.tsx'

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

const isWhole = ({ server, account, folder, keyFile }: SshDraft): boolean =>
  [server, account, folder, keyFile].every((text) => text.trim() !== '')

export const SshForm = (): ReactElement => {
  const transport = useConnect((state) => state.nas.transport)
  const target = textIn(transport, 'ssh_target')
  const at = target.lastIndexOf('@')
  const [draft, setDraft] = useState<SshDraft>({
    server: target.slice(at + 1),
    account: target.slice(0, Math.max(0, at)),
    port: textIn(transport, 'ssh_port'),
    folder: textIn(transport, 'remote_path'),
    keyFile: textIn(transport, 'ssh_key_path'),
  })
  const set = (change: Partial<SshDraft>): void => {
    const next = { ...draft, ...change }
    setDraft(next)
    const port = Number(next.port)
    setNas({
      transport: isWhole(next)
        ? {
            type: 'rsync_ssh',
            ssh_target: `${next.account.trim()}@${next.server.trim()}`,
            ssh_key_path: next.keyFile,
            remote_path: next.folder.trim(),
            ...(next.port === '' || port === 22 ? {} : { ssh_port: port }),
          }
        : null,
    })
  }
  return (
    <div className="connect-part">
      <NasName placeholder={draft.server} />
      <TextRow
        label={CONNECT_MESSAGES.server}
        value={draft.server}
        onChange={(server) => set({ server })}
      />
      <TextRow
        label={CONNECT_MESSAGES.account}
        value={draft.account}
        onChange={(account) => set({ account })}
      />
      <TextRow
        label={CONNECT_MESSAGES.port}
        type="number"
        placeholder="22"
        value={draft.port}
        onChange={(port) => set({ port })}
      />
      <TextRow
        label={CONNECT_MESSAGES.sshFolder}
        hint={CONNECT_MESSAGES.sshFolderHint}
        mono
        value={draft.folder}
        onChange={(folder) => set({ folder })}
      />
      <TextRow
        label={CONNECT_MESSAGES.keyFile}
        mono
        value={draft.keyFile}
        onChange={(keyFile) => set({ keyFile })}
        onChoose={() => void choosePath('file', (keyFile) => set({ keyFile }))}
      />
    </div>
  )
}
