// Builders of rsync's and ssh's command lines: pure functions that return arrays, in which no value
// of a config and no file name can become an option.
import type { RsyncSshDestination } from '../../domain/config.ts'
import {
  UnsafeValue,
  safeFolder,
  safeInnerPath,
  safeRemotePath,
} from '../../process/argument-checks.ts'
import {
  RSYNC_UNFINISHED,
  type ListRequest,
  type PushRequest,
  type ReplaceRule,
} from '../transport.ts'
import {
  type RsyncAccess,
  type SshAccess,
  account,
  rsyncAccount,
  sshOptions,
} from './ssh-options.ts'

/**
 * The value of rsync's -e, which rsync splits at blanks; it knows both quotes but no escape
 * in them (rsync(1), --rsh).
 */
export const remoteShell = (program: string, args: readonly string[]): string =>
  [program, ...args]
    .map((word) => {
      if (/^[\w@%+=:,./-]+$/.test(word)) return word
      if (!word.includes("'")) return `'${word}'`
      if (!word.includes('"')) return `"${word}"`
      throw new UnsafeValue('The ssh setting', word, 'it cannot hold both kinds of quotes')
    })
    .join(' ')

/** Folder of a run on the remote; '' as run: the destination's own folder. */
export const remoteFolder = (d: RsyncSshDestination, runPath: string): string => {
  const parent = safeRemotePath(d.remotePath)
  return runPath === '' ? parent : `${parent === '/' ? '' : parent}/${safeInnerPath(runPath)}`
}

/**
 * No --timeout: either side would end while the other compares a large file, of which rsync says nothing. ssh's keep-alives
 * find a connection that is gone, and rsync-ssh.ts a side that hangs.
 */
const PUSH_FLAGS = [
  '-rt',
  '--omit-dir-times',
  `--partial-dir=${RSYNC_UNFINISHED}`,
  // the only mode in which messages of the remote never get lost (docs/tool-behaviour.md 1)
  '--stderr=client',
  '--8-bit-output',
  '--outbuf=L',
  '--no-inc-recursive',
  // no remote shell ever parses a path
  '--protect-args',
  '--info=progress2',
  '--out-format=%i|%l|%n',
]

/**
 * The option for a file that is there (rsync(1)): `--ignore-existing` leaves it, `--suffix` renames
 * it before the new one takes its name. Where what is there stays in any case, nothing is compared: with `--checksum` rsync would
 * read the whole run before its first byte.
 */
const replaceArgs = (rule: ReplaceRule): string[] =>
  rule === 'never'
    ? ['--ignore-existing']
    : ['--checksum', ...(rule === 'own' ? [] : ['--backup', `--suffix=${rule.suffix}`])]

/**
 * The local folder below which the run's path is the same as on the remote; null:
 * the run is one level deep.
 */
export const folderAbove = (folder: string, runPath: string): string | null => {
  if (!runPath.includes('/')) return null
  return folder.endsWith(`/${runPath}`) ? folder.slice(0, -runPath.length - 1) : null
}

/**
 * A pattern of a run's files, seen from the folder that is sent: with --relative a slash at the beginning stands for the one
 * above the run (rsync(1), FILTER RULES).
 */
const excludeArg = (pattern: string, runPath: string | null): string =>
  `--exclude=${runPath === null || !pattern.startsWith('/') ? '' : `/${runPath.replaceAll(/[\\*?[]/g, '\\$&')}`}${pattern}`

/** The patterns of files that are left out; to rsync a pattern may name a folder too, so folders come first. */
const excludeArgs = (patterns: readonly string[], runPath: string | null): string[] => [
  '--include=*/',
  ...patterns.map((pattern) => excludeArg(pattern, runPath)),
]

/**
 * rsync push. A run several levels deep is sent with --relative from the folder above it, which
 * makes its parents on the remote but never the destination's own folder: a NAS whose volume is not
 * mounted must not be filled.
 */
export const rsyncPushArgs = (d: RsyncAccess, request: PushRequest, ssh: string): string[] => {
  const folder = safeFolder(request.folder)
  const top = folderAbove(folder, request.runPath)
  const list = request.files !== null
  const from = top === null ? `${folder}/` : list ? `${top}/` : `${top}/./${request.runPath}/`
  const to = top === null ? remoteFolder(d, request.runPath) : remoteFolder(d, '')
  return [
    ...PUSH_FLAGS,
    ...(top === null ? [] : ['--relative']),
    ...(request.bwlimitKibps === null ? [] : [`--bwlimit=${request.bwlimitKibps}`]),
    ...replaceArgs(request.replace),
    ...(list
      ? ['--from0', '--files-from=-']
      : excludeArgs(request.exclude, top === null ? null : request.runPath)),
    '-e',
    remoteShell(ssh, sshOptions(d)),
    '--',
    from,
    `${rsyncAccount(d)}:${to}/`,
  ]
}

/** Options of every rsync call but the push. */
const COMMON_FLAGS = ['--timeout=60', '--stderr=client', '--8-bit-output', '--protect-args']

/**
 * Copies one file of `folder` with the folders above it. Where the remote has it, it stays, or is written anew: rsync writes a
 * new file, which takes the name of the old one.
 */
export const rsyncWriteFileArgs = (
  d: RsyncAccess,
  folder: string,
  path: string,
  existing: 'stays' | 'anew',
  ssh: string,
): string[] => [
  ...COMMON_FLAGS,
  '--relative',
  existing === 'stays' ? '--ignore-existing' : '--ignore-times',
  '-e',
  remoteShell(ssh, sshOptions(d)),
  '--',
  `${safeFolder(folder)}/./${safeInnerPath(path)}`,
  `${rsyncAccount(d)}:${remoteFolder(d, '')}/`,
]

/** Makes the destination's own folder, if the one above it is there: an empty folder is sent. */
export const rsyncMakeFolderArgs = (d: RsyncAccess, empty: string, ssh: string): string[] => [
  ...COMMON_FLAGS,
  '--dirs',
  '-e',
  remoteShell(ssh, sshOptions(d)),
  '--',
  `${safeFolder(empty)}/`,
  `${rsyncAccount(d)}:${remoteFolder(d, '')}/`,
]

/** Lists a folder without a shell; not recursive: only checks that the folder is there. */
export const rsyncListArgs = (d: RsyncAccess, list: ListRequest, ssh: string): string[] => [
  ...COMMON_FLAGS,
  '--list-only',
  '--no-human-readable',
  list.recursive ? '--recursive' : '--dirs',
  '-e',
  remoteShell(ssh, sshOptions(d)),
  '--',
  `${rsyncAccount(d)}:${remoteFolder(d, list.path)}/`,
]

/** Copies back the files named on stdin, NUL-ended, none larger than the limit. */
export const rsyncPullArgs = (
  d: RsyncAccess,
  request: { readonly runPath: string; readonly maxStreamBytes: number },
  dir: string,
  ssh: string,
): string[] => [
  ...COMMON_FLAGS,
  `--max-size=${request.maxStreamBytes}`,
  '--from0',
  '--files-from=-',
  '-e',
  remoteShell(ssh, sshOptions(d)),
  '--',
  `${rsyncAccount(d)}:${remoteFolder(d, request.runPath)}/`,
  `${safeFolder(dir)}/`,
]

/**
 * Removes the connection test's folder without a shell: an empty folder is sent with --delete, and
 * the filters exclude everything but `name` (rsync(1): excluded files are not deleted). Throws
 * UnsafeValue for any other name.
 */
export const rsyncRemoveArgs = (
  d: RsyncAccess,
  name: string,
  empty: string,
  ssh: string,
): string[] => {
  if (!/^exlab-sync-test-[0-9a-f]+$/.test(name))
    throw new UnsafeValue('The test folder', name, 'only a folder of the test itself is removed')
  return [
    ...COMMON_FLAGS,
    '--recursive',
    '--delete',
    `--include=/${name}/***`,
    '--exclude=*',
    '-e',
    remoteShell(ssh, sshOptions(d)),
    '--',
    `${safeFolder(empty)}/`,
    `${rsyncAccount(d)}:${remoteFolder(d, '')}/`,
  ]
}

/**
 * Runs a script on the remote: the command is constant, the script comes
 * on stdin (remote-script.ts).
 */
export const sshScriptArgs = (d: SshAccess): string[] => [
  '-T',
  ...sshOptions(d),
  '--',
  account(d),
  'exec sh -s',
]
