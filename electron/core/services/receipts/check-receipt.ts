// Checks a saved receipt: its digest, its totals, and the manifest of the run where that is still on this computer.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import * as z from 'zod'
import { MANIFEST_PATH, manifestLine, readManifest } from '../../engine/attempt/proof/manifest.ts'
import { errorMessage } from '../../errors.ts'
import { JSON_SEAL, TEXT_SEAL } from './receipt-formats.ts'

interface ReceiptCheck {
  readonly ok: boolean
  /** One sentence for each check. The field names are part of the command line's JSON. */
  readonly said: readonly { readonly holds: boolean; readonly words: string }[]
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
  digest: string | null
  head: string
  files: number
  bytes: number
  readonly whole: ReturnType<typeof createHash>
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

/** The digest in the last line of a receipt; null for any other line. */
const sealIn = (line: string): string | null => {
  for (const seal of [JSON_SEAL, TEXT_SEAL])
    if (line.startsWith(seal)) return /[0-9a-f]{64}/.exec(line.slice(seal.length))?.[0] ?? ''
  return null
}

/** Reads a receipt line by line, because it may list a million files. */
const readThrough = async (file: string): Promise<ReceiptReading> => {
  const read: ReceiptReading = {
    digest: null,
    head: '',
    files: 0,
    bytes: 0,
    whole: createHash('sha256'),
    manifest: createHash('sha256'),
  }
  let part: 'head' | 'files' | 'end' = 'head'
  for await (const line of createInterface({ input: createReadStream(file, 'utf8') })) {
    const seal = sealIn(line)
    if (seal !== null) {
      read.digest = seal
      break
    }
    read.whole.update(`${line}\n`)
    if (line === '"list": [') part = 'files'
    else if (line === '],') part = 'end'
    else if (part === 'head') read.head += `${line}\n`
    else if (part === 'files' && line !== '') addFile(read, line)
  }
  return read
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
export const checkReceipt = async (file: string): Promise<ReceiptCheck> => {
  const read = await readThrough(file)
  const said: { holds: boolean; words: string }[] = []
  const say = (holds: boolean, yes: string, no: string): void => {
    said.push({ holds, words: holds ? yes : no })
  }
  say(
    read.digest === read.whole.digest('hex'),
    'The receipt is as it was made.',
    read.digest === null
      ? 'The receipt has no end: it was cut off, or is no receipt.'
      : 'The receipt was altered after it was made.',
  )
  if (read.head.startsWith('{\n"receipt": ')) {
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
  return { ok: said.every((one) => one.holds), said }
}
