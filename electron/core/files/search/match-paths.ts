// Looks for a text with letters beyond ASCII in many paths at once: they come as one string, which is searched as a whole.

/** Between two paths of a chunk: the one character that no path can hold. */
export const SEPARATOR = '\0'

/** Rows looked at together: their paths as one string stay in the processor's cache. */
export const CHUNK_ROWS = 2_000

/** The files of a run, as they are listed now. */
export interface SearchedRun {
  readonly jobId: number
  /** Of the run: a number that was given back may be another run's. */
  readonly createdAt: number
  /** `seq` of the last file. */
  readonly last: number
}

/** A path never changes, so what is known of a run's list holds until files are added. */
export const versionOf = ({ jobId, createdAt, last }: SearchedRun): string =>
  `${jobId} ${createdAt} ${last}`

/** Only ASCII: SQLite's own `lower` is enough. It ends a text at a zero, which no path holds. */
export const isPlain = (text: string): boolean => /^[\x01-\x7F]*$/.test(text)

/** Upper and lower case are the same, in any script, and so are the two ways to write an accent. */
export const fold = (text: string): string => text.normalize('NFC').toLowerCase()

/** How many paths of the chunk hold the needle, letter for letter. */
export const countExact = (chunk: string, needle: string): number => {
  // no paths at all, or a text that none can hold
  if (chunk === '' || needle.includes(SEPARATOR)) return 0
  let hits = 0
  for (let at = chunk.indexOf(needle); at !== -1;) {
    hits += 1
    const end = chunk.indexOf(SEPARATOR, at)
    at = end === -1 ? -1 : chunk.indexOf(needle, end + 1)
  }
  return hits
}

/** How many paths of the chunk hold the folded needle. */
export const countHits = (chunk: string, needle: string): number => countExact(fold(chunk), needle)

/** The paths that hold the folded needle, from the one after the first `skip`, `most` of them. */
export const hitsIn = (chunk: string, needle: string, skip: number, most: number): string[] =>
  chunk
    .split(SEPARATOR)
    .filter((path) => fold(path).includes(needle))
    .slice(skip, skip + most)
