// Answers what can be asked of connections: kinds and their forms, what is set up, folders, and the test of a draft.
import { homedir } from 'node:os'
import { msg } from '../../../../shared/language/msg.ts'
import type { Input, Output } from '../../../../shared/contract/index.ts'
import type {
  ConfInfo,
  ConnectionFact,
  ConnectionField,
  ConnectionInfo,
  ConnectionKind,
  RemotePlace,
} from '../../../../shared/model/connections.ts'
import type { ConnectionTestReport } from '../../../../shared/model/reports.ts'
import { makeDestination } from '../../destinations/identify-destination.ts'
import {
  DEFAULT_SETTINGS,
  type Destination,
  type Instrument,
  type RcloneDestination,
} from '../../domain/config.ts'
import { routeWith } from '../../domain/routes.ts'
import { Refusal } from '../../errors.ts'
import { sectionsOf } from '../../transports/rclone/conf-format.ts'
import { type Transport, silentIo } from '../../transports/transport.ts'
import { readTransport } from '../config/to-settings.ts'
import { asRefusal, listFolders } from './browse.ts'
import {
  type Connection,
  type ConnectionsDeps,
  destinationAt,
  requireKnown,
} from './connection-access.ts'
import { factsOf } from './connection-facts.ts'
import type { Drafts } from './drafts.ts'
import type { Backend } from './kinds.ts'
import { listConnections } from './list-connections.ts'
import { rcloneBackends } from './run-rclone.ts'

/** An instrument of which only the destination counts. */
const draftInstrument = (id: string): Omit<Instrument, 'localRoot' | 'destination'> => ({
  id,
  label: id,
  nasRoot: null,
  completeness: { signal: 'button' },
  runFolders: [],
  exclude: [],
  ignoreBefore: null,
  onlyAfter: null,
  guardPrograms: [],
  also: [],
})

type Draft = NonNullable<Input<'connections.facts'>['draft']>
type Browsed = Output<'connections.browse'>

/** Time that making a folder may take. */
const FOLDER_MS = 60_000

export const createConnections = (deps: ConnectionsDeps) => {
  const { confs, drafts } = deps

  const backends = () => rcloneBackends(deps.tools())
  const transportOf = (to: RcloneDestination): Transport =>
    deps.transportFor(to, deps.settings() ?? DEFAULT_SETTINGS)

  const backendsIfAny = (): Promise<ReadonlyMap<string, Backend>> =>
    backends().catch(() => new Map())
  /** The destination of a transport that is not saved yet. Throws Refusal. */
  const draftDestination = ({ transport, draftId }: Draft): Destination => {
    const place = draftId === null ? null : drafts.placeOf(draftId)
    const read = readTransport(
      place === null
        ? transport
        : { ...transport, rclone_remote: place.remote, rclone_config: place.file },
      homedir(),
    )
    if (typeof read === 'string') throw new Refusal('invalid_input', read)
    if (place === null && read.type === 'rclone') requireKnown({ conf: read.configFile }, deps)
    return read
  }

  const typeOf = async (connection: Connection): Promise<string | null> => {
    if ('draftId' in connection)
      return (await drafts.result(connection.draftId)).section['type'] ?? null
    const found = await confs.read(confs.fileOf(connection.conf))
    return found.state === 'open'
      ? (sectionsOf(found.text).get(connection.remote)?.['type'] ?? null)
      : null
  }
  return {
    kinds: async (): Promise<ConnectionKind[]> =>
      [...(await backends()).values()].map(({ kind }) => kind),
    async form(type: string): Promise<ConnectionField[]> {
      const backend = (await backends()).get(type)
      if (backend === undefined)
        throw new Refusal('not_found', msg`The installed rclone has no ${type}.`)
      return [...backend.fields]
    },
    async list({
      conf,
    }: Input<'connections.list'>): Promise<{ confs: ConfInfo[]; rows: ConnectionInfo[] }> {
      if (conf !== undefined) requireKnown({ conf }, deps)
      // without rclone its files can be read all the same
      const known = await backendsIfAny()
      return listConnections({
        confs,
        backends: known,
        settings: deps.settings(),
        also: conf === undefined ? [] : [conf],
        warning: deps.secrets.warning(),
      })
    },
    begin(
      type: string,
      options: Readonly<Record<string, string>>,
      from: RemotePlace | null,
    ): ReturnType<Drafts['begin']> {
      if (from !== null) requireKnown(from, deps)
      return drafts.begin(type, options, from)
    },
    async browse({ connection, path }: Input<'connections.browse'>): Promise<Browsed> {
      const to = destinationAt(connection, path, deps)
      const { names, more } = await listFolders(transportOf(to))
      const share = to.remotePath === '' && (await typeOf(connection)) === 'smb'
      const above = to.remotePath === '' ? '' : `${to.remotePath}/`
      return { rows: names.map((name) => ({ name, path: `${above}${name}`, share })), more }
    },
    async makeFolder(connection: Connection, path: string): Promise<void> {
      const transport = transportOf(destinationAt(connection, path, deps))
      const io = silentIo(AbortSignal.timeout(FOLDER_MS))
      try {
        await transport.remote.makeFolder(io)
        const list = transport.remote.list({ path: '', recursive: false }, io, () => undefined)
        // storage without folders has one only as long as a file is in it
        if (!(await list)) await makeDestination(transport, io, deps.clock)
      } catch (error) {
        throw asRefusal(error)
      }
    },
    async facts({ instrumentId, draft }: Input<'connections.facts'>): Promise<ConnectionFact[]> {
      const destination =
        draft === null
          ? routeWith(instrumentId, deps.settings())?.destination
          : draftDestination(draft)
      if (destination === undefined)
        throw new Refusal('not_found', msg`There is no instrument ${instrumentId}.`)
      return factsOf(destination, { ...deps, backends: await backendsIfAny() })
    },
    async test({
      instrumentId,
      localRoot,
      transport: raw,
      draftId,
      what,
    }: Input<'connections.test'>): Promise<ConnectionTestReport> {
      const place = draftId === null ? null : drafts.placeOf(draftId)
      const read = draftDestination({ transport: raw, draftId })
      const settings = deps.settings() ?? DEFAULT_SETTINGS
      const others = settings.instruments.filter(({ id }) => id !== instrumentId)
      const before = routeWith(instrumentId, settings)
      const instrument: Instrument = {
        ...(before ?? draftInstrument(instrumentId)),
        localRoot: localRoot ?? before?.localRoot ?? '',
        destination: read,
      }
      // a draft without a folder overlaps with none
      const instruments = instrument.localRoot === '' ? others : [...others, instrument]
      return deps.tests.testDraft(
        { settings: { ...settings, instruments }, instrument },
        what,
        place?.version,
      )
    },
  }
}
