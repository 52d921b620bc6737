// Builders of the command lines by which rclone lists the files of a place and their digests: pure, as rclone-args.ts.
import type { RcloneDestination } from '../../domain/config.ts'
import { safeTarget } from '../../process/argument-checks.ts'
import { COMMON, STATISTICS, asFolder, configArgs } from './rclone-args.ts'

/**
 * The hash list of a place, a line `hex  name` for each file. It cannot express names with line breaks, which
 * are refused before sending. `download`: rclone reads the files back, none larger than `maxBytes`; `files`: only those that it
 * is given on standard input.
 */
export const rcloneDigestArgs = (
  destination: RcloneDestination,
  target: string,
  download: { readonly maxBytes: number; readonly files: boolean } | null,
): string[] => [
  'hashsum',
  'sha256',
  ...COMMON,
  ...STATISTICS,
  ...configArgs(destination),
  ...(download === null ? [] : ['--download']),
  ...(download === null
    ? []
    : [download.files ? '--files-from-raw=-' : `--max-size=${download.maxBytes}B`]),
  '--',
  asFolder(safeTarget(target)),
]

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
