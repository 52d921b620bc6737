// Escapes control characters of file names and program output, so that a terminal, a printer or a log file never obeys them.

const CONTROL = /[\u0000-\u001f\u007f]/g
const CONTROL_BUT_TAB = /[\u0000-\u0008\u000a-\u001f\u007f]/g

const codeOf = (character: string): number => character.codePointAt(0) ?? 0

/** The picture of a control character: U+2400 and following. */
const pictureOf = (character: string): string =>
  String.fromCodePoint(character === '\u007f' ? 0x2421 : 0x2400 + codeOf(character))

export const hasControlCharacter = (text: string): boolean => text.search(CONTROL) !== -1

/** Control characters become their hexadecimal codes, such as `\x0a`. */
export const escapeAsCode = (text: string): string =>
  text.replaceAll(CONTROL, (c) => `\\x${codeOf(c).toString(16).padStart(2, '0')}`)

/** Control characters become question marks. */
export const escapeAsMark = (text: string): string => text.replaceAll(CONTROL, '?')

/** Control characters become their pictures. */
export const escapeAsPicture = (text: string): string => text.replaceAll(CONTROL, pictureOf)

/** For one line of a log: tabs stay, a line break becomes ⏎, other control characters become their pictures. */
export const escapeForLog = (text: string): string =>
  text.replaceAll(CONTROL_BUT_TAB, (c) => (c === '\n' ? '⏎' : pictureOf(c)))

/** The text that `escapeAsCode` wrote: `\x0a` becomes the character again. */
export const decodeEscapes = (text: string): string =>
  text.replaceAll(/\\x([01][0-9a-f]|7f)/gi, (_, code: string) =>
    String.fromCodePoint(Number.parseInt(code, 16)),
  )
