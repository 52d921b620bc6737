// Identifies one state of a local file by its metadata (size, modification time, change time and inode number), and a folder
// by the numbers that stay when it is renamed.
import { type Stats, statSync } from 'node:fs'

/** Times in epoch microseconds. Inode numbers above 2^53 are rounded, always to the same number. */
export interface FileIdentity {
  readonly size: number
  readonly mtimeUs: number
  /** Changed by the system at every write, also where a program sets the modification time back. */
  readonly ctimeUs: number
  readonly inode: number
}

const microseconds = (ms: number): number => Math.round(ms * 1_000)

export const identityOf = (stat: Stats): FileIdentity => ({
  size: stat.size,
  mtimeUs: microseconds(stat.mtimeMs),
  ctimeUs: microseconds(stat.ctimeMs),
  inode: stat.ino,
})

/** True where the file was neither written nor replaced since; false where it is not known. */
export const isSameState = (
  known: Pick<FileIdentity, 'size' | 'mtimeUs'> & {
    readonly ctimeUs: number | null
    readonly inode: number | null
  },
  now: FileIdentity,
): boolean =>
  known.size === now.size &&
  known.mtimeUs === now.mtimeUs &&
  known.ctimeUs === now.ctimeUs &&
  known.inode === now.inode

/** Numbers of a folder as decimal text, because they exceed what a JavaScript number holds. */
export interface FolderIdentity {
  /** Of the file system; many give another one at each mount. */
  readonly device: string
  readonly inode: string
  /** Nanoseconds since the epoch; null: the file system keeps none. */
  readonly birth: string | null
}

/** The identity of the folder at that path; null where there is no folder, or the file system has no inode numbers (some shares). */
export const folderIdentity = (folder: string): FolderIdentity | null => {
  const found = statSync(folder, { bigint: true, throwIfNoEntry: false })
  if (found === undefined || found.ino === 0n) return null
  return {
    device: String(found.dev),
    inode: String(found.ino),
    birth: found.birthtimeNs === 0n ? null : String(found.birthtimeNs),
  }
}
