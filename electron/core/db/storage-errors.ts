// Errors that mean that the queue or a log cannot be written: told apart from bugs, and put into words (docs/spec.md 12).

/** SQLite's primary result codes (sqlite.org/rescode.html) that the disk, not this program, is to blame for. */
const SQLITE: Readonly<Record<number, string>> = {
  5: 'it is locked by another program',
  8: 'it is read-only',
  10: 'the disk reports an error',
  11: 'it is damaged',
  13: 'the disk is full',
  14: 'it cannot be opened',
  26: 'it is no queue of ours',
}

const SYSTEM: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: "this account's space on the disk is used up",
  EROFS: 'the disk is read-only',
  EIO: 'the disk reports an error',
  EFBIG: 'a file may not grow any further',
}

/** Why the data folder can't be written, in words; null: the error is something else. */
export const storageFault = (error: unknown): string | null => {
  if (!(error instanceof Error)) return null
  if ('errcode' in error && typeof error.errcode === 'number')
    return SQLITE[error.errcode & 0xff] ?? null
  return 'code' in error && typeof error.code === 'string' ? (SYSTEM[error.code] ?? null) : null
}

/** The sentence for it; null for null. */
export const unwritable = (words: string | null, dataDir: string): string | null =>
  words === null
    ? null
    : `The queue in ${dataDir} can't be written: ${words}. Nothing is lost; sending goes on by itself once that is mended.`
