// Chooses how many files rclone sends and reads back at once, from the storage and from what the run has.
import type { OverlapRules } from '../../domain/overlap.ts'
import type { RunShape } from '../transport.ts'

/** What IT set in config.yaml. */
export interface TransferLimits {
  /** Files that one rclone sends at once, whatever is sent; null: chosen. */
  readonly transfers: number | null
  /** Most that are chosen. */
  readonly maxTransfers: number
}

/** Files up to this mean size cost more in requests than in bytes. */
const SMALL_BYTES = 4 << 20

/** Fewer files than this need no other number. */
const FEW_FILES = 32

/** rclone's own number, which fits large files: two to four of them fill any link. */
const DEFAULT = 4

/**
 * Files sent or read back at once where there are many small ones, by the type of the storage.
 *
 * Measured with 600 files of 20 to 200 KB over a link of 30 MB/s and 1 ms, seconds of the push with 4 / 8 / 16: `sftp` 4.2 / 3.5 /
 * 3.2, `smb` 8.8 / 6.0 / 5.3, `webdav` (Apache's) no change; of reading them back, processors busy: `sftp` 8.1 / 4.5 / 4.4, `smb`
 * 8.5 / 5.7 / 4.2, `webdav` no change. `local` is bound by processor and disk. Storage of a provider limits requests, and refuses
 * those above. What is not named has rclone's own number.
 */
const SMALL: Readonly<Record<string, number>> = { sftp: 16, smb: 16, ftp: 8 }

/** How many files a push moves at once. */
interface TransferPlan {
  readonly sends: number
  /** Files that are read back meanwhile; 0: none. */
  readonly reads: number
}

/**
 * Files sent and read back at once where what was sent is read back while the rest goes: of large files as few as fill the link, so
 * that some are done early. null: it gains nothing.
 *
 * Measured with the bare tools over the same link, seconds of the push and the reading, one after the other / overlapped. 4 files of
 * 192 MiB: `webdav` (Apache's) 54 / 34 with one file sent at once, 41 with two, 54 with four; `smb`, of which one stream alone does
 * not fill the link, 55 / 42 with two. The product, 600 files of 20 to 200 KB, processors busy: `webdav` 32 and 40 / 29 and 33;
 * `smb` 22 / 34, since each file that is named costs requests of its own. `sftp` has the server hash after the push: 28 / 31
 * is all that could be gained. Storage that is not named here was not measured, or tells no time of a file with its list.
 */
const OVERLAPPED: Readonly<
  Record<string, { readonly large: TransferPlan; readonly small: TransferPlan | null }>
> = {
  webdav: { large: { sends: 1, reads: 1 }, small: { sends: DEFAULT, reads: 1 } },
  smb: { large: { sends: 2, reads: 2 }, small: null },
}

const meanBytes = ({ bytes, files }: RunShape): number => bytes / Math.max(1, files)

/** The number of the table; null: the files are few or large, or the storage is not in it. */
const forSmall = (type: string, shape: RunShape | null): number | null => {
  const isManySmall = shape !== null && shape.files >= FEW_FILES && meanBytes(shape) <= SMALL_BYTES
  return (isManySmall && Object.hasOwn(SMALL, type) ? SMALL[type] : null) ?? null
}

/** The plan of a run that is read back while it is sent; null: it is read back after it, or not at all. */
const overlapOf = (
  type: string,
  shape: RunShape,
  maxTransfers: number,
  { leastBytes, leastFiles, smallBytes }: OverlapRules,
): TransferPlan | null => {
  const plans = Object.hasOwn(OVERLAPPED, type) ? OVERLAPPED[type] : undefined
  const isSmall = meanBytes(shape) <= smallBytes
  const plan = (isSmall ? plans?.small : plans?.large) ?? null
  const pays = isSmall ? shape.files >= leastFiles : shape.files > 1 && shape.bytes >= leastBytes
  return plan !== null && pays && plan.sends + plan.reads <= maxTransfers ? plan : null
}

/**
 * Chooses for a storage of this type; null as shape: not known. `overlap`: what was sent can be read back while the rest goes; null:
 * it can't, or a limit of speed holds, which both directions would have to share.
 */
export const transferPlan = (
  type: string,
  shape: RunShape | null,
  overlap: OverlapRules | null,
  { transfers, maxTransfers }: TransferLimits,
): TransferPlan => {
  if (transfers !== null) return { sends: transfers, reads: 0 }
  const overlapped =
    shape === null || overlap === null ? null : overlapOf(type, shape, maxTransfers, overlap)
  if (overlapped !== null) return overlapped
  return { sends: Math.min(forSmall(type, shape) ?? DEFAULT, maxTransfers), reads: 0 }
}

/** How many files a proof reads back at once, as `transferPlan`; null: rclone's own number. */
export const readsAtOnce = (
  type: string,
  shape: RunShape | null,
  { transfers, maxTransfers }: TransferLimits,
): number | null => {
  const chosen = transfers === null ? forSmall(type, shape) : null
  return chosen === null ? null : Math.min(chosen, maxTransfers)
}

/** The limits of a push that has only a part of them: at least one file at once. */
export const sharedLimits = (
  { transfers, maxTransfers }: TransferLimits,
  share: number,
): TransferLimits => {
  const part = (files: number): number => Math.max(1, Math.floor(files * share))
  return {
    transfers: transfers === null ? null : part(transfers),
    maxTransfers: part(maxTransfers),
  }
}
