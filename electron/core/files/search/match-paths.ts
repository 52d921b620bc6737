// Matches a text against many paths at once: the paths of a chunk are one string, which is searched as a whole.

/** Separates the paths of a chunk: NUL, the one character that no path can have. */
export const SEPARATOR = '\0'

/** Files of a chunk: few enough for their paths to stay in the processor's cache. */
export const CHUNK_ROWS = 2_000

/** The files of a run at one time. */
export interface SearchedRun {
  readonly jobId: number
  /** Of the job, epoch ms: SQLite may give the id of a deleted job to a new one. */
  readonly createdAt: number
  /** `seq` of the last file. */
  readonly last: number
}

/** Identifies a run's list of paths. A path never changes, so the version differs only when files were added. */
export const versionOf = ({ jobId, createdAt, last }: SearchedRun): string =>
  `${jobId} ${createdAt} ${last}`

/** True of an ASCII text, which SQLite's own `lower` can fold. NUL is excluded, because SQLite ends a text there. */
export const isAscii = (text: string): boolean => /^[\x01-\x7F]*$/.test(text)

/** Folds a text, so that neither case (in any script) nor the way to write an accent matters. */
export const fold = (text: string): string => text.normalize('NFC').toLowerCase()

/** Number of paths of the chunk that contain the needle exactly. */
export const countExact = (chunk: string, needle: string): number => {
  // an empty chunk, or a text that no path can contain
  if (chunk === '' || needle.includes(SEPARATOR)) return 0
  let hits = 0
  for (let at = chunk.indexOf(needle); at !== -1;) {
    hits += 1
    const end = chunk.indexOf(SEPARATOR, at)
    at = end === -1 ? -1 : chunk.indexOf(needle, end + 1)
  }
  return hits
}

/** Number of paths of the chunk that contain the folded needle. */
export const countHits = (chunk: string, needle: string): number => countExact(fold(chunk), needle)

/** The paths that contain the folded needle: after the first `skip` of them, at most `most`. */
export const hitsIn = (chunk: string, needle: string, skip: number, most: number): string[] =>
  chunk
    .split(SEPARATOR)
    .filter((path) => fold(path).includes(needle))
    .slice(skip, skip + most)
