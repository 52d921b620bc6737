// Where the runs of an instrument go: tiles of the kinds of storage and of the destinations that there are, then the form of the
// chosen one (docs/ux.md D10).
import {
  Boxes,
  Folder,
  Globe,
  HardDrive,
  KeyRound,
  LayoutGrid,
  type LucideIcon,
  Network,
  Plug,
  Terminal,
  Undo2,
} from 'lucide-react'
import { type ReactElement, useEffect, useState } from 'react'
import { CONNECT_MESSAGES } from '../../../shared/messages/connect.ts'
import type { ConnectionKind } from '../../../shared/model/connections.ts'
import { call, platform } from '../../state/bridge.ts'
import { showError } from '../../state/notice-store.ts'
import { SelectRow } from '../../ui/form-fields.tsx'
import {
  type Tile,
  type Transport,
  chooseTile,
  nasText,
  takeKnown,
  useConnect,
} from './connect-store.ts'
import { clearForm } from './connection-form-store.ts'
import { ConnectionForm } from './connection-form.tsx'
import { FoundServers } from './found-servers.tsx'
import { FolderForm } from './folder-form.tsx'
import { RemoteForm } from './remote-form.tsx'
import { SshForm } from './ssh/ssh-form.tsx'
import { NeedsTools } from './tools/tool-missing.tsx'

const ICONS: Readonly<Record<Tile, LucideIcon>> = {
  smb: Network,
  folder: Folder,
  sftp: KeyRound,
  webdav: Globe,
  s3: Boxes,
  ssh: Terminal,
  more: LayoutGrid,
  remote: Plug,
}

/** A destination that another instrument has. */
export interface KnownNas {
  readonly name: string
  readonly instruments: readonly string[]
  readonly transport: Transport
}

const TileButton = (props: {
  readonly icon: LucideIcon
  readonly title: string
  readonly text: string
  onChoose(): void
}): ReactElement => (
  <button type="button" className="tile" onClick={props.onChoose}>
    <props.icon size={26} strokeWidth={1.5} aria-hidden />
    <strong>{props.title}</strong>
    <span className="muted">{props.text}</span>
  </button>
)

/** rsync has no meaning of `C:\` as a folder of this computer. */
const tilesHere = (): readonly Tile[] =>
  (Object.keys(CONNECT_MESSAGES.tiles) as Tile[]).filter(
    (tile) => tile !== 'ssh' || platform() !== 'win32',
  )

/** Every backend of the installed rclone that has no tile of its own. */
const OtherKinds = (): ReactElement => {
  const [kinds, setKinds] = useState<readonly ConnectionKind[]>([])
  const [type, setType] = useState('')
  useEffect(() => {
    void call('connections.kinds', {}).then((answer) => {
      showError(answer)
      if (answer.ok) setKinds(answer.value.rows.filter((kind) => !kind.tile))
    })
  }, [])
  return (
    <>
      <SelectRow
        label={CONNECT_MESSAGES.kind}
        hint={kinds.find((kind) => kind.type === type)?.description ?? null}
        value={type}
        choices={[
          ['', CONNECT_MESSAGES.chooseKind],
          ...kinds.map((kind) => [kind.type, kind.title] as const),
        ]}
        onChange={(next) => {
          chooseTile('more')
          clearForm()
          setType(next)
        }}
      />
      {type === '' ? null : <ConnectionForm type={type} />}
    </>
  )
}

const FormOf = ({ tile }: { readonly tile: Tile }): ReactElement => {
  switch (tile) {
    case 'folder':
      return <FolderForm />
    case 'ssh':
      return (
        <NeedsTools tools={['rsync', 'ssh']}>
          <SshForm />
        </NeedsTools>
      )
    case 'remote':
      return (
        <NeedsTools tools={['rclone']}>
          <RemoteForm />
        </NeedsTools>
      )
    case 'more':
      return (
        <NeedsTools tools={['rclone']}>
          <OtherKinds />
        </NeedsTools>
      )
    case 'smb':
    case 'sftp':
    case 'webdav':
    case 's3':
      return (
        <NeedsTools tools={['rclone']}>
          <ConnectionForm type={tile} />
        </NeedsTools>
      )
  }
}

export const NasChooser = ({ known }: { readonly known: readonly KnownNas[] }): ReactElement => {
  const nas = useConnect((state) => state.nas)
  const other = (
    <button
      type="button"
      className="button compact"
      onClick={() => {
        clearForm()
        chooseTile(null)
      }}
    >
      <Undo2 size={13} aria-hidden />
      {CONNECT_MESSAGES.otherKind}
    </button>
  )
  if (nas.tile !== null) {
    const Icon = ICONS[nas.tile]
    return (
      <>
        <p className="chosen-tile">
          <Icon size={20} strokeWidth={1.5} aria-hidden />
          <strong>{CONNECT_MESSAGES.tiles[nas.tile].name}</strong> {other}
        </p>
        <FormOf tile={nas.tile} />
      </>
    )
  }
  if (nas.transport !== null)
    return (
      <p className="chosen-tile">
        <HardDrive size={20} strokeWidth={1.5} aria-hidden />
        <strong>{nasText(nas)}</strong> {other}
      </p>
    )
  return (
    <>
      {known.length === 0 ? null : (
        <>
          <h3>{CONNECT_MESSAGES.known}</h3>
          <div className="tiles">
            {known.map((one) => (
              <TileButton
                key={one.name}
                icon={HardDrive}
                title={one.name}
                text={CONNECT_MESSAGES.knownText(one.instruments.join(', '))}
                onChoose={() => takeKnown(one.name, one.transport)}
              />
            ))}
          </div>
          <h3>{CONNECT_MESSAGES.others}</h3>
        </>
      )}
      <FoundServers />
      <div className="tiles">
        {tilesHere().map((tile) => (
          <TileButton
            key={tile}
            icon={ICONS[tile]}
            title={CONNECT_MESSAGES.tiles[tile].name}
            text={CONNECT_MESSAGES.tiles[tile].text}
            onChoose={() => chooseTile(tile)}
          />
        ))}
      </div>
    </>
  )
}
