// Makes visible what would not be seen as it is: control, bidirectional and zero-width characters of names and of program output,
// so that a terminal, a printer or a log file never obeys them and a name never looks like another.

/**
 * Characters that draw nothing or change what stands around them: control characters (C0, C1), format characters (bidirectional
 * marks, zero-width ones, tags), line separators, halves of a pair, and letters that are drawn as nothing.
 */
const HIDDEN_CLASS = String.raw`[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0]`
/** Not hidden: a joiner between two pictures makes one picture of them, which is seen. */
const JOINED_PICTURES = String.raw`(?<=\p{Extended_Pictographic}[\ufe0f\u{1f3fb}-\u{1f3ff}]?)\u200d(?=\p{Extended_Pictographic})`
/** A pattern that is compiled when it is used first: its classes of characters take V8 longer than most processes need them. */
const whenUsed = (source: string): (() => RegExp) => {
  let pattern: RegExp | null = null
  return () => (pattern ??= new RegExp(source, 'gu'))
}
const hidden = whenUsed(`(?!${JOINED_PICTURES})${HIDDEN_CLASS}`)
const hiddenButLines = whenUsed(String.raw`(?![\t\n]|${JOINED_PICTURES})${HIDDEN_CLASS}`)

/** Printable ASCII has nothing hidden: most lines and names are told by it in a fraction of the time. */
const PLAIN = /^[\u0020-\u007e]*$/
const PLAIN_LINES = /^[\t\n\u0020-\u007e]*$/

const CONTROL = /[\u0000-\u001f\u007f]/

/** The escape of a character as JSON and JavaScript write it: `\u202e`, two of them above U+FFFF. */
const escapeOf = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('')

/** True for a name with a control character that the transfer tools alter (C0 or DEL). */
export const hasControlCharacter = (text: string): boolean => CONTROL.test(text)

/** True where a text has a character that would not be seen as it is. */
export const hasHidden = (text: string): boolean => text.search(hidden()) !== -1

/** A name or another text of one line: every hidden character becomes its escape, `\u202e`. */
export const visible = (text: string): string =>
  PLAIN.test(text) ? text : text.replaceAll(hidden(), escapeOf)

/** A text of several lines: as `visible`, and line feeds and tabs stay. JSON remains the same JSON. */
export const visibleLines = (text: string): string =>
  PLAIN_LINES.test(text) ? text : text.replaceAll(hiddenButLines(), escapeOf)

/** One line of a log: as `visible`, but tabs stay and a line break becomes ⏎. */
export const visibleLogLine = (text: string): string => visibleLines(text).replaceAll('\n', '⏎')

/** The text that `visible` wrote: `\\u000a`, or `\\x0a`, becomes the hidden character again. */
export const decodeEscapes = (text: string): string =>
  text.replaceAll(/\\x([01][0-9a-f]|7f)|(?:\\u[0-9a-f]{4})+/gi, (escape, code?: string) => {
    if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16))
    const units = escape.match(/[0-9a-f]{4}/gi) ?? []
    const decoded = String.fromCharCode(...units.map((unit) => Number.parseInt(unit, 16)))
    // what is no hidden character was written by nobody's escape
    return visible(decoded) === escape.toLowerCase() ? decoded : escape
  })
