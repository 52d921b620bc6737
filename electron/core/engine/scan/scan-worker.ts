// Worker thread that walks a run folder in name order and posts its entries batch by batch.
import { lstatSync, readdirSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { errorCode, errorMessage } from '../../errors.ts'
import { type FileIdentity, identityOf } from '../../lib/file-identity.ts'
import { RECORDS_FOLDER } from '../../wizard/records-folder.ts'
import { RSYNC_UNFINISHED } from '../../transports/transport.ts'

/** `workerData` of the thread. */
export interface ScanInput {
  readonly folder: string
  /** True: post only the totals of the folder, in one message. */
  readonly measure: boolean
}

/** Totals of a folder: two equal ones mean that nothing changed in between. */
export interface Measure {
  readonly files: number
  readonly bytes: number
  /** mtime of the newest file, epoch ms; 0: there is none. */
  readonly newestMs: number
  /** Relative path of the newest file; null: there is none. */
  readonly newest: string | null
}

export interface ScanEntry extends FileIdentity {
  readonly path: string
  readonly kind: 'file' | 'symlink' | 'special'
  /** False where the name's bytes are not UTF-8; `path` then shows them replaced. */
  readonly utf8: boolean
}

export type ScanMessage =
  | { readonly type: 'batch'; readonly entries: readonly ScanEntry[] }
  | { readonly type: 'done' }
  | { readonly type: 'measure'; readonly measure: Measure }
  /**
   * A folder or file that could not be read; the walk ends there, since a partial list must not
   * pass for the whole.
   */
  | {
      readonly type: 'error'
      readonly code: string
      readonly path: string
      readonly message: string
    }

const BATCH_SIZE = 500
/** Batches in flight before the walk waits for the reader; bounds memory however slow the queue is. */
const MAX_IN_FLIGHT = 4
const port = parentPort
const { folder, measure }: ScanInput = workerData

/** Names as Latin-1 strings, one character a byte: small in memory, and sorted by their bytes. */
const namesIn = (directory: Buffer): string[] =>
  readdirSync(directory, { encoding: 'latin1' }).sort()

const separator = Buffer.from('/')

const NO_IDENTITY: FileIdentity = { size: 0, mtimeUs: 0, ctimeUs: 0, inode: 0 }

function* walk(directory: Buffer, prefix: string, top: boolean): Generator<ScanEntry> {
  for (const name of namesIn(directory)) {
    const bytes = Buffer.from(name, 'latin1')
    const text = bytes.toString('utf8')
    // rsync never sends a folder with the name of its own, so it is no part of a run
    if ((top && text === RECORDS_FOLDER) || text === RSYNC_UNFINISHED) continue
    const utf8 = Buffer.from(text, 'utf8').equals(bytes)
    const full = Buffer.concat([directory, separator, bytes])
    const stat = lstatSync(full)
    const path = prefix + text
    if (stat.isDirectory()) {
      yield* walk(full, `${path}/`, false)
      // reported as an entry, so that a folder whose name is not UTF-8 is refused like a file
      if (!utf8) yield { path, ...NO_IDENTITY, kind: 'special', utf8: false }
      continue
    }
    yield {
      path,
      ...identityOf(stat),
      kind: stat.isFile() ? 'file' : stat.isSymbolicLink() ? 'symlink' : 'special',
      utf8,
    }
  }
}

const post = (message: ScanMessage): void => port?.postMessage(message)

const entries = walk(Buffer.from(folder), '', true)
let inFlight = 0

const pump = (): void => {
  while (inFlight < MAX_IN_FLIGHT) {
    const batch: ScanEntry[] = []
    while (batch.length < BATCH_SIZE) {
      const next = entries.next()
      if (next.done === true) {
        if (batch.length > 0) post({ type: 'batch', entries: batch })
        post({ type: 'done' })
        port?.close()
        return
      }
      batch.push(next.value)
    }
    post({ type: 'batch', entries: batch })
    inFlight += 1
  }
}

const measureEntries = (): Measure => {
  let files = 0
  let bytes = 0
  let newestMs = 0
  let newest: string | null = null
  for (const entry of entries) {
    if (entry.kind !== 'file') continue
    files += 1
    bytes += entry.size
    const mtimeMs = entry.mtimeUs / 1_000
    if (mtimeMs < newestMs) continue
    newestMs = mtimeMs
    newest = entry.path
  }
  return { files, bytes, newestMs, newest }
}

/** Path that a system error names. */
const errorPath = (error: unknown): string | null =>
  error instanceof Error && 'path' in error && typeof error.path === 'string' ? error.path : null

const step = (): void => {
  try {
    if (measure) {
      post({ type: 'measure', measure: measureEntries() })
      port?.close()
    } else pump()
  } catch (error) {
    post({
      type: 'error',
      code: errorCode(error),
      path: errorPath(error) ?? folder,
      message: errorMessage(error),
    })
    port?.close()
  }
}

port?.on('message', () => {
  inFlight -= 1
  step()
})
step()
