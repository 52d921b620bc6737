// What IT has to know of a destination to look for a fault: its settings as they are in force, the remotes of rclone behind it,
// host and port of each server, and the public half of the key. No secret is among it, and no server is asked.
import { homedir } from 'node:os'
import type { ConnectionFact } from '../../../../shared/model/connections.ts'
import type { Destination, RcloneDestination, RsyncSshDestination } from '../../domain/config.ts'
import { Refusal } from '../../errors.ts'
import { type Section, sectionsOf } from '../../transports/rclone/conf-format.ts'
import {
  MAX_DEPTH,
  type RcloneConfig,
  optionsOf,
  placesBelow,
} from '../../transports/rclone/remote-chain.ts'
import { parseRemote } from '../../transports/rclone/remote-text.ts'
import { proxyTo } from '../../transports/proxy.ts'
import { fingerprintOf } from '../../transports/known-hosts.ts'
import type { ToolDeps } from '../../transports/run-tool.ts'
import { expand } from '../config/to-settings.ts'
import { addressesOf } from '../destinations/connection-test/steps/server-address.ts'
import { serverOfSsh } from '../destinations/host-keys/known-server.ts'
import { publicHalfOf } from '../destinations/ssh-access/key-file.ts'
import type { Backend } from './kinds.ts'
import type { RcloneConfs } from './rclone-confs.ts'
import { shownOptions } from './shown-options.ts'

interface FactsDeps {
  readonly confs: Pick<RcloneConfs, 'fileOf' | 'read'>
  /** Backends of the installed rclone; empty where there is none. */
  readonly backends: ReadonlyMap<string, Backend>
  tools(): ToolDeps
}

/** Names of facts that are no settings. */
const SERVER = 'Server'
const NO_CONF = 'rclone.conf'
const PUBLIC_KEY = 'Public key'
const FINGERPRINT = 'Fingerprint of the key'

/** A remote, or one that is made on the fly, with its options. */
interface Named {
  readonly name: string
  readonly options: Section
}

const isWindows = process.platform === 'win32'

/** A remote and those that it leads to, from the top. */
const chainOf = (remote: string, config: RcloneConfig): Named[] => {
  const found = new Map<string, Named>()
  const follow = (text: string, depth: number): void => {
    const place = parseRemote(text, isWindows)
    if (place === null || place.name === null || depth > MAX_DEPTH || found.has(place.name)) return
    const options = optionsOf(place, config)
    found.set(place.name, { name: place.name, options })
    for (const below of placesBelow(options)) follow(below, depth + 1)
  }
  follow(`${remote}:`, 0)
  return [...found.values()]
}

const keyFacts = (file: string): ConnectionFact[] => {
  const key = publicHalfOf(expand(homedir())(file))
  return key === null
    ? []
    : [
        { name: PUBLIC_KEY, value: key.line },
        { name: FINGERPRINT, value: fingerprintOf(key.blob) },
      ]
}

const rcloneFacts = async (
  { remote, remotePath, configFile }: RcloneDestination,
  { confs, backends, tools }: FactsDeps,
): Promise<ConnectionFact[]> => {
  const file = confs.fileOf(configFile)
  const found = await confs.read(file)
  const config = found.state === 'open' ? Object.fromEntries(sectionsOf(found.text)) : {}
  const chain = chainOf(remote, config)
  const storages = chain
    .map(({ options }) => options)
    .filter((one) => placesBelow(one).length === 0)
  const keys = storages.flatMap(({ type, key_file: key }) =>
    type === 'sftp' && key !== undefined ? [key] : [],
  )
  return [
    { name: 'rclone_remote', value: remote },
    { name: 'rclone_remote_path', value: remotePath },
    { name: 'rclone_config', value: file },
    ...('why' in found ? [{ name: NO_CONF, value: found.why }] : []),
    ...chain.flatMap(({ name, options }) =>
      Object.entries(shownOptions(options, backends.get(options['type'] ?? ''))).map(
        ([option, value]) => ({ name: `[${name}] ${option}`, value }),
      ),
    ),
    ...addressesOf(storages, (url) => proxyTo(url, tools().env)).map((one) => ({
      name: SERVER,
      value: 'why' in one ? one.why : `${one.host}, port ${one.port}`,
    })),
    ...keys.flatMap(keyFacts),
  ]
}

/** Host and port by ssh's own configuration; where ssh is missing, those of the settings. */
const sshServer = async (d: RsyncSshDestination, tools: ToolDeps): Promise<string> => {
  try {
    const { host, port } = await serverOfSsh(d, tools)
    return `${host}, port ${port}`
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return `${d.host}, port ${d.port ?? 22}`
  }
}

const sshFacts = async (
  d: RsyncSshDestination,
  { tools }: FactsDeps,
): Promise<ConnectionFact[]> => [
  { name: 'ssh_target', value: `${d.user}@${d.host}` },
  ...(d.port === null ? [] : [{ name: 'ssh_port', value: String(d.port) }]),
  { name: 'remote_path', value: d.remotePath },
  { name: 'ssh_key_path', value: d.keyPath },
  ...(d.knownHostsFile === null ? [] : [{ name: 'ssh_known_hosts_file', value: d.knownHostsFile }]),
  { name: SERVER, value: await sshServer(d, tools()) },
  ...keyFacts(d.keyPath),
]

/** The facts of a destination, in the order in which a ticket tells them. */
export const factsOf = async (d: Destination, deps: FactsDeps): Promise<ConnectionFact[]> => {
  const type = { name: 'type', value: d.type }
  switch (d.type) {
    case 'rclone':
      return [type, ...(await rcloneFacts(d, deps))]
    case 'rsync_ssh':
      return [type, ...(await sshFacts(d, deps))]
    case 'folder':
      return [type, { name: 'path', value: d.path }]
  }
}
