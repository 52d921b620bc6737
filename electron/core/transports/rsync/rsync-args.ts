// rsync's and ssh's command lines: pure builders, arrays, nothing from a config or a name can become an option.
import type { RsyncSshDestination } from '../../domain/config.ts'
import {
  UnsafeValue,
  safeFolder,
  safeHost,
  safeLocalPath,
  safeRemotePath,
  safeUser,
} from '../../process/argument-checks.ts'
import type { PushRequest } from '../transport.ts'

/** ssh's options: no questions, no unknown hosts, only the key that was named, and an end to silence (corpus README). */
export const sshOptions = (d: RsyncSshDestination): string[] => {
  // a list of files to ssh, split at blanks unless quoted
  const known = d.knownHostsFile === null ? null : safeLocalPath(d.knownHostsFile)
  return [
    '-i',
    safeLocalPath(d.keyPath),
    '-p',
    String(d.port),
    '-o',
    'BatchMode=yes',
    '-o',
    'IdentitiesOnly=yes',
    '-o',
    'StrictHostKeyChecking=yes',
    '-o',
    'ConnectTimeout=15',
    '-o',
    'ServerAliveInterval=15',
    '-o',
    'ServerAliveCountMax=3',
    ...(known === null
      ? []
      : [
          '-o',
          `UserKnownHostsFile="${known.replaceAll('"', '')}"`,
          '-o',
          'GlobalKnownHostsFile=/dev/null',
        ]),
  ]
}

/** rsync splits the value of -e at blanks and knows both quotes, but no escape inside them (rsync(1), --rsh). */
export const remoteShell = (program: string, args: readonly string[]): string =>
  [program, ...args]
    .map((word) => {
      if (/^[\w@%+=:,./-]+$/.test(word)) return word
      if (!word.includes("'")) return `'${word}'`
      if (!word.includes('"')) return `"${word}"`
      throw new UnsafeValue('The ssh setting', word, 'it cannot hold both kinds of quotes')
    })
    .join(' ')

export const account = (d: RsyncSshDestination): string => `${safeUser(d.user)}@${safeHost(d.host)}`

export const folderOf = (d: RsyncSshDestination, runPath: string): string => {
  const parent = safeRemotePath(d.remotePath)
  return runPath === '' ? parent : `${parent === '/' ? '' : parent}/${safeRemotePath(runPath)}`
}

const FLAGS = [
  '-rt',
  '--omit-dir-times',
  '--checksum',
  '--partial-dir=.rsync-partial',
  '--timeout=60',
  // the only mode in which the far side's words never get lost (corpus fact 1)
  '--stderr=client',
  '--8-bit-output',
  '--outbuf=L',
  '--no-inc-recursive',
  // no remote shell ever parses a path
  '--protect-args',
  '--info=progress2',
  '--out-format=%i|%l|%n',
]

/** The folder above the run that ends where the run's path on the far side begins; null: the run is one level deep. */
export const above = (folder: string, runPath: string): string | null => {
  if (!runPath.includes('/')) return null
  return folder.endsWith(`/${runPath}`) ? folder.slice(0, -runPath.length - 1) : null
}

/**
 * `rsync` push. A run several levels deep is sent with --relative from the folder above it, which makes its parents
 * on the far side but never the destination's own path: a NAS whose volume is not mounted must not be filled.
 */
export const rsyncPushArgs = (
  d: RsyncSshDestination,
  request: PushRequest,
  ssh: string,
): string[] => {
  const folder = safeFolder(request.folder)
  const top = above(folder, request.runPath)
  const list = request.files !== null
  const from = top === null ? `${folder}/` : list ? `${top}/` : `${top}/./${request.runPath}/`
  const to = top === null ? folderOf(d, request.runPath) : folderOf(d, '')
  return [
    ...FLAGS,
    ...(top === null ? [] : ['--relative']),
    ...(request.bwlimitKibps === null ? [] : [`--bwlimit=${request.bwlimitKibps}`]),
    ...(list ? ['--from0', '--files-from=-'] : []),
    '-e',
    remoteShell(ssh, sshOptions(d)),
    '--',
    from,
    `${account(d)}:${to}/`,
  ]
}

/** What every rsync call without a push has in common. */
const READING = ['--timeout=60', '--stderr=client', '--8-bit-output', '--protect-args']

/** A folder's list without a shell; not recursive: a look whether it is there. */
export const rsyncListArgs = (
  d: RsyncSshDestination,
  list: { readonly runPath: string; readonly recursive: boolean },
  ssh: string,
): string[] => [
  ...READING,
  '--list-only',
  '--no-human-readable',
  list.recursive ? '--recursive' : '--dirs',
  '-e',
  remoteShell(ssh, sshOptions(d)),
  '--',
  `${account(d)}:${folderOf(d, list.runPath)}/`,
]

/** Brings back the files named on stdin, NUL-ended, none larger than the limit. */
export const rsyncPullArgs = (
  d: RsyncSshDestination,
  request: { readonly runPath: string; readonly maxStreamBytes: number },
  dir: string,
  ssh: string,
): string[] => [
  ...READING,
  `--max-size=${request.maxStreamBytes}`,
  '--from0',
  '--files-from=-',
  '-e',
  remoteShell(ssh, sshOptions(d)),
  '--',
  `${account(d)}:${folderOf(d, request.runPath)}/`,
  `${safeFolder(dir)}/`,
]

/**
 * Takes one folder of ours away again where there is no shell: an empty folder is sent with --delete, and the filters
 * keep everything but `name` out of its sight (rsync(1): what is excluded is not deleted).
 */
export const rsyncRemoveArgs = (
  d: RsyncSshDestination,
  name: string,
  empty: string,
  ssh: string,
): string[] => {
  if (!/^exlab-sync-test-[0-9a-f]+$/.test(name))
    throw new UnsafeValue('The test folder', name, 'only a folder of the test itself is removed')
  return [
    ...READING,
    '--recursive',
    '--delete',
    `--include=/${name}/***`,
    '--exclude=*',
    '-e',
    remoteShell(ssh, sshOptions(d)),
    '--',
    `${safeFolder(empty)}/`,
    `${account(d)}:${folderOf(d, '')}/`,
  ]
}

/** The hash list: a constant command, the script comes on stdin (remote-sha256.ts). */
export const sshDigestArgs = (d: RsyncSshDestination): string[] => [
  '-T',
  ...sshOptions(d),
  '--',
  account(d),
  'exec sh -s',
]
