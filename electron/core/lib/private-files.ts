// Makes folders and files that only their owner can read: names of files and patients stand in them.
import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, mkdirSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { errorCode } from '../errors.ts'
import { renameRetrying } from './rename-retrying.ts'

/** Rights of a folder and of a file of the data folder. */
const FOLDER_MODE = 0o700
export const FILE_MODE = 0o600

const isFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true

/**
 * Makes a folder and those above it that are missing, each for its owner alone; one that is there stays as it is. Throws the
 * system's error. Node's own `recursive` does not end below /proc, where a folder is "missing" above one that is there.
 */
export const makePrivateFolder = (folder: string): void => {
  try {
    mkdirSync(folder, { mode: FOLDER_MODE })
  } catch (error) {
    if (errorCode(error) === 'EEXIST' && isFolder(folder)) return
    if (errorCode(error) !== 'ENOENT' || isFolder(dirname(folder))) throw error
    makePrivateFolder(dirname(folder))
    makePrivateFolder(folder)
  }
}

/** Makes an empty file for its owner alone; one that is there stays as it is. What SQLite writes beside a queue has its rights. */
export const makePrivateFile = (file: string): void => closeSync(openSync(file, 'a', FILE_MODE))

/** Writes a file for its owner alone, in one step. Throws the system's error. */
export const writePrivately = (file: string, text: string): void => {
  const part = `${file}.${randomBytes(12).toString('hex')}.tmp`
  try {
    const fd = openSync(part, 'wx', FILE_MODE)
    try {
      writeSync(fd, text)
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
    renameRetrying(part, file)
  } finally {
    rmSync(part, { force: true })
  }
}
