// Looks for a text in many paths at once: they come as one string, in which a search costs next to nothing a path.

/** Between two paths of a chunk: the one character that no path can hold. */
export const BETWEEN = '\0'

/** Rows looked at together: their paths as one string stay in the processor's cache. */
export const CHUNK_ROWS = 2_000

/** What is looked for, and how both sides are made comparable. */
export interface Needle {
  readonly text: string
  /** Only ASCII: the paths' other letters need no composing. */
  readonly plain: boolean
}

const fold = (text: string, plain: boolean): string =>
  (plain ? text : text.normalize('NFC')).toLowerCase()

/** Upper and lower case are the same, in any script, and so are the two ways to write an accent. */
export const needleOf = (text: string): Needle => {
  const plain = /^[\0-\x7F]*$/.test(text)
  return { text: fold(text, plain), plain }
}

/** Calls `onHit` with the place of each path that holds the text, in the folded chunk; it answers whether to go on. */
const eachHit = (folded: string, needle: Needle, onHit: (at: number) => boolean): void => {
  if (needle.text.includes(BETWEEN)) return
  let at = folded.indexOf(needle.text)
  while (at !== -1 && onHit(at)) {
    const end = folded.indexOf(BETWEEN, at)
    at = end === -1 ? -1 : folded.indexOf(needle.text, end + 1)
  }
}

/** How many paths of the chunk hold the text. */
export const countHits = (chunk: string, needle: Needle): number => {
  let hits = 0
  eachHit(fold(chunk, needle.plain), needle, () => {
    hits += 1
    return true
  })
  return hits
}

/** The paths that hold the text, from the one after the first `skip`, `most` of them. */
export const hitsIn = (chunk: string, needle: Needle, skip: number, most: number): string[] => {
  const folded = fold(chunk, needle.plain)
  // letters that become two when they are lowered (or one when composed) move all that follows
  if (!needle.plain || folded.length !== chunk.length)
    return chunk
      .split(BETWEEN)
      .filter((path) => countHits(path, needle) > 0)
      .slice(skip, skip + most)
  const found: string[] = []
  let passed = 0
  eachHit(folded, needle, (at) => {
    passed += 1
    if (passed <= skip) return true
    const end = chunk.indexOf(BETWEEN, at)
    found.push(chunk.slice(chunk.lastIndexOf(BETWEEN, at) + 1, end === -1 ? chunk.length : end))
    return found.length < most
  })
  return found
}
