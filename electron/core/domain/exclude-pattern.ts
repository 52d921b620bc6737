// Writes a standing exclusion of an instrument in the notation that rclone and rsync share, for a push of the whole run folder:
// a file that appears after the walk is not sent either. Pure.

const WILDCARDS = new Set(['*', '?'])
/** Characters that mean something to rclone or to rsync and stand for themselves in a pattern of ours. */
const MARKS = new Set(['[', ']', '{', '}', '\\'])

/** Either form of a letter, since capitals do not matter to these patterns. */
const anyCase = (letter: string): string => {
  const [lower, upper] = [letter.toLowerCase(), letter.toUpperCase()]
  return lower === upper || upper.length !== letter.length ? letter : `[${lower}${upper}]`
}

const character = (c: string): string =>
  WILDCARDS.has(c) ? c : MARKS.has(c) ? `\\${c}` : anyCase(c)

/**
 * The pattern for `--exclude` (domain/exclusion.ts has its meaning): a tool leaves out nothing that it does not name. One with a
 * slash at its beginning is seen from the run folder.
 */
export const excludePattern = (pattern: string): string => {
  const path = pattern.replace(/^\/+/, '').replace(/\/+$/, '/**')
  const text = Array.from(path.replace(/^(?:\*\*\/)+/, ''), character).join('')
  return !pattern.includes('/') || path.startsWith('**/') ? text : `/${text}`
}
