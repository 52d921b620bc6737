// Checks a saved receipt: its seal and whose it is, its totals, and the manifest of the run where that is still on this computer.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { MANIFEST_PATH, readManifest } from '../../engine/attempt/proof/manifest.ts'
import { manifestLine } from '../../files/folds/manifest-text.ts'
import { errorMessage } from '../../errors.ts'
import { type KeyStanding, isSealOf } from '../../lib/receipt-keys.ts'
import type { KnownKeys } from './known-keys.ts'
import { END_LINES, hashedLine, sealedText } from './receipt-formats.ts'

interface ReceiptCheck {
  readonly ok: boolean
  /** One sentence for each check. The field names are part of the command line's JSON. */
  readonly said: readonly { readonly holds: boolean; readonly words: string }[]
  /** Who sealed it; null: nobody, or it was changed. */
  readonly sealedBy: { readonly key: string; readonly standing: KeyStanding | 'published' } | null
}

const headSchema = z.object({
  run: z.string(),
  folder: z.string(),
  files: z.number(),
  bytes: z.number(),
  manifestSha256: z.string(),
})
const fileSchema = z.object({
  path: z.string(),
  size: z.number(),
  state: z.string(),
  sha256: z.string().nullable(),
})

interface ReceiptReading {
  /** null: the end is missing. */
  digest: string | null
  key: string | null
  seal: string | null
  /** Text stands below the end, which nothing vouches for. */
  hasMore: boolean
  head: string
  files: number
  bytes: number
  readonly whole: ReturnType<typeof createHash>
  /** Of the lines as they are: receipts of older versions may have blanks at the end of a line. */
  readonly exact: ReturnType<typeof createHash>
  readonly manifest: ReturnType<typeof createHash>
}

const parseFileLine = (line: string): z.infer<typeof fileSchema> | null => {
  try {
    return fileSchema.parse(JSON.parse(line))
  } catch {
    return null
  }
}

const addFile = (read: ReceiptReading, line: string): void => {
  const file = parseFileLine(line.replace(/,$/, ''))
  // a truncated line is skipped: the digest will differ in any case
  if (file === null || file.state === 'excluded') return
  read.files += 1
  read.bytes += file.size
  if (file.sha256 !== null && (file.state === 'verified' || file.state === 'cleaned'))
    read.manifest.update(manifestLine(file.sha256, file.path))
}

/** The lines of a file, without their ends and without a byte order mark: it may list a million files. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = ''
  let isFirst = true
  const whole = (line: string): string => {
    const text = line.endsWith('\r') ? line.slice(0, -1) : line
    const isBegin = isFirst
    isFirst = false
    return isBegin ? text.replace(/^\uFEFF/, '') : text
  }
  for await (const chunk of createReadStream(file, 'utf8') as AsyncIterable<string>) {
    const lines = `${rest}${chunk}`.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield whole(line)
  }
  if (rest !== '') yield whole(rest)
}

/** Takes a line of the end; true where it is one. */
const readEnd = (read: ReceiptReading, line: string): boolean => {
  if (read.digest === null) {
    const digest = END_LINES.digest.exec(line)?.[1] ?? null
    read.digest = digest
    return digest !== null
  }
  const key = END_LINES.key.exec(line)?.[1]
  const seal = END_LINES.seal.exec(line)?.[1]
  if (key !== undefined && read.key === null) read.key = key
  else if (seal !== undefined && read.seal === null) read.seal = seal
  else if (line.trim() !== '' && line !== '}') read.hasMore = true
  return true
}

const readThrough = async (file: string): Promise<ReceiptReading> => {
  const read: ReceiptReading = {
    digest: null,
    key: null,
    seal: null,
    hasMore: false,
    head: '',
    files: 0,
    bytes: 0,
    whole: createHash('sha256'),
    exact: createHash('sha256'),
    manifest: createHash('sha256'),
  }
  let part: 'head' | 'files' | 'end' = 'head'
  for await (const line of linesOf(file)) {
    if (readEnd(read, hashedLine(line))) continue
    read.exact.update(`${line}\n`)
    read.whole.update(`${hashedLine(line)}\n`)
    if (line === '"list": [') part = 'files'
    else if (line === '],') part = 'end'
    else if (part === 'head') read.head += `${line}\n`
    else if (part === 'files' && line !== '') addFile(read, line)
  }
  return read
}

const CHANGED =
  'The receipt was changed after it was made. A mail program that wraps its lines changes it too: check the file as it was saved.'

type Said = ReceiptCheck['said'][number]

/** What the end of a receipt says of the whole: whether it was changed, and who sealed it. */
const checkSeal = (
  read: ReceiptReading,
  keys: KnownKeys,
): { readonly said: Said[]; readonly sealedBy: ReceiptCheck['sealedBy'] } => {
  const bad = (words: string) => ({ said: [{ holds: false, words }], sealedBy: null })
  const { digest, key, seal } = read
  if (digest === null) return bad('The receipt has no end: it was cut off, or is no receipt.')
  const exact = read.exact.digest('hex')
  const isWhole = digest === read.whole.digest('hex')
  if (key === null && seal === null) {
    if ((!isWhole && digest !== exact) || read.hasMore) return bad(CHANGED)
    const said = [
      { holds: true, words: 'The digest is that of the lines: nothing was changed by accident.' },
      {
        holds: false,
        words:
          'It has no seal. Older versions made such receipts, but anybody can change one and write a new digest: it proves no author.',
      },
    ]
    return { said, sealedBy: null }
  }
  const isSealed =
    key !== null && seal !== null && isSealOf({ key, signature: seal }, sealedText(digest))
  if (!isWhole || !isSealed || read.hasMore) return bad(CHANGED)
  const whole = { holds: true, words: 'The receipt is as it was made.' }
  const here = keys.standingOf(key)
  const { published } = keys
  const standing = here === 'unknown' && published?.key === key ? 'published' : here
  const words = {
    current: `It was sealed by this data folder, with the key ${key}.`,
    former: `It was sealed by this data folder, with a key that it had before: ${key}.`,
    published: `It was sealed on ${published?.station ?? ''}, with the key that was given: ${key}.`,
    unknown: `The key that sealed it is not known here: ${key}. Who made it can be told by the files receipt-key-... in .exlab-sync on the NAS; name one with --key.`,
  }[standing]
  return {
    said: [whole, { holds: standing !== 'unknown', words }],
    sealedBy: { key, standing },
  }
}

/** SHA-256 of the manifest in a run folder, or why it can't be read; null: there is none. */
const manifestHere = async (
  folder: string,
): Promise<{ readonly digest: string; readonly fault: string | null } | null> => {
  const hash = createHash('sha256')
  try {
    const found = await readManifest(folder, (piece) => hash.update(piece))
    return found ? { digest: hash.digest('hex'), fault: null } : null
  } catch (error) {
    return { digest: '', fault: `The manifest of the run can't be read: ${errorMessage(error)}.` }
  }
}

/** Checks the receipt in a file. Throws where the file cannot be read or is not a receipt. */
export const checkReceipt = async (file: string, keys: KnownKeys): Promise<ReceiptCheck> => {
  const read = await readThrough(file)
  const { said, sealedBy } = checkSeal(read, keys)
  const say = (holds: boolean, yes: string, no: string): void => {
    said.push({ holds, words: holds ? yes : no })
  }
  // what was changed says nothing
  const isWhole = said[0]?.holds === true
  if (isWhole && read.head.startsWith('{\n"receipt": ')) {
    const text = read.head.slice('{\n"receipt": '.length).replace(/,\s*$/, '')
    const head = headSchema.parse(JSON.parse(text))
    const manifest = read.manifest.digest('hex')
    say(
      read.files === head.files && read.bytes === head.bytes,
      `It lists ${read.files} files, ${read.bytes} bytes, as it says.`,
      `It says ${head.files} files, ${head.bytes} bytes, and lists ${read.files} files, ${read.bytes} bytes.`,
    )
    say(
      manifest === head.manifestSha256,
      'Its list gives the manifest that it names.',
      'Its list does not give the manifest that it names.',
    )
    const local = join(head.folder, MANIFEST_PATH)
    const now = await manifestHere(head.folder)
    if (now !== null)
      say(
        now.digest === head.manifestSha256,
        `${local} is the manifest of the receipt.`,
        now.fault ??
          `${local} is another manifest than that of the receipt: the run was proven again since, or the file was changed.`,
      )
  }
  return { ok: said.every((one) => one.holds), said, sealedBy }
}
