// rclone's command lines: one pure builder each, arrays, nothing from a config or a name can become an option.
import { limitChanges } from '../../domain/bandwidth.ts'
import type { Bandwidth, RcloneDestination } from '../../domain/config.ts'
import {
  UnsafeValue,
  safeFolder,
  safeLocalPath,
  safeRemote,
  safeRemotePath,
} from '../../process/argument-checks.ts'
import type { PushRequest } from '../transport.ts'

const configArgs = (destination: RcloneDestination): string[] =>
  destination.configFile === null ? [] : [`--config=${safeLocalPath(destination.configFile)}`]

/** `remote:path/run`, as rclone takes it. An empty remote path is the remote's own root. */
export const rcloneTarget = (destination: RcloneDestination, runPath: string): string => {
  const parts = [destination.remotePath, runPath].filter((part) => part !== '').map(safeRemotePath)
  return `${safeRemote(destination.remote)}:${parts.join('/')}`
}

/** One process is one attempt: `--retries 1`, the queue owns retries and vanished files stay visible (corpus README). */
const COMMON = [
  '--retries=1',
  '--low-level-retries=3',
  '--contimeout=15s',
  '--timeout=60s',
  '--use-json-log',
  '-v',
]

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const two = (n: number): string => String(n).padStart(2, '0')

/** A limit, or rclone's timetable of the week: it changes by itself while a push runs (rclone docs, --bwlimit). */
const bwlimit = (bandwidth: Bandwidth | null): string[] => {
  if (bandwidth === null) return []
  const entries = limitChanges(bandwidth)
  const [first] = entries
  const rate = (kibps: number | null): string => (kibps === null ? 'off' : `${kibps}K`)
  if (entries.length === 1 && first !== undefined)
    return first.kibps === null ? [] : [`--bwlimit=${rate(first.kibps)}`]
  const table = entries.map(
    ({ day, minute, kibps }) =>
      `${DAYS[day]}-${two(Math.floor(minute / 60))}:${two(minute % 60)},${rate(kibps)}`,
  )
  return [`--bwlimit=${table.join(' ')}`]
}

/** `rclone copy --checksum`. With a file list on stdin only those go; `anew`: even where size and time agree. */
export const rclonePushArgs = (
  destination: RcloneDestination,
  request: PushRequest,
  transfers: number,
): string[] => [
  'copy',
  '--checksum',
  ...COMMON,
  '--stats=1s',
  '--stats-log-level=NOTICE',
  `--transfers=${transfers}`,
  ...configArgs(destination),
  ...bwlimit(request.bandwidth),
  // a copy that differs can have the same size, and not every remote has a hash to tell (corpus fact 11)
  ...(request.files === null
    ? []
    : ['--files-from-raw=-', ...(request.full ? ['--ignore-times'] : [])]),
  '--',
  safeFolder(request.folder),
  rcloneTarget(destination, request.runPath),
]

/** Which hashes a remote computes itself. */
export const rcloneFeaturesArgs = (destination: RcloneDestination): string[] => [
  'backend',
  'features',
  ...configArgs(destination),
  '--',
  `${safeRemote(destination.remote)}:`,
]

/**
 * The hash list: `hex  name` a line, all cores of the far side's rclone. Names with line breaks cannot be told so;
 * the gate refuses them before sending. `download`: rclone reads the bytes back, at most `maxBytes` a file.
 */
export const rcloneDigestArgs = (
  destination: RcloneDestination,
  runPath: string,
  download: { maxBytes: number } | null,
): string[] => [
  'hashsum',
  'sha256',
  ...COMMON,
  ...configArgs(destination),
  ...(download === null ? [] : ['--download', `--max-size=${download.maxBytes}B`]),
  '--',
  rcloneTarget(destination, runPath),
]

/** Files that a bounded read-back leaves out, with their sizes: `size;name` a line. */
export const rcloneLargeArgs = (
  destination: RcloneDestination,
  runPath: string,
  maxBytes: number,
): string[] => [
  'lsf',
  '--recursive',
  '--files-only',
  '--format=sp',
  '--separator=;',
  `--min-size=${maxBytes + 1}B`,
  ...configArgs(destination),
  '--',
  rcloneTarget(destination, runPath),
]

/** A cheap look at the destination's own folder. */
export const rcloneProbeArgs = (destination: RcloneDestination): string[] => [
  'lsf',
  '--max-depth=1',
  '--retries=1',
  '--low-level-retries=1',
  '--contimeout=15s',
  '--timeout=60s',
  ...configArgs(destination),
  '--',
  rcloneTarget(destination, ''),
]

/** Free room, where the backend can tell. */
export const rcloneAboutArgs = (destination: RcloneDestination): string[] => [
  'about',
  '--json',
  '--retries=1',
  '--low-level-retries=1',
  '--contimeout=15s',
  ...configArgs(destination),
  '--',
  `${safeRemote(destination.remote)}:`,
]

/** Takes a folder of the connection test away again; any other name is refused. */
export const rcloneRemoveArgs = (destination: RcloneDestination, name: string): string[] => {
  if (!/^exlab-sync-test-[0-9a-f]+$/.test(name))
    throw new UnsafeValue('The test folder', name, 'only a folder of the test itself is removed')
  return ['purge', ...COMMON, ...configArgs(destination), '--', rcloneTarget(destination, name)]
}
