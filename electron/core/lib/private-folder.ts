// Makes folders that only their owner can read, or the group that an administrator made the folder above for.
import { chmodSync, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { errorCode } from '../errors.ts'

/** Rights of a folder of the data folder. */
const FOLDER_MODE = 0o700

const isFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true

/** Rights of a folder for a group. */
const GROUP_FOLDER_MODE = 0o2770

/** True where an administrator made a folder for a group: all rights for it, and what is made in it belongs to it (docs/deploy.md 2). */
export const isForGroup = (folder: string): boolean =>
  process.platform !== 'win32' &&
  ((statSync(folder, { throwIfNoEntry: false })?.mode ?? 0) & GROUP_FOLDER_MODE) ===
    GROUP_FOLDER_MODE

/**
 * Makes a folder and those above it that are missing, each for its owner alone, or for the group that the folder above is for; one that is there stays as it is. Throws the
 * system's error. Node's own `recursive` does not end below /proc, where a folder is "missing" above one that is there.
 */
export const makePrivateFolder = (folder: string): void => {
  try {
    mkdirSync(folder, { mode: FOLDER_MODE })
    if (isForGroup(dirname(folder))) chmodSync(folder, GROUP_FOLDER_MODE)
  } catch (error) {
    if (errorCode(error) === 'EEXIST' && isFolder(folder)) return
    if (errorCode(error) !== 'ENOENT' || isFolder(dirname(folder))) throw error
    makePrivateFolder(dirname(folder))
    makePrivateFolder(folder)
  }
}
