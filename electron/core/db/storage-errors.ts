// Recognizes errors that mean that the data folder cannot be written, and words them for a person (docs/spec.md 12).
import { sep } from 'node:path'
import { msg } from '../../../shared/language/msg.ts'
import { isInFolder } from '../domain/folder-path.ts'
import { CoreUnavailable, errorMessage } from '../errors.ts'
import { isHeld } from '../lib/rename-retrying.ts'

/** SQLite's primary result codes (sqlite.org/rescode.html) that the disk, not this program, is to blame for. */
const SQLITE_CAUSES: Readonly<Record<number, string>> = {
  5: msg`it is locked by another program`,
  8: msg`it is read-only`,
  10: msg`the disk reports an error`,
  11: msg`it is damaged`,
  13: msg`the disk is full`,
  14: msg`it cannot be opened`,
  26: msg`it is no queue of ours`,
}

const SYSTEM_CAUSES: Readonly<Record<string, string>> = {
  ENOSPC: msg`the disk is full`,
  EDQUOT: msg`this account's space on the disk is used up`,
  EROFS: msg`the disk is read-only`,
  EIO: msg`the disk reports an error`,
  EFBIG: msg`a file may not grow any further`,
}

/**
 * Of a file in the data folder alone: another program holds it for longer than a rename is tried, or its rights were changed.
 * Anywhere else the same codes are the fault of that file.
 */
const HELD_CAUSE = msg`another program holds a file in it, or this account may not write there`

const isIn = (path: unknown, dataDir: string): boolean =>
  typeof path === 'string' && isInFolder(path, dataDir, sep === '\\')

/** Why the data folder can't be written, in words; null: the error is something else. */
export const storageFault = (error: unknown, dataDir: string): string | null => {
  if (!(error instanceof Error)) return null
  if (isHeld(error) && 'path' in error && isIn(error.path, dataDir)) return HELD_CAUSE
  // SQLite's extended codes hold the primary code in their low byte
  if ('errcode' in error && typeof error.errcode === 'number')
    return SQLITE_CAUSES[error.errcode & 0xff] ?? null
  return 'code' in error && typeof error.code === 'string'
    ? (SYSTEM_CAUSES[error.code] ?? null)
    : null
}

/** The sentence for a cause that `storageFault` answered; null for null. */
export const unwritable = (cause: string | null, dataDir: string): string | null =>
  cause === null
    ? null
    : msg`The queue in ${dataDir} can't be written: ${cause}. Nothing is lost; sending goes on by itself once that is mended.`

/** The sentence of a core that only reads; null for null. */
export const unreadable = (cause: string | null, dataDir: string): string | null =>
  cause === null
    ? null
    : msg`The queue in ${dataDir} can't be read: ${cause}. Try again when that is mended.`

/** The error that a person gets when SQLite cannot open a file of ours. */
export const toCoreUnavailable = (file: string, error: unknown): CoreUnavailable => {
  if (error instanceof CoreUnavailable) return error
  const text = errorMessage(error)
  if (/malformed|not a database|corrupt/i.test(text)) {
    return new CoreUnavailable(
      'corrupt',
      msg`The queue ${file} is damaged (${text}). It was left as it is; move it aside to start with an empty queue.`,
    )
  }
  if (/locked|busy/i.test(text))
    return new CoreUnavailable(
      'unwritable',
      msg`The queue ${file} is locked by another program. Try again when that has ended.`,
    )
  return new CoreUnavailable(
    'unwritable',
    msg`The queue ${file} cannot be opened (${text}). Check the folder's rights and the free space of its disk.`,
  )
}
