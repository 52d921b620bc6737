// Exclusion patterns by which an operator excludes files of a run, or the settings those of an instrument: `*` and `?`
// within a name, `**` across folders. Pure.
import { msg } from '../../../shared/language/msg.ts'

/** Longest pattern that is accepted, in characters. */
export const MAX_PATTERN_LENGTH = 500

/** Why a pattern cannot be used, as a sentence; null: it can. */
export const refusePattern = (pattern: string): string | null => {
  if (pattern.length > MAX_PATTERN_LENGTH)
    return msg`The pattern is longer than ${MAX_PATTERN_LENGTH} characters.`
  if (/^[\s/]*$/.test(pattern)) return msg`The pattern names no file.`
  if (pattern.includes('\\'))
    return msg`A pattern has forward slashes between folders, on every system; ? stands for any one character.`
  return null
}

/** Code units of the character at an index: `?` matches a whole character. */
const width = (text: string, at: number): number => ((text.codePointAt(at) ?? 0) > 0xff_ff ? 2 : 1)

/**
 * Matches wildcards greedily: on a mismatch only the last star takes one more element, so that no
 * pattern needs more than `n * m` steps. `n`, `m`: lengths of the pattern and the text; `fits`:
 * compares one element of each; `star`: a pattern element that matches any number; `next`: the
 * index after a text element.
 */
const matchGreedily = (
  n: number,
  m: number,
  star: (p: number) => boolean,
  fits: (p: number, t: number) => boolean,
  next: (t: number) => number,
): boolean => {
  let p = 0
  let t = 0
  let lastStar = -1
  let from = 0
  while (t < m) {
    if (p < n && star(p)) {
      lastStar = p
      from = t
      p += 1
    } else if (p < n && fits(p, t)) {
      p += 1
      t = next(t)
    } else if (lastStar >= 0) {
      from = next(from)
      t = from
      p = lastStar + 1
    } else return false
  }
  while (p < n && star(p)) p += 1
  return p === n
}

/** Whether a name is as a part of a pattern says: `*` any characters, `?` one. */
export const nameMatches = (part: string, name: string): boolean => {
  if (part === '*') return true
  const letters = Array.from(part)
  return matchGreedily(
    letters.length,
    name.length,
    (p) => letters[p] === '*',
    (p, t) => {
      const letter = letters[p] ?? ''
      return letter === '?' || name.startsWith(letter, t)
    },
    (t) => t + width(name, t),
  )
}

/**
 * Compiles a pattern to a test for paths of a run. A pattern without a slash matches a name in any
 * folder, one with a slash the path from the run folder on, one that ends in a slash everything in
 * that folder. Case-sensitive.
 */
export const compilePattern = (pattern: string): ((path: string) => boolean) => {
  const leaf = !pattern.includes('/')
  if (leaf) return (path) => nameMatches(pattern, path.slice(path.lastIndexOf('/') + 1))
  const rooted = pattern.replace(/^\/+/, '').replace(/\/+$/, '/**')
  const parts = rooted.split('/').filter((part) => part !== '')
  return (path) => {
    const names = path.split('/')
    return matchGreedily(
      parts.length,
      names.length,
      (p) => parts[p] === '**',
      (p, t) => nameMatches(parts[p] ?? '', names[t] ?? ''),
      (t) => t + 1,
    )
  }
}

/**
 * Compiles the standing exclusions of an instrument to one test for paths of a run. Capitals do not matter to it, because
 * systems write these names in both forms (`Thumbs.db`, `thumbs.db`).
 */
export const compileAnyPattern = (patterns: readonly string[]): ((path: string) => boolean) => {
  const tests = patterns.map((pattern) => compilePattern(pattern.toLowerCase()))
  return (path) => {
    const lower = path.toLowerCase()
    return tests.some((matches) => matches(lower))
  }
}
