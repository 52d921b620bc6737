// Makes folders and files that only their owner can read: names of files and patients stand in them.
import {
  chmodSync,
  closeSync,
  fchmodSync,
  fsyncSync,
  mkdirSync,
  openSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { errorCode } from '../errors.ts'
import { renameRetrying } from './rename-retrying.ts'

/** Rights of a folder and of a file of the data folder. */
const FOLDER_MODE = 0o700
export const FILE_MODE = 0o600

const isFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true

/** Rights of a folder and of a file for a group. */
const GROUP_FOLDER_MODE = 0o2770
const GROUP_FILE_MODE = 0o660

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

/** Opens a new file with the rights that `makePrivateFile` gives; answers its descriptor. Throws EEXIST where one is there. */
export const createPrivateFile = (file: string): number => {
  const fd = openSync(file, 'ax', FILE_MODE)
  // what the account's umask would take away
  if (isForGroup(dirname(file))) fchmodSync(fd, GROUP_FILE_MODE)
  return fd
}

/**
 * Makes an empty file for its owner alone, or for the group that its folder is for; one that is there stays as it is. What SQLite
 * writes beside a queue has its rights.
 */
export const makePrivateFile = (file: string): void => {
  try {
    closeSync(createPrivateFile(file))
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
  }
}

/** Writes a file anew, with the rights of `makePrivateFile` where it is not there yet. Throws the system's error. */
export const writeForFolder = (file: string, text: string): void => {
  makePrivateFile(file)
  writeFileSync(file, text)
}

/** Writes a file for its owner alone, in one step; its folder is made. Throws the system's error. */
export const writePrivately = (file: string, content: string | Uint8Array): void => {
  makePrivateFolder(dirname(file))
  const part = `${file}.${crypto.randomUUID()}.tmp`
  try {
    const fd = openSync(part, 'wx', FILE_MODE)
    try {
      writeFileSync(fd, content)
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
    renameRetrying(part, file)
  } finally {
    rmSync(part, { force: true })
  }
}
