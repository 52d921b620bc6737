// Builders of the command lines by which rclone lists the files of a place and their digests: pure, as rclone-args.ts.
import type { RcloneDestination } from '../../domain/config.ts'
import { safeTarget } from '../../process/argument-checks.ts'
import { COMMON, STATISTICS, asFolder, configArgs } from './rclone-args.ts'

/**
 * The hash list of a place, a line `hex  name` for each file. It cannot express names with line breaks, which
 * are refused before sending. `download`: rclone reads the files back, none larger than `maxBytes`; `files`: only those that it
 * is given on standard input; `reads`: so many at once; null: rclone's own number.
 */
export const rcloneDigestArgs = (
  destination: RcloneDestination,
  target: string,
  download: {
    readonly maxBytes: number
    readonly files: boolean
    readonly reads: number | null
  } | null,
): string[] => {
  const reads = download?.reads ?? null
  return [
    'hashsum',
    'sha256',
    ...COMMON,
    ...STATISTICS,
    ...configArgs(destination),
    ...(download === null ? [] : ['--download']),
    ...(reads === null ? [] : [`--transfers=${reads}`]),
    ...(download === null
      ? []
      : [download.files ? '--files-from-raw=-' : `--max-size=${download.maxBytes}B`]),
    '--',
    asFolder(safeTarget(target)),
  ]
}

/** Lists the files of a place, a line `size;name` for each; `above`: only those with more bytes. */
export const rcloneSizesArgs = (
  destination: RcloneDestination,
  target: string,
  above: number | null,
): string[] => [
  'lsf',
  '--recursive',
  '--files-only',
  '--format=sp',
  '--separator=;',
  ...(above === null ? [] : [`--min-size=${above + 1}B`]),
  ...configArgs(destination),
  '--',
  asFolder(safeTarget(target)),
]

/**
 * Lists size and time of files of a place as JSON, one file a line: all, or those that come on standard input. Times are as exact
 * as the storage tells them, and in no zone of this computer.
 */
export const rcloneStampsArgs = (
  destination: RcloneDestination,
  target: string,
  files: boolean,
): string[] => [
  'lsjson',
  '--recursive',
  '--files-only',
  '--no-mimetype',
  ...COMMON,
  ...(files ? ['--files-from-raw=-'] : []),
  ...configArgs(destination),
  '--',
  asFolder(safeTarget(target)),
]
