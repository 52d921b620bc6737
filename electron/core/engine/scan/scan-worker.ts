// Walks a run folder off the main thread, in name order, and hands it over batch by batch.
import { lstatSync, readdirSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'

/** What the thread is started with. */
export interface ScanInput {
  readonly folder: string
  /** Only what the folder amounts to, in one message. */
  readonly measure: boolean
}

/** What a folder amounts to: two that are equal mean that nothing moved in between. */
export interface Measure {
  readonly files: number
  readonly bytes: number
  /** Of the youngest file, epoch ms; 0: there is none. */
  readonly newestMs: number
  /** Relative path of the youngest file; null: there is none. */
  readonly newest: string | null
}

export interface ScanEntry {
  readonly path: string
  readonly size: number
  readonly mtimeUs: number
  readonly kind: 'file' | 'symlink' | 'special'
  /** False where the name's bytes are not UTF-8; `path` then shows them replaced. */
  readonly utf8: boolean
}

export type ScanMessage =
  | { readonly type: 'batch'; readonly entries: readonly ScanEntry[] }
  | { readonly type: 'done' }
  | { readonly type: 'measure'; readonly measure: Measure }
  /** A folder or file that could not be read; the walk ends there, since a partial list would be a lie. */
  | {
      readonly type: 'error'
      readonly code: string
      readonly path: string
      readonly message: string
    }

const BATCH = 500
/** Batches in flight before the walk waits for the reader: bounds memory however slow the queue is. */
const AHEAD = 4
/** The run's own records, written by us and by ExLab-Wizard: never part of what is proven (docs/spec.md 5). */
const RECORDS = '.exlab-wizard'
/** Where rsync keeps files that were cut off; belongs to the transport, not to the run. */
const PARTIAL = '.rsync-partial'

const port = parentPort
const { folder, measure }: ScanInput = workerData

/** Names as byte strings: a million of them stay small in memory, and their order is the order of their bytes. */
const namesIn = (directory: Buffer): string[] =>
  readdirSync(directory, { encoding: 'latin1' }).sort()

const separator = Buffer.from('/')

function* walk(directory: Buffer, prefix: string, top: boolean): Generator<ScanEntry> {
  for (const name of namesIn(directory)) {
    const bytes = Buffer.from(name, 'latin1')
    const text = bytes.toString('utf8')
    if ((top && text === RECORDS) || text === PARTIAL) continue
    const utf8 = Buffer.from(text, 'utf8').equals(bytes)
    const full = Buffer.concat([directory, separator, bytes])
    const stat = lstatSync(full)
    const path = prefix + text
    if (stat.isDirectory()) {
      yield* walk(full, `${path}/`, false)
      // a folder whose name cannot be told to a tool is as unprovable as a file
      if (!utf8) yield { path, size: 0, mtimeUs: 0, kind: 'special', utf8: false }
      continue
    }
    yield {
      path,
      size: stat.size,
      mtimeUs: Math.round(stat.mtimeMs * 1_000),
      kind: stat.isFile() ? 'file' : stat.isSymbolicLink() ? 'symlink' : 'special',
      utf8,
    }
  }
}

const post = (message: ScanMessage): void => port?.postMessage(message)

const entries = walk(Buffer.from(folder), '', true)
let inFlight = 0

const pump = (): void => {
  while (inFlight < AHEAD) {
    const batch: ScanEntry[] = []
    while (batch.length < BATCH) {
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

const total = (): Measure => {
  let files = 0
  let bytes = 0
  let newestMs = 0
  let newest: string | null = null
  for (const entry of entries) {
    if (entry.kind !== 'file') continue
    files += 1
    bytes += entry.size
    const at = entry.mtimeUs / 1_000
    if (at < newestMs) continue
    newestMs = at
    newest = entry.path
  }
  return { files, bytes, newestMs, newest }
}

const guarded = (): void => {
  try {
    if (measure) {
      post({ type: 'measure', measure: total() })
      port?.close()
    } else pump()
  } catch (error) {
    const fault: NodeJS.ErrnoException = error instanceof Error ? error : new Error(String(error))
    post({
      type: 'error',
      code: fault.code ?? 'UNKNOWN',
      path: fault.path ?? folder,
      message: fault.message,
    })
    port?.close()
  }
}

port?.on('message', () => {
  inFlight -= 1
  guarded()
})
guarded()
