// Makes rclone check the host key of SFTP servers, also where rclone.conf does not say so: it gets the app's own known_hosts, by
// variables, which count for the remotes below an alias or an overlay too (docs/spec.md 2, docs/tool-behaviour.md 31).
import { statSync } from 'node:fs'
import type { RcloneDestination } from '../../domain/config.ts'
import { knownAs, makeKnownHosts, pinnedKeys } from '../own-known-hosts.ts'
import { type ToolDeps, locate, runTool } from '../run-tool.ts'
import { silentIo } from '../transport.ts'
import { rcloneConfigArgs } from './rclone-args.ts'
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
  readonly host: string
  readonly port: number
  /** known_hosts_file; '': none, so that rclone would check nothing. */
  readonly knownHostsFile: string
  /** Something else of rclone.conf checks the server, or chooses the kind of its key. */
  readonly isChecked: boolean
  readonly choosesKeys: boolean
}

export interface SftpRemotes {
  readonly named: readonly SftpRemote[]
  /** True where a remote is made on the fly (`:sftp,...:`), which has no name for a variable. */
  readonly hasUnnamed: boolean
}

const sftpRemote = (name: string, options: Readonly<Record<string, string>>): SftpRemote => {
  const file = options['known_hosts_file'] ?? ''
  return {
    name,
    host: options['host'] ?? '',
    port: Number(options['port'] ?? '') || 22,
    // newer versions take `none` for "check nothing"
    knownHostsFile: file === 'none' ? '' : file,
    // an ssh program of its own has files of its own; host_keys are keys that somebody wrote down
    isChecked: (options['ssh'] ?? '') !== '' || (options['host_keys'] ?? '') !== '',
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

/** Variables of rclone for the SFTP remotes; `own`: the app's known_hosts. Reads that file. */
export const sftpVariables = (remotes: SftpRemotes, own: string): Record<string, string> => {
  const variables: Record<string, string> = {}
  for (const { name, host, port, knownHostsFile, isChecked, choosesKeys } of remotes.named) {
    const pinned = pinnedKeys(own, knownAs(host, port))
    if (pinned.length === 0 && (knownHostsFile !== '' || isChecked)) continue
    const prefix = `RCLONE_CONFIG_${name.toUpperCase()}_`
    variables[`${prefix}KNOWN_HOSTS_FILE`] = own
    // without it rclone may ask for another key of the server than the one that was compared
    if (pinned.length > 0 && !choosesKeys)
      variables[`${prefix}HOST_KEY_ALGORITHMS`] = pinned
        .flatMap(({ type }) => algorithmsOf(type))
        .join(' ')
  }
  if (remotes.hasUnnamed) variables['RCLONE_SFTP_KNOWN_HOSTS_FILE'] = own
  return variables
}

/** Path of rclone's default file by program and home, which an environment does not change while the engine runs. */
const defaultFiles = new Map<string, string>()
/** The SFTP remotes of each rclone.conf, as long as the file stays as it is. */
const known = new Map<string, { readonly state: string; readonly remotes: SftpRemotes }>()

const ask = async (argv: readonly string[], deps: ToolDeps): Promise<string | null> => {
  let text = ''
  const end = await runTool(
    {
      tool: 'rclone',
      argv,
      input: null,
      onOutput(record) {
        text += `${record.toString('utf8')}\n`
      },
    },
    deps,
    silentIo(new AbortController().signal),
  )
  return end.exitCode === 0 ? text : null
}

const configFileOf = async (d: RcloneDestination, deps: ToolDeps): Promise<string> => {
  if (d.configFile !== null) return d.configFile
  const key = `${locate('rclone', deps)}\0${deps.env['HOME'] ?? ''}\0${deps.env['XDG_CONFIG_HOME'] ?? ''}`
  const found = defaultFiles.get(key) ?? (await ask(['config', 'file'], deps)) ?? ''
  defaultFiles.set(key, found)
  return found.trim().split('\n').at(-1) ?? ''
}

/** Identity of a file's content, without reading it. */
const stateOf = (file: string): string => {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false })
  return found === undefined ? '' : `${found.ino} ${found.size} ${found.mtimeNs} ${found.ctimeNs}`
}

/** rclone.conf as data. Throws TransportError where rclone is missing; null: rclone could not read it. */
export const readConfigOf = async (
  d: RcloneDestination,
  deps: ToolDeps,
): Promise<RcloneConfig | null> => {
  const text = await ask(rcloneConfigArgs(d), deps)
  return text === null ? null : parseConfigDump(text)
}

const readRemotes = async (d: RcloneDestination, deps: ToolDeps): Promise<SftpRemotes> => {
  const file = await configFileOf(d, deps)
  const state = stateOf(file)
  const before = known.get(file)
  if (before?.state === state) return before.remotes
  const config = await readConfigOf(d, deps)
  // a file that cannot be read has no remote that could be sent to: rclone itself says why
  if (config === null) return { named: [], hasUnnamed: true }
  const remotes = sftpRemotes(config)
  known.set(file, { state, remotes })
  return remotes
}

/**
 * Answers the variables with which every rclone of a destination is started. rclone.conf is read once, and again after it changed.
 */
export const sftpHostKeys =
  (d: RcloneDestination, deps: ToolDeps, own: string): NonNullable<ToolDeps['variables']> =>
  async (tool) => {
    if (tool !== 'rclone') return {}
    const variables = sftpVariables(await readRemotes(d, deps), own)
    if (Object.keys(variables).length > 0) makeKnownHosts(own)
    return variables
  }
