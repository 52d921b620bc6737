// Replaces a text file of another program atomically: no reader sees half of it, and no change of that program is overwritten.
import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { renameRetrying } from './rename-retrying.ts'

/** A value that differs when the file was rewritten, as far as the system records it. */
const fingerprint = (file: string): string => {
  const { ino, size, mtimeMs } = statSync(file)
  return `${ino} ${size} ${mtimeMs}`
}

/** The account's umask takes rights of a group away, which others need who write the file too. */
const keepRights = (fd: number, mode: number): void => {
  try {
    fchmodSync(fd, mode)
  } catch {
    // a share that keeps no rights
  }
}

const writeToDisk = (file: string, text: string, mode: number): void => {
  // never over something that is there: it may be a link
  const fd = openSync(file, 'wx', mode)
  try {
    writeSync(fd, text)
    keepRights(fd, mode)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

const MAX_TRIES = 3

/**
 * Reads the file, lets `change` compute the new text, writes that beside it and renames it into place. `change` answers null
 * where nothing is to be written, and may throw where the text is incomplete. If another program rewrote the file meanwhile,
 * it is read again; false: that happened three times in a row and nothing was written. Throws the system's error.
 */
export const replaceFile = (file: string, change: (text: string) => string | null): boolean => {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const temporary = `${file}.${randomBytes(12).toString('hex')}.tmp`
    const before = fingerprint(file)
    const text = change(readFileSync(file, 'utf8'))
    if (text === null) return true
    try {
      writeToDisk(temporary, text, statSync(file).mode & 0o777)
      if (renameRetrying(temporary, file, () => fingerprint(file) === before)) return true
    } finally {
      rmSync(temporary, { force: true })
    }
  }
  return false
}
