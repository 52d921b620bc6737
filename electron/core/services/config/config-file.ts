// Reads the text of config.yaml: a regular file of bounded size in UTF-8, or a fault with words.
import { msg } from '../../../../shared/language/msg.ts'
import type { ConfigProblem } from '../../../../shared/model/settings.ts'
import { errorCode, errorMessage } from '../../errors.ts'
import { FileRefused, readBounded } from '../../lib/bounded-file.ts'

/** Most bytes of config.yaml; one of a hundred instruments has about 50,000. */
const MAX_BYTES = 256 << 10

interface ConfigText {
  /** null: it could not be read. */
  readonly text: string | null
  readonly exists: boolean
  /** Why there is no text; null: there is, or there is no file. */
  readonly problem: ConfigProblem | null
}

const AS_UTF8 = msg`Save it as UTF-8 (in Notepad: Save as, Encoding: UTF-8).`

/** The encoding of a text that is not UTF-8, by its first bytes; null: not known. */
const otherEncoding = (bytes: Buffer): string | null => {
  const [a, b, c, d] = bytes
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return 'UTF-16'
  // without a mark every other byte of plain letters is zero
  return (a === 0 && b !== 0) || (b === 0 && a !== 0 && (d === 0 || c === undefined))
    ? 'UTF-16'
    : null
}

/** The line of the first byte that is no UTF-8. */
const firstBadLine = (bytes: Buffer): number => {
  const decoded = bytes.toString('utf8')
  for (const [at, line] of decoded.split('\n').entries()) if (line.includes('\ufffd')) return at + 1
  return 1
}

const decode = (bytes: Buffer): ConfigText => {
  const refuse = (line: number, message: string): ConfigText => ({
    text: null,
    exists: true,
    problem: { line, key: '', message },
  })
  const encoding = otherEncoding(bytes)
  if (encoding !== null) return refuse(1, msg`config.yaml is written in ${encoding}. ${AS_UTF8}`)
  try {
    // a mark of UTF-8 at the beginning stays: it is part of what a save compares
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return { text, exists: true, problem: null }
  } catch {
    return refuse(firstBadLine(bytes), msg`This line is not written in UTF-8. ${AS_UTF8}`)
  }
}

/** The text of config.yaml. Never throws and never waits. */
export const readConfigFile = (file: string): ConfigText => {
  try {
    return decode(readBounded(file, MAX_BYTES))
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return { text: null, exists: false, problem: null }
    const message =
      error instanceof FileRefused
        ? msg`${error.message}. config.yaml must be a text file.`
        : msg`${file} can't be read: ${errorMessage(error)}`
    return { text: null, exists: true, problem: { line: null, key: '', message } }
  }
}
