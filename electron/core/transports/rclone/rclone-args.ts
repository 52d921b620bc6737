// Builders of rclone's command lines: pure functions that return arrays, in which no value of a
// config and no file name can become an option.
import type { RcloneDestination } from '../../domain/config.ts'
import {
  UnsafeValue,
  safeFolder,
  safeLocalPath,
  safeRemote,
  safeInnerPath,
  safeTarget,
} from '../../process/argument-checks.ts'
import type { ListRequest, PushRequest, ReplaceRule } from '../transport.ts'
import { bwlimit } from './bwlimit.ts'

export const configArgs = (destination: RcloneDestination): string[] =>
  destination.configFile === null ? [] : [`--config=${safeLocalPath(destination.configFile)}`]

/** The remote of files of this computer, which is in no rclone.conf (rclone docs, "Connection strings"). */
export const LOCAL_REMOTE = ':local'

/** A path as rclone takes it after the colon: forward slashes, also of a drive and a UNC path. */
export const asRclonePath = (path: string): string =>
  /^(?:[A-Za-z]:[\\/]|\\\\)/.test(path) ? path.replaceAll('\\', '/') : path

/** `remote:path/run`. An empty remote path is the remote's own root. */
export const rcloneTarget = (
  { remote, remotePath }: RcloneDestination,
  runPath: string,
): string => {
  const parts = [remotePath, runPath].filter((part) => part !== '').map(safeInnerPath)
  return `${remote === LOCAL_REMOTE ? remote : safeRemote(remote)}:${parts.join('/')}`
}

/** The destination's name in messages: a folder of this computer by its path. */
export const rcloneName = (destination: RcloneDestination): string =>
  destination.remote === LOCAL_REMOTE ? destination.remotePath : rcloneTarget(destination, '')

/**
 * A place as a folder. The slash at its end keeps rclone from asking whether a file lies there, an answer that newer versions
 * read wrongly from S3 (docs/tool-behaviour.md 30).
 */
export const asFolder = (target: string): string => (/[:/]$/.test(target) ? target : `${target}/`)

/** A folder of the destination. */
const folderTarget = (destination: RcloneDestination, path: string): string =>
  asFolder(rcloneTarget(destination, path))

/**
 * Options of every transfer. One process is one attempt: `--retries=1` leaves retries to the queue,
 * and rclone then also reports vanished files (docs/tool-behaviour.md 11, 25).
 */
export const COMMON = [
  '--retries=1',
  '--low-level-retries=3',
  '--contimeout=15s',
  // a server that stores a large file says nothing for a while after its last byte
  '--timeout=5m',
  '--use-json-log',
  '-v',
]

/** Counts every second, by which progress is shown and a tool that hangs is told from one that works. */
export const STATISTICS = ['--stats=1s', '--stats-log-level=NOTICE']

/**
 * The option for a file that is there and differs (rclone docs): `--immutable` fails for it with
 * exit 6 and leaves it, `--suffix` renames it before the new one takes its name.
 */
const replaceArgs = (rule: ReplaceRule): string[] =>
  rule === 'never' ? ['--immutable'] : rule === 'own' ? [] : [`--suffix=${rule.suffix}`]

/** How a push is tuned to its remote. */
export interface PushTuning {
  /** Files sent at once. */
  readonly transfers: number
  /** A proof of every file follows, so that rclone need not compare digests of what it sent. */
  readonly isProven: boolean
}

/**
 * `rclone copy --checksum`. With a file list on stdin only those are sent; `full`: even
 * where size and time agree.
 */
export const rclonePushArgs = (
  destination: RcloneDestination,
  request: PushRequest,
  { transfers, isProven }: PushTuning,
): string[] => [
  'copy',
  '--checksum',
  ...(isProven ? ['--ignore-checksum'] : []),
  ...COMMON,
  ...STATISTICS,
  `--transfers=${transfers}`,
  ...configArgs(destination),
  ...bwlimit(request.bandwidth),
  ...replaceArgs(request.replace),
  ...(request.files === null
    ? ['--create-empty-src-dirs', ...request.exclude.map((pattern) => `--exclude=${pattern}`)]
    : []),
  // a copy that differs can have the same size, and not every remote has a hash
  // (docs/tool-behaviour.md 11)
  ...(request.files === null
    ? []
    : ['--files-from-raw=-', ...(request.full ? ['--ignore-times'] : [])]),
  '--',
  safeFolder(request.folder),
  folderTarget(destination, request.runPath),
]

/** Prints rclone.conf as JSON. Secrets are among it, so its output goes to no log. */
export const rcloneConfigArgs = (destination: RcloneDestination): string[] => [
  'config',
  'dump',
  ...configArgs(destination),
]

/** Asks which hashes a remote offers; `target`: a place on it. */
export const rcloneFeaturesArgs = (destination: RcloneDestination, target: string): string[] => [
  'backend',
  'features',
  ...configArgs(destination),
  '--',
  asFolder(safeTarget(target)),
]

/** Retries of a question about a small file: the queue asks again. */
const QUESTION = ['--retries=1', '--low-level-retries=2', '--contimeout=15s', '--timeout=60s']

/**
 * Lists a folder, a line `size;path` for each entry. `--links`: symbolic links are listed too,
 * where the backend has them; without it rclone leaves them out.
 */
export const rcloneListArgs = (
  destination: RcloneDestination,
  { path, recursive }: ListRequest,
): string[] => [
  'lsf',
  '--format=sp',
  '--separator=;',
  '--links',
  recursive ? '--recursive' : '--max-depth=1',
  ...QUESTION,
  ...configArgs(destination),
  '--',
  folderTarget(destination, path),
]

/** Prints the beginning of a file, at most so many bytes. */
export const rcloneReadArgs = (
  destination: RcloneDestination,
  path: string,
  most: number,
): string[] => [
  'cat',
  `--head=${most}`,
  ...QUESTION,
  ...configArgs(destination),
  '--',
  rcloneTarget(destination, path),
]

/** Copies one file to a path where none is. */
export const rcloneWriteFileArgs = (
  destination: RcloneDestination,
  file: string,
  path: string,
): string[] => [
  'copyto',
  '--ignore-existing',
  ...QUESTION,
  ...configArgs(destination),
  '--',
  safeFolder(file),
  rcloneTarget(destination, path),
]

/** Writes what comes on stdin to a path where nothing is. */
export const rcloneWriteArgs = (destination: RcloneDestination, path: string): string[] => [
  'rcat',
  ...QUESTION,
  ...configArgs(destination),
  '--',
  rcloneTarget(destination, path),
]

/** Removes one file. */
export const rcloneRemoveFileArgs = (destination: RcloneDestination, path: string): string[] => [
  'deletefile',
  ...QUESTION,
  ...configArgs(destination),
  '--',
  rcloneTarget(destination, path),
]

/** Makes the destination's own folder. */
export const rcloneMakeFolderArgs = (destination: RcloneDestination): string[] => [
  'mkdir',
  ...QUESTION,
  ...configArgs(destination),
  '--',
  folderTarget(destination, ''),
]

/** A cheap probe: lists the destination's own folder. */
export const rcloneProbeArgs = (destination: RcloneDestination): string[] => [
  'lsf',
  '--max-depth=1',
  '--retries=1',
  '--low-level-retries=1',
  '--contimeout=15s',
  '--timeout=60s',
  ...configArgs(destination),
  '--',
  folderTarget(destination, ''),
]

/** Asks for the free space, which not every backend knows. */
export const rcloneAboutArgs = (destination: RcloneDestination): string[] => [
  'about',
  '--json',
  '--retries=1',
  '--low-level-retries=1',
  '--contimeout=15s',
  ...configArgs(destination),
  '--',
  folderTarget(destination, ''),
]

/** Removes the files of a run's place whose names come on stdin. */
export const rcloneRemoveFilesArgs = (
  destination: RcloneDestination,
  runPath: string,
): string[] => [
  'delete',
  '--files-from-raw=-',
  ...COMMON,
  ...configArgs(destination),
  '--',
  folderTarget(destination, runPath),
]

/** Lists every backend of the installed rclone with its options, as JSON. */
export const rcloneProvidersArgs = (destination: RcloneDestination): string[] => [
  'config',
  'providers',
  ...configArgs(destination),
]

/** Removes a folder of the connection test. Throws UnsafeValue for any other name. */
export const rcloneRemoveArgs = (destination: RcloneDestination, name: string): string[] => {
  if (!/^exlab-sync-test-[0-9a-f]+$/.test(name))
    throw new UnsafeValue('The test folder', name, 'only a folder of the test itself is removed')
  return ['purge', ...COMMON, ...configArgs(destination), '--', folderTarget(destination, name)]
}
