// Connect store: where the runs of an instrument are to go, as far as a person has said it. Secrets stay in memory, and the draft
// of a remote with them: neither is written anywhere before the end of the set-up.
import { create } from 'zustand'
import type { Input } from '../../../shared/contract/index.ts'
import { CONNECT_MESSAGES } from '../../../shared/messages/connect.ts'
import type { RemotePlace } from '../../../shared/model/connections.ts'
import { call } from '../../state/bridge.ts'

export type Tile = keyof typeof CONNECT_MESSAGES.tiles

/** The `transport` of an instrument as config.yaml says it. */
export type Transport = Input<'connections.test'>['transport']

export interface Nas {
  /** null: a destination that another instrument has, or nothing was chosen yet. */
  readonly tile: Tile | null
  /** What people call it; '': it keeps the name that it has. */
  readonly name: string
  /** What a new connection is called where nobody names it: its server; '': it has none. */
  readonly standardName: string
  /** A server that was found on the network, for the form to begin with; null: none was. `port` null: the usual one. */
  readonly server: { readonly host: string; readonly port: number | null } | null
  /** null: not complete yet. */
  readonly transport: Transport | null
  /** The draft of a new remote; null: there is none. */
  readonly draftId: string | null
  /** Rises with each change of the draft, which has the same id after it. */
  readonly revision: number
  /** Where the new remote is kept, once it is. */
  readonly saved: RemotePlace | null
}

export const NO_NAS: Nas = {
  tile: null,
  name: '',
  standardName: '',
  server: null,
  transport: null,
  draftId: null,
  revision: 0,
  saved: null,
}

interface ConnectState {
  readonly nas: Nas
}

const STORAGE_KEY = 'setup-nas'

const textIn = (value: unknown, key: string): string => {
  const found: unknown = Reflect.get(Object(value), key)
  return typeof found === 'string' ? found : ''
}

/** What was chosen before the window was closed. A draft of a remote is gone with the window, and with it what goes there. */
const readSaved = (): ConnectState => {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? 'null')
    const tile = Object.keys(CONNECT_MESSAGES.tiles).find((one) => one === textIn(value, 'tile'))
    const transport: unknown = Reflect.get(Object(value), 'transport')
    return {
      nas: {
        ...NO_NAS,
        // a key of the messages is a tile
        tile: (tile as Tile | undefined) ?? null,
        name: textIn(value, 'name'),
        // it was JSON when it was stored, and the core checks it before it is used
        transport: typeof transport === 'object' ? (transport as Transport | null) : null,
      },
    }
  } catch {
    return { nas: NO_NAS }
  }
}

export const useConnect = create<ConnectState>(readSaved)
useConnect.subscribe(({ nas: { tile, name, transport, draftId } }) =>
  localStorage.setItem(
    STORAGE_KEY,
    JSON.stringify({ tile, name, transport: draftId === null ? transport : null }),
  ),
)

export const setNas = (change: Partial<Nas>): void =>
  useConnect.setState(({ nas }) => ({ nas: { ...nas, ...change } }))

/** Gives the draft of a remote up, if there is one. */
const discardDraft = (): void => {
  const { draftId } = useConnect.getState().nas
  if (draftId !== null) void call('connections.discard', { draftId })
}

/** Begins anew, with another kind of storage or none. */
export const chooseTile = (tile: Tile | null): void => {
  discardDraft()
  useConnect.setState({ nas: { ...NO_NAS, tile } })
}

/** Takes a destination that is in use already. */
export const takeKnown = (name: string, transport: Transport): void => {
  discardDraft()
  useConnect.setState({ nas: { ...NO_NAS, name, transport } })
}

/** The form in which a destination can be changed, by its type. */
const TILE_OF: Readonly<Record<string, Tile>> = {
  rclone: 'remote',
  rsync_ssh: 'ssh',
  folder: 'folder',
}

/** Begins with the destination that an instrument has, to change it. */
export const takeOwn = (transport: Transport): void => {
  discardDraft()
  const tile = TILE_OF[textIn(transport, 'type')] ?? null
  useConnect.setState({ nas: { ...NO_NAS, tile, transport } })
}

/** The folder of a transport on its storage; '' where there is none yet. */
export const folderOf = (transport: Transport | null): string =>
  textIn(transport, 'rclone_remote_path') ||
  textIn(transport, 'remote_path') ||
  textIn(transport, 'path')

/** The destination as a person would say it. */
export const nasText = ({
  name,
  standardName,
  transport,
}: Pick<Nas, 'name' | 'standardName' | 'transport'>): string => {
  const folder = folderOf(transport)
  const server =
    textIn(transport, 'ssh_target') || textIn(transport, 'rclone_remote') || standardName
  const who = name === '' ? server : name
  return who === '' ? folder : folder === '' ? who : `${who}: ${folder}`
}
