// Identifies one state of a local file by its metadata: size, modification time, change time and inode number.
import type { Stats } from 'node:fs'

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
