// Where the ssh server of a destination, a draft or a remote is reached, and which files on this computer say whether it is known.
import { readFileSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { msg } from '../../../../../shared/language/msg.ts'
import type { RcloneDestination, RsyncSshDestination } from '../../../domain/config.ts'
import { Refusal } from '../../../errors.ts'
import { makeTempFolder } from '../../../lib/temp-folder.ts'
import { safeHost } from '../../../process/argument-checks.ts'
import { knownAs } from '../../../transports/own-known-hosts.ts'
import {
  type SftpRemote,
  readConfig,
  serversBelow,
} from '../../../transports/rclone/sftp-host-keys.ts'
import { type ToolDeps, toolVersion } from '../../../transports/run-tool.ts'
import { account, sshOptions } from '../../../transports/rsync/ssh-options.ts'
import { TransportError, silentIo } from '../../../transports/transport.ts'
import { runForOutput } from '../tools-service.ts'
import { type SshSettings, parseSshSettings, sshSettingsArgs } from './ssh-settings.ts'

export interface KnownServer {
  readonly host: string
  readonly port: number
  /** The name that stands in known_hosts. */
  readonly knownAs: string
  /** Files of known hosts that are read for it. */
  readonly files: readonly string[]
  /** Asks it for its keys; answers lines of known_hosts and what the program said otherwise. */
  scan(): Promise<{ readonly keys: string; readonly words: string }>
  /** Of the types of its keys those that the transfer program can be told to compare. */
  comparable(types: readonly string[]): readonly string[]
}

/** Longest wait for a server that does not answer, seconds. */
const SCAN_S = 10

/** Has ssh-keyscan ask a server that this computer reaches by itself. */
const scanDirectly = async (
  host: string,
  port: number,
  deps: ToolDeps,
): Promise<{ keys: string; words: string }> => {
  const argv = ['-T', String(SCAN_S), '-p', String(port), '--', safeHost(host)]
  const { stdout, stderr } = await runForOutput('ssh-keyscan', argv, deps)
  return { keys: stdout, words: stderr.trim().split('\n').at(-1) ?? '' }
}

/** Has ssh itself connect, through what its configuration puts in between, and note the key; it signs in nowhere. */
const scanThroughSsh = async (
  d: RsyncSshDestination,
  deps: ToolDeps,
): Promise<{ keys: string; words: string }> => {
  const folder = makeTempFolder('exlab-sync-')
  const file = join(folder, 'known_hosts')
  try {
    // the first value of an option counts
    const first = [
      'StrictHostKeyChecking=accept-new',
      `UserKnownHostsFile="${file}"`,
      'GlobalKnownHostsFile=/dev/null',
      'HashKnownHosts=no',
      'PreferredAuthentications=none',
    ].flatMap((option) => ['-o', option])
    const argv = [...first, ...sshOptions(d), '--', account(d), 'exit']
    const { stderr } = await runForOutput('ssh', argv, deps)
    let keys = ''
    try {
      keys = readFileSync(file, 'utf8')
    } catch {
      // it could not be reached: ssh says why
    }
    return { keys, words: stderr.trim().split('\n').at(-1) ?? '' }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const every = (types: readonly string[]): readonly string[] => types

/** The server of rsync over ssh, by what ssh makes of its destination. */
export const serverOfSettings = (
  d: RsyncSshDestination,
  { host, port, via, knownAs: name, knownHosts }: SshSettings,
  deps: ToolDeps,
): KnownServer => ({
  host: via === null ? host : d.host,
  port,
  knownAs: name,
  files: knownHosts,
  scan: () => (via === null ? scanDirectly(host, port, deps) : scanThroughSsh(d, deps)),
  comparable: every,
})

/** The server of rsync over ssh. Throws Refusal where ssh is missing. */
export const serverOfSsh = async (d: RsyncSshDestination, deps: ToolDeps): Promise<KnownServer> => {
  try {
    const { stdout } = await runForOutput('ssh', sshSettingsArgs(d), deps)
    return serverOfSettings(d, parseSshSettings(stdout, d), deps)
  } catch (error) {
    if (error instanceof TransportError) throw new Refusal('unavailable', error.message)
    throw error
  }
}

/** A server that is named by host and port alone. `own`: the app's known_hosts. */
export const serverAt = (host: string, port: number, own: string, deps: ToolDeps): KnownServer => ({
  host,
  port,
  knownAs: knownAs(host, port),
  files: [own],
  scan: () => scanDirectly(host, port, deps),
  comparable: every,
})

/** The order in which rclone before 1.63 asks for the keys of a server, which nothing changes (golang.org/x/crypto/ssh). */
const GO_ORDER = [
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'ssh-rsa',
  'ssh-dss',
  'ssh-ed25519',
]

/** True where this rclone takes the kinds of host keys as an option. */
const choosesKeys = (version: string): boolean => {
  const [, major = '0', minor = '0'] = /v(\d+)\.(\d+)/.exec(version) ?? []
  return Number(major) > 1 || Number(minor) >= 63
}

/** The files of an SFTP remote: one that somebody named in rclone.conf counts beside the app's own. */
const filesOf = ({ knownHostsFile }: SftpRemote, own: string): string[] =>
  knownHostsFile === ''
    ? [own]
    : [own, knownHostsFile.replace(/^~(?=[\\/])|^\$\{?HOME\}?/, homedir())]

/**
 * The SFTP servers that a remote of rclone leads to. Throws Refusal where there is none, or rclone.conf cannot be read.
 */
export const serversOfRemote = async (
  d: RcloneDestination,
  own: string,
  deps: ToolDeps,
): Promise<readonly [KnownServer, ...KnownServer[]]> => {
  try {
    const config = await readConfig(d, deps)
    const version = await toolVersion('rclone', deps, silentIo(new AbortController().signal))
    const comparable = choosesKeys(version)
      ? every
      : (types: readonly string[]) => GO_ORDER.filter((type) => types.includes(type)).slice(0, 1)
    const remotes = serversBelow(d.remote, config, process.platform === 'win32').filter(
      ({ isChecked }) => !isChecked,
    )
    const [first, ...others] = remotes.map((remote) => ({
      ...serverAt(remote.host, remote.port, own, deps),
      files: filesOf(remote, own),
      comparable,
    }))
    if (first === undefined)
      throw new Refusal(
        'not_found',
        msg`The remote ${d.remote} leads to no SFTP server whose key is compared here.`,
      )
    return [first, ...others]
  } catch (error) {
    if (error instanceof TransportError) throw new Refusal('unavailable', error.message)
    throw error
  }
}
