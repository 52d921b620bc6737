// ssh's options and how an account is named to ssh and to rsync. The account's own ssh configuration is used whole; what in it
// could change how an outcome is read is overridden (docs/spec.md 2).
import type { RsyncSshDestination } from '../../domain/config.ts'
import { safeHost, safeLocalPath, safeUser } from '../../process/argument-checks.ts'

/** Settings that ssh knows since 8.7; an older one has nothing of the kind that would have to be overridden. */
const NEWER = ['StdinNull', 'ForkAfterAuthentication', 'SessionType']

/**
 * No questions, no unknown hosts, limits on silence, and our own commands over a connection of our
 * own, with its messages (docs/tool-behaviour.md 25).
 */
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
  'ControlPath=none',
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
  'user' | 'host' | 'port' | 'knownHostsFile'
> {
  /** null: the keys of the ssh agent, and those that ssh's configuration names. */
  readonly keyPath: string | null
}

/** ssh's options for an account; a port only where one is set, since ssh's configuration may name another one. */
export const sshOptions = (d: SshAccess): string[] => {
  // ssh takes the value as a list of files, split at blanks unless quoted
  const known = d.knownHostsFile === null ? null : safeLocalPath(d.knownHostsFile)
  const files =
    known === null
      ? []
      : [`UserKnownHostsFile="${known.replaceAll('"', '')}"`, 'GlobalKnownHostsFile=/dev/null']
  const key = d.keyPath === null ? [] : ['-i', safeLocalPath(d.keyPath), '-o', 'IdentitiesOnly=yes']
  return [
    ...key,
    ...(d.port === null ? [] : ['-p', String(d.port)]),
    ...[...ALWAYS, ...files].flatMap((option) => ['-o', option]),
  ]
}

/** `user@host`, as ssh takes it. */
export const account = (d: Pick<SshAccess, 'user' | 'host'>): string =>
  `${safeUser(d.user)}@${safeHost(d.host)}`

/** `user@host`, as rsync takes it before a path: an IPv6 address stands in brackets. */
export const rsyncAccount = (d: RsyncSshDestination): string =>
  d.host.includes(':') ? `${safeUser(d.user)}@[${safeHost(d.host)}]` : account(d)
