// How rclone stores a name with characters that a backend does not take: look-alikes in their place (rclone docs,
// "Restricted filenames"). Pure.

const FULL_WIDTH = 0xfee0
const PICTURES = 0x2400
const QUOTE = '\u201b'

/** Characters by the name that rclone's `encoding` option has for them. Slashes and line breaks never stand in our names. */
const ANYWHERE: Readonly<Record<string, string>> = {
  LtGt: '<>',
  DoubleQuote: '"',
  SingleQuote: "'",
  BackQuote: '`',
  Dollar: '$',
  Colon: ':',
  Question: '?',
  Asterisk: '*',
  Pipe: '|',
  Hash: '#',
  Percent: '%',
  BackSlash: '\\',
  SquareBracket: '[]',
  Semicolon: ';',
  Exclamation: '!',
}
const AT_THE_START: Readonly<Record<string, string>> = {
  LeftSpace: ' ',
  LeftPeriod: '.',
  LeftTilde: '~',
}
const AT_THE_END: Readonly<Record<string, string>> = { RightSpace: ' ', RightPeriod: '.' }

const lookAlike = (c: string): string =>
  c === ' '
    ? String.fromCharCode(PICTURES + 0x20)
    : String.fromCharCode(c.charCodeAt(0) + FULL_WIDTH)

/** What stands for each character: its look-alike, and the quoted look-alike where that stands in the name already. */
const replacements = (characters: string): ReadonlyMap<string, string> =>
  new Map(
    Array.from(characters).flatMap((c) => [
      [c, lookAlike(c)],
      [lookAlike(c), `${QUOTE}${lookAlike(c)}`],
    ]),
  )

const charactersOf = (flags: readonly string[], table: Readonly<Record<string, string>>): string =>
  flags.map((flag) => (Object.hasOwn(table, flag) ? (table[flag] ?? '') : '')).join('')

/** The names that a backend with this `encoding` stores; null: it stores all names as they are. */
export const nameEncoder = (encoding: string): ((path: string) => string) | null => {
  const flags = encoding.split(',').map((flag) => flag.trim())
  if (flags.includes('Raw')) return null
  const inside = replacements(charactersOf(flags, ANYWHERE))
  const first = replacements(charactersOf(flags, AT_THE_START))
  const last = replacements(charactersOf(flags, AT_THE_END))
  if (inside.size + first.size + last.size === 0) return null
  const encode = (name: string): string => {
    const characters = Array.from(name)
    const end = characters.length - 1
    return characters
      .map((c, index) => {
        const atStart = index === 0 ? first.get(c) : undefined
        const atEnd = index === end ? last.get(c) : undefined
        return atStart ?? atEnd ?? inside.get(c) ?? c
      })
      .join('')
  }
  return (path) => path.split('/').map(encode).join('/')
}
