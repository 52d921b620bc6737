// What ssh makes of a destination by its own configuration: the true host, port and user, the files of known hosts, a jump host,
// and the agent (ssh -G).
import { userInfo } from 'node:os'
import type { RsyncSshDestination } from '../../../domain/config.ts'
import { knownAs } from '../../../transports/own-known-hosts.ts'
import { account, sshOptions } from '../../../transports/rsync/ssh-options.ts'

export interface SshSettings {
  readonly host: string
  readonly port: number
  readonly user: string
  /** The name that stands in known_hosts, with its port where that is not 22. */
  readonly knownAs: string
  /** Files of known hosts, those of the account or of the settings first. */
  readonly knownHosts: readonly [string, ...string[]]
  /** The jump host, or the command that makes the connection; null: ssh connects to the host itself. */
  readonly via: string | null
  /** The agent of ssh's configuration; null: the one of the environment, if any. */
  readonly agent: string | null
}

/** Arguments by which ssh prints its settings for a destination and connects nowhere. */
export const sshSettingsArgs = (d: RsyncSshDestination): string[] => [
  ...sshOptions(d),
  '-G',
  '--',
  account(d),
]

const isNone = (value: string): boolean => value === '' || value.toLowerCase() === 'none'

/** The words of a list of files; one with blanks stands in quotes. */
const filesOf = (value: string, home: string): string[] =>
  (value.match(/"[^"]*"|\S+/g) ?? [])
    .map((word) => word.replaceAll('"', '').replace(/^~(?=\/)/, home))
    .filter((file) => !isNone(file) && file !== '/dev/null')

/** Reads the output of `ssh -G`; what it does not name is as the destination says. */
export const parseSshSettings = (
  stdout: string,
  d: RsyncSshDestination,
  // ssh takes the account's home from the system, and not from HOME
  home: string = userInfo().homedir,
): SshSettings => {
  const values = new Map(
    stdout.split(/\r?\n/).map((line) => {
      const [, key = '', value = ''] = /^(\S+) ?(.*)$/.exec(line) ?? []
      return [key.toLowerCase(), value.trim()]
    }),
  )
  const value = (key: string): string => values.get(key) ?? ''
  const host = value('hostname') === '' ? d.host : value('hostname')
  const port = Number(value('port')) || (d.port ?? 22)
  const name = isNone(value('hostkeyalias')) ? host : value('hostkeyalias')
  const own = d.knownHostsFile
  const files =
    own === null
      ? [
          ...filesOf(value('userknownhostsfile'), home),
          // ssh prints a path with blanks without its quotes
          ...filesOf(value('globalknownhostsfile').replace(d.ownKnownHosts ?? '', ''), home),
        ]
      : [own]
  const [first = `${home}/.ssh/known_hosts`, ...others] = [
    ...files.filter((file) => file !== d.ownKnownHosts),
    ...(d.ownKnownHosts === undefined ? [] : [d.ownKnownHosts]),
  ]
  const via = [value('proxyjump'), value('proxycommand')].find((one) => !isNone(one)) ?? null
  return {
    host,
    port,
    user: value('user') === '' ? d.user : value('user'),
    // with an alias ssh does not add the port
    knownAs: name === host ? knownAs(name, port) : name,
    knownHosts: [first, ...others],
    via,
    agent: isNone(value('identityagent')) ? null : value('identityagent'),
  }
}
