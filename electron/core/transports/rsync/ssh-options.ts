// ssh's options and how an account is named to ssh and to rsync. The account's own ssh configuration is used whole; what in it
// could change how an outcome is read is overridden (docs/spec.md 2).
import type { RsyncSshDestination } from '../../domain/config.ts'
import { safeHost, safeLocalPath, safeUser } from '../../process/argument-checks.ts'

/** Settings that ssh knows since 8.5 or 8.7; an older one has nothing of the kind that would have to be overridden. */
const NEWER = ['StdinNull', 'ForkAfterAuthentication', 'SessionType', 'KnownHostsCommand']

/** No questions, no unknown hosts, limits on silence, and our own commands with their messages (docs/tool-behaviour.md 25). */
const ALWAYS = [
  'BatchMode=yes',
  'StrictHostKeyChecking=yes',
  'ConnectTimeout=15',
  'ServerAliveInterval=15',
  'ServerAliveCountMax=3',
  'LogLevel=INFO',
  'RemoteCommand=none',
  'RequestTTY=no',
  'PermitLocalCommand=no',
  'ClearAllForwardings=yes',
  'AddKeysToAgent=no',
  'VisualHostKey=no',
  `IgnoreUnknown=${NEWER.join(',')}`,
  'StdinNull=no',
  'ForkAfterAuthentication=no',
  'SessionType=default',
]

/** An account of an ssh server, and how this computer signs in to it. */
export interface SshAccess extends Pick<
  RsyncSshDestination,
  'user' | 'host' | 'port' | 'knownHostsFile' | 'ownKnownHosts'
> {
  /** null: the keys of the ssh agent, and those that ssh's configuration names. */
  readonly keyPath: string | null
  /** Socket of a connection that is kept and shared; not set: a connection of its own. */
  readonly controlPath?: string
}

/** A destination of rsync, and the connection over which it is asked. */
export type RsyncAccess = RsyncSshDestination & Pick<SshAccess, 'controlPath'>

/**
 * Seconds for which a shared connection stays open when nothing uses it. ssh gives up its output then, so that nobody waits for
 * it (ssh.c, since 7.3).
 */
const IDLE_S = 10

const connectionOptions = ({ controlPath }: SshAccess): string[] =>
  controlPath === undefined
    ? ['ControlPath=none']
    : [`ControlPath=${controlPath}`, 'ControlMaster=auto', `ControlPersist=${IDLE_S}`]

/** Files that ssh reads as GlobalKnownHostsFile where nothing else is set (ssh_config(5)). */
const SYSTEM_FILES = ['/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2']

// ssh takes the value as a list of files, split at blanks unless quoted
const quoted = (file: string): string => `"${safeLocalPath(file).replaceAll('"', '')}"`

/** Where one file alone decides, nothing that the account's configuration names counts beside it, or writes to it. */
const NOTHING_BESIDE = [
  'GlobalKnownHostsFile=/dev/null',
  'KnownHostsCommand=none',
  'VerifyHostKeyDNS=no',
  'UpdateHostKeys=no',
]

/**
 * The files by which ssh knows servers. The app's own is always one of them, and stands among the system's, so that those of
 * the account's configuration stay as they are.
 */
const knownHostsOptions = ({ knownHostsFile, ownKnownHosts }: SshAccess): string[] => {
  const own = ownKnownHosts === undefined ? [] : [quoted(ownKnownHosts)]
  if (knownHostsFile === null)
    return own.length === 0 ? [] : [`GlobalKnownHostsFile=${[...own, ...SYSTEM_FILES].join(' ')}`]
  return [
    `UserKnownHostsFile=${quoted(knownHostsFile)}`,
    ...(own.length === 0 ? NOTHING_BESIDE : [`GlobalKnownHostsFile=${own.join(' ')}`]),
  ]
}

/** ssh's options for an account; a port only where one is set, since ssh's configuration may name another one. */
export const sshOptions = (d: SshAccess): string[] => [
  // else ssh would try all keys of the agent first
  ...(d.keyPath === null ? [] : ['-i', safeLocalPath(d.keyPath), '-o', 'IdentitiesOnly=yes']),
  ...(d.port === null ? [] : ['-p', String(d.port)]),
  ...[...ALWAYS, ...connectionOptions(d), ...knownHostsOptions(d)].flatMap((option) => [
    '-o',
    option,
  ]),
]

/** `user@host`, as ssh takes it. */
export const account = (d: Pick<SshAccess, 'user' | 'host'>): string =>
  `${safeUser(d.user)}@${safeHost(d.host)}`

/** `user@host`, as rsync takes it before a path: an IPv6 address stands in brackets. */
export const rsyncAccount = (d: RsyncSshDestination): string =>
  d.host.includes(':') ? `${safeUser(d.user)}@[${safeHost(d.host)}]` : account(d)
