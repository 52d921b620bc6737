// Identifies one state of a local file by its metadata (size, modification time, change time and inode number), and a folder
// by the numbers that stay when it is renamed.
import { type BigIntStats, type Stats, statSync } from 'node:fs'

/** Times in epoch microseconds. Inode numbers above 2^53 are rounded, always to the same number. */
export interface FileIdentity {
  readonly size: number
  readonly mtimeUs: number
  /** Changed by the system at every write, also where a program sets the modification time back. */
  readonly ctimeUs: number
  readonly inode: number
}

/**
 * The furthest times that a JavaScript date can show, in microseconds. File systems hold times far outside of it; such a time
 * is kept as the end of the range, so that it can be stored, compared and shown.
 */
const MAX_TIME_US = 8.64e18

const microseconds = (ms: number): number =>
  Math.min(MAX_TIME_US, Math.max(-MAX_TIME_US, Math.round(ms * 1_000)))

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

/**
 * Whether a folder is the one that was recorded. Inode and birth time decide together: a path, an inode or a device alone does
 * not, since a folder that is made anew has the old path and often the old inode, and some file systems change their device
 * at each mount. Another birth time is another folder, although it may hold the same files (a copy, a new disk). Where only
 * the inode differs (FAT numbers files anew at each mount), or a birth time is not known, the files must decide: `doubtful`.
 */
export const matchFolder = (
  known: FolderIdentity,
  now: FolderIdentity,
): 'same' | 'doubtful' | 'other' => {
  if (known.birth === null || now.birth === null) return 'doubtful'
  if (known.birth !== now.birth) return 'other'
  return known.inode === now.inode ? 'same' : 'doubtful'
}

const statOrNull = (folder: string): BigIntStats | null => {
  try {
    return statSync(folder, { bigint: true })
  } catch {
    return null
  }
}

/** The identity that a stat of a folder gives; null: the file system has no inode numbers (some shares). */
export const identityOfFolder = (stat: BigIntStats): FolderIdentity | null =>
  stat.ino === 0n
    ? null
    : {
        device: String(stat.dev),
        inode: String(stat.ino),
        birth: stat.birthtimeNs === 0n ? null : String(stat.birthtimeNs),
      }

/** The identity of the folder at that path; null where none can be reached, or the file system has no inode numbers (some shares). */
export const folderIdentity = (folder: string): FolderIdentity | null => {
  const found = statOrNull(folder)
  return found === null ? null : identityOfFolder(found)
}
