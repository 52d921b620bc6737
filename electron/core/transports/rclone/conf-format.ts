// Reads and writes the text of an rclone.conf, plain or encrypted as rclone itself does it (rclone docs, "Configuration
// Encryption"). rclone before 1.68 encrypts a file only in a dialogue with a person, and takes options on its command line,
// where other accounts can read them; so the app writes its own file, in rclone's format. Pure.
import { createHash, randomBytes } from 'node:crypto'
import { xsalsa20poly1305 } from '@noble/ciphers/salsa.js'
import { msg } from '../../../../shared/language/msg.ts'

/** Options of a remote, with its `type`. */
export type Section = Readonly<Record<string, string>>

const MARK = 'RCLONE_ENCRYPT_V0:'
const NONCE_BYTES = 24

const isComment = (line: string): boolean => line === '' || /^[#;]/.test(line)

/** True where the text is encrypted: its first line beside comments says so. */
export const isEncrypted = (text: string): boolean =>
  text
    .split('\n')
    .map((line) => line.trim())
    .find((line) => !isComment(line))
    ?.startsWith('RCLONE_ENCRYPT_V') === true

const keyOf = (password: string): Uint8Array =>
  createHash('sha256')
    .update(`[${password.normalize('NFKC')}][rclone-config]`)
    .digest()

/** Encrypts a text as rclone reads it (NaCl's secretbox). */
export const encrypt = (text: string, password: string): string => {
  const nonce = randomBytes(NONCE_BYTES)
  const box = xsalsa20poly1305(keyOf(password), nonce).encrypt(Buffer.from(text))
  const body = Buffer.concat([nonce, box]).toString('base64')
  return `# Encrypted rclone configuration File\n\n${MARK}\n${body}\n`
}

/** The text of an encrypted rclone.conf; null: the password is another one, or the file is damaged. */
export const decrypt = (text: string, password: string): string | null => {
  const at = text.indexOf(MARK)
  const box = Buffer.from(text.slice(at + MARK.length).replace(/\s+/g, ''), 'base64')
  if (at === -1 || box.length <= NONCE_BYTES) return null
  try {
    const cipher = xsalsa20poly1305(keyOf(password), box.subarray(0, NONCE_BYTES))
    return Buffer.from(cipher.decrypt(box.subarray(NONCE_BYTES))).toString('utf8')
  } catch {
    return null
  }
}

const headOf = (line: string): string | null => {
  const text = line.trim()
  return text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1).trim() : null
}

/** A value without the quotes that rclone puts around some (`goconfig`). */
const unquote = (value: string): string => {
  const quote = value.startsWith('`') ? '`' : value.startsWith('"""') ? '"""' : null
  if (quote === null || value.length < 2 * quote.length || !value.endsWith(quote)) return value
  return value.slice(quote.length, -quote.length)
}

/** The remotes of an rclone.conf by name. */
export const sectionsOf = (text: string): ReadonlyMap<string, Section> => {
  const found = new Map<string, Record<string, string>>()
  let section: Record<string, string> | null = null
  for (const line of text.replace(/^\ufeff/, '').split('\n')) {
    const head = headOf(line)
    if (head !== null) {
      section = found.get(head) ?? {}
      found.set(head, section)
      continue
    }
    const cut = line.search(/[=:]/)
    if (section === null || cut < 1 || isComment(line.trim())) continue
    section[line.slice(0, cut).trim()] = unquote(line.slice(cut + 1).trim())
  }
  return found
}

/** Why a value can't stand in an rclone.conf, as the end of a sentence that begins with its option; null: it can. */
export const valueFault = (value: string): string | null => {
  // a line break would begin another option, which may name a program
  if (/[\u0000-\u001f\u007f]/.test(value)) return msg`has a line break or another control character`
  // rclone itself loses these when it writes its file again
  return value !== value.trim() || value.includes('`') || value.startsWith('"""')
    ? msg`begins or ends with a blank, or has a \` in it, which rclone.conf can’t keep`
    : null
}

/**
 * The text with this remote in place of the one of that name, or without it (null). All other lines stay. Throws RangeError for a
 * value that can't stand in the file.
 */
export const withSection = (text: string, name: string, section: Section | null): string => {
  const lines = text === '' ? [] : text.replace(/\n+$/, '').split('\n')
  const from = lines.findIndex((line) => headOf(line) === name)
  const next = lines.findIndex((line, at) => at > from && headOf(line) !== null)
  const to = next === -1 ? lines.length : next
  const own =
    section === null
      ? []
      : [
          `[${name}]`,
          ...Object.entries(section).map(([option, value]) => {
            const fault = valueFault(value)
            if (fault !== null) throw new RangeError(`${option} ${fault}`)
            return `${option} = ${value}`
          }),
          '',
        ]
  const kept =
    from === -1
      ? lines.length === 0 || own.length === 0
        ? [...lines, ...own]
        : [...lines, '', ...own]
      : [...lines.slice(0, from), ...own, ...lines.slice(to)]
  return kept.length === 0 ? '' : `${kept.join('\n').replace(/\n+$/, '')}\n`
}
