// Chooses how many files rclone sends and looks at at once, from the storage and from what is to be sent.
import type { SendShape } from '../transport.ts'

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
 * Files sent at once where there are many small ones, by the type of the storage.
 *
 * Measured with 600 files of 20 to 200 KB over a link of 30 MB/s and 1 ms, seconds of the push with 4 / 8 / 16: `sftp` 4.2 / 3.5 /
 * 3.2, `smb` 8.8 / 6.0 / 5.3, `webdav` (Apache's) no change. `local` is bound by processor and disk. Storage of a provider limits
 * requests, and refuses those above. What is not named has rclone's own number.
 */
const SMALL: Readonly<Record<string, number>> = { sftp: 16, smb: 16, ftp: 8 }

/** Files sent at once to a storage of this type; null as shape: not known. */
export const transfersFor = (
  type: string,
  shape: SendShape | null,
  { transfers, maxTransfers }: TransferLimits,
): number => {
  if (transfers !== null) return transfers
  const isManySmall =
    shape !== null && shape.files >= FEW_FILES && shape.bytes / shape.files <= SMALL_BYTES
  const chosen = (isManySmall && Object.hasOwn(SMALL, type) ? SMALL[type] : null) ?? DEFAULT
  return Math.min(chosen, maxTransfers)
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
