// Makes rclone check the host key of SFTP servers, also where rclone.conf does not say so: it gets the app's own known_hosts, by
// variables, which count for the remotes below an alias or an overlay too (docs/spec.md 2, docs/tool-behaviour.md 33).
import type { Destination, RcloneDestination } from '../../domain/config.ts'
import {
  knownAs,
  makeKnownHosts,
  ownKnownHosts,
  pinnedKeys,
  type PlainKey,
  writeHostKeys,
} from '../own-known-hosts.ts'
import type { ToolDeps } from '../run-tool.ts'
import { TransportError, silentIo } from '../transport.ts'
import { configDump, mayHold } from './config-dump.ts'
import { createRcloneQuery } from './rclone-query.ts'
import {
  MAX_DEPTH,
  type RcloneConfig,
  optionsOf,
  parseConfigDump,
  placesBelow,
} from './remote-chain.ts'
import { parseRemote } from './remote-text.ts'

/** What counts of an SFTP remote of rclone.conf; no secret is among it. */
export interface SftpRemote {
  readonly name: string
  readonly user: string
  readonly host: string
  readonly port: number
  /** known_hosts_file; '': none, so that rclone would check nothing. */
  readonly knownHostsFile: string
  /** Keys of the server that somebody wrote down in rclone.conf: `host_keys`, which older versions pass over. */
  readonly hostKeys: readonly PlainKey[]
  /** Something else of rclone.conf checks the server, or chooses the kind of its key. */
  readonly isChecked: boolean
  readonly choosesKeys: boolean
}

interface SftpRemotes {
  readonly named: readonly SftpRemote[]
  /** True where a remote is made on the fly (`:sftp,...:`), which has no name for a variable. */
  readonly hasUnnamed: boolean
}

/** `ssh-ed25519 AAAA...,ssh-rsa AAAA...` */
const writtenKeys = (text: string): PlainKey[] =>
  text.split(',').flatMap((one) => {
    const [, type, blob] = /^\s*([\w@.-]+)\s+([A-Za-z0-9+/=]+)/.exec(one) ?? []
    return type === undefined || blob === undefined ? [] : [{ type, blob }]
  })

const sftpRemote = (name: string, options: Readonly<Record<string, string>>): SftpRemote => {
  const file = options['known_hosts_file'] ?? ''
  const hostKeys = writtenKeys(options['host_keys'] ?? '')
  return {
    name,
    user: options['user'] ?? '',
    host: options['host'] ?? '',
    port: Number(options['port'] ?? '') || 22,
    // newer versions take `none` for "check nothing"
    knownHostsFile: file === 'none' ? '' : file,
    hostKeys,
    // an ssh program of its own has files of its own
    isChecked: (options['ssh'] ?? '') !== '' || hostKeys.length > 0,
    choosesKeys: (options['host_key_algorithms'] ?? '') !== '',
  }
}

/** The SFTP servers that a remote leads to, through aliases and overlays; several below a union. */
export const serversBelow = (
  remote: string,
  config: RcloneConfig,
  windows: boolean,
): SftpRemote[] => {
  const found = new Map<string, SftpRemote>()
  const follow = (text: string, depth: number): void => {
    const place = parseRemote(text, windows)
    if (place === null || depth > MAX_DEPTH) return
    const options = optionsOf(place, config)
    if (options['type'] === 'sftp') found.set(place.prefix, sftpRemote(place.name ?? '', options))
    else for (const below of placesBelow(options)) follow(below, depth + 1)
  }
  follow(`${remote}:`, 0)
  return [...found.values()]
}

const sftpRemotes = (config: RcloneConfig): SftpRemotes => ({
  named: Object.entries(config).flatMap(([name, options]) =>
    options['type'] === 'sftp' ? [sftpRemote(name, options)] : [],
  ),
  hasUnnamed: Object.values(config).some((options) =>
    Object.values(options).some((value) => value.includes(':sftp')),
  ),
})

/** Algorithms by which a key of a type signs; a server may offer a newer one for the same key. */
const algorithmsOf = (type: string): string[] =>
  type === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'] : [type]

/**
 * True where the app's own known_hosts decides, in the place of anything that rclone.conf says: where keys of the server are
 * pinned in it, or nothing else would check the server. `pinned`: how many keys are.
 */
const isCheckedByOwn = ({ knownHostsFile, isChecked }: SftpRemote, pinned: number): boolean =>
  pinned > 0 || (knownHostsFile === '' && !isChecked)

/**
 * The one file by which ssh knows a server as strictly as rclone does; null: rclone has no keys of the server in a file, so that
 * ssh must not connect. `own`: the app's known_hosts, which is read.
 */
export const knownHostsFor = (
  options: Readonly<Record<string, string>>,
  own: string,
): string | null => {
  const remote = sftpRemote('', options)
  const pinned = pinnedKeys(own, knownAs(remote.host, remote.port)).length
  if (isCheckedByOwn(remote, pinned)) return pinned > 0 ? own : null
  return remote.isChecked ? null : remote.knownHostsFile
}

/** Variables of rclone for the SFTP remotes; `own`: the app's known_hosts. Reads that file, and writes those beside it. */
const sftpVariables = (remotes: SftpRemotes, own: string): Record<string, string> => {
  const variables: Record<string, string> = {}
  for (const remote of remotes.named) {
    const { name, host, port, choosesKeys } = remote
    const pinned = pinnedKeys(own, knownAs(host, port))
    if (remote.knownHostsFile !== '' && pinned.length === 0) continue
    // older versions pass over `host_keys` and `ssh`: a file of known hosts counts in all of them
    const isOwn = pinned.length > 0 || remote.hostKeys.length === 0
    const keys = isOwn ? pinned : remote.hostKeys
    const prefix = `RCLONE_CONFIG_${name.toUpperCase()}_`
    variables[`${prefix}KNOWN_HOSTS_FILE`] = isOwn
      ? own
      : writeHostKeys(own, knownAs(host, port), keys)
    // without it rclone may ask for another key of the server than the one that was compared
    if (keys.length > 0 && !choosesKeys)
      variables[`${prefix}HOST_KEY_ALGORITHMS`] = keys
        .flatMap(({ type }) => algorithmsOf(type))
        .join(' ')
  }
  if (remotes.hasUnnamed) variables['RCLONE_SFTP_KNOWN_HOSTS_FILE'] = own
  return variables
}

/** rclone.conf as data. Throws TransportError where rclone cannot read it. */
export const readConfig = async (
  d: RcloneDestination,
  deps: ToolDeps,
  signal: AbortSignal = new AbortController().signal,
): Promise<RcloneConfig> =>
  parseConfigDump(await configDump(d, deps, createRcloneQuery(d, deps), silentIo(signal)))

/** The variables for a destination's rclone. */
const variablesFor = async (
  d: RcloneDestination,
  deps: ToolDeps,
  own: string,
): Promise<Record<string, string>> => {
  if (!mayHold('sftp', d, deps)) return {}
  try {
    return sftpVariables(sftpRemotes(await readConfig(d, deps)), own)
  } catch (error) {
    if (!(error instanceof TransportError)) throw error
    // rclone itself says why it cannot read its configuration
    return { RCLONE_SFTP_KNOWN_HOSTS_FILE: own }
  }
}

/** The programs of a destination, of which rclone checks the host key of every SFTP server. */
export const checkHostKeys = (
  destination: Destination,
  deps: ToolDeps,
  dataDir: string,
): ToolDeps => {
  if (destination.type !== 'rclone') return deps
  const own = ownKnownHosts(dataDir)
  return {
    ...deps,
    async lookFirst() {
      const opening = await deps.lookFirst?.()
      const variables = await variablesFor(destination, deps, own)
      if (Object.keys(variables).length > 0) makeKnownHosts(own)
      return { ...opening, ...variables }
    },
  }
}
