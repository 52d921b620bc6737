// Makes files that only their owner can read: names of files and patients stand in them.
import { closeSync, fchmodSync, fsyncSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { errorCode } from '../errors.ts'
import { isForGroup, makePrivateFolder } from './private-folder.ts'
import { renameRetrying } from './rename-retrying.ts'

/** Rights of a file of the data folder. */
export const FILE_MODE = 0o600
/** Rights of a file for a group. */
const GROUP_FILE_MODE = 0o660

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
