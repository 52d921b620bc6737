// Tells whether a run folder is still the one that was added, by device, inode and birth time.
import { realpathSync, statSync } from 'node:fs'
import { errorCode } from '../errors.ts'

/** Device, inode and birth time of a folder, as the queue stores them; null where the system has none (some shares). */
const keyOf = (folder: string): string | null => {
  const { dev, ino, birthtimeNs } = statSync(folder, { bigint: true })
  return ino === 0n ? null : `${dev}:${ino}:${birthtimeNs}`
}

/**
 * Compares two keys. The number of a device may change when the computer starts again, so inode and birth time are enough
 * where the system has a birth time. FAT numbers its folders anew at each mount, so there the birth time alone tells
 * nothing.
 */
const compareKeys = (known: string, now: string): 'same' | 'untold' | 'other' => {
  if (known === now) return 'same'
  const [, inode, born] = known.split(':')
  const [, inodeNow, bornNow] = now.split(':')
  if (born === '0' || born !== bornNow) return 'other'
  return inode === inodeNow ? 'same' : 'untold'
}

/**
 * How a folder stands to the one that was added. `unreachable`: it cannot be read now. `untold`: the file system does not
 * tell folders apart.
 */
export type FolderStanding = 'same' | 'gone' | 'link' | 'other' | 'untold' | 'unreachable'

/** Compares the folder at the real path `folder` with the one that had `key` when it was added. */
export const folderStanding = (folder: string, key: string | null): FolderStanding => {
  try {
    // also where a folder above it became a link
    if (realpathSync.native(folder) !== folder) return 'link'
    const now = keyOf(folder)
    if (key === null || now === null) return 'untold'
    return compareKeys(key, now)
  } catch (error) {
    return errorCode(error) === 'ENOENT' ? 'gone' : 'unreachable'
  }
}
