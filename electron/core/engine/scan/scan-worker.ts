// Worker thread that walks run folders, one after the other, in name order and posts their entries batch by batch.
import { type Stats, lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parentPort } from 'node:worker_threads'
import { errorCode, errorMessage } from '../../errors.ts'
import { compileAnyPattern } from '../../domain/exclusion.ts'
import { IN_CLOUD, createCloudCheck } from '../../lib/cloud-files.ts'
import { type FileIdentity, identityOf } from '../../lib/file-identity.ts'
import { isHeldOpen } from '../../lib/held-open.ts'
import { RECORDS_FOLDER } from '../../wizard/records-folder.ts'

/** Begins a walk; the thread takes the next one once it has answered with `done`, `measure` or `error`. */
export interface ScanInput {
  readonly folder: string
  /**
   * Post only the totals of the folder, in one message, without files that one of these patterns matches; null: post entries.
   * `opens`: every other file is opened, to find one that another program has for itself alone.
   */
  readonly measure: { readonly leaveOut: readonly string[]; readonly opens: boolean } | null
}

/** Totals of a folder: two equal ones mean that nothing changed in between. */
export interface Measure {
  readonly files: number
  readonly bytes: number
  /** mtime of the newest file, epoch ms; 0: there is none. */
  readonly newestMs: number
  /**
   * When the system last noted a change of a file or folder in it or of itself, epoch ms; 0: unknown. Creation times are
   * among it, because FAT has no change times of its own.
   */
  readonly changedMs: number
  /** Relative path of the file that changed last; null: there is none. */
  readonly newest: string | null
  /** Relative path of a file that another program has open for itself alone; null: none was found, or it was not asked for. */
  readonly held: string | null
}

export interface ScanEntry extends FileIdentity {
  readonly path: string
  /** `unreadable`: a folder that cannot be listed, or an entry of which nothing is told; `code` says why. */
  readonly kind: 'file' | 'symlink' | 'special' | 'unreadable'
  /** The system's error code of an unreadable entry, as EACCES; IN_CLOUD of one that a cloud service keeps. */
  readonly code?: string
  /** False where the name's bytes are not UTF-8; `path` then shows them replaced. */
  readonly utf8: boolean
}

/** Folders without an entry: their number, and the paths of the first. */
export interface EmptyFolders {
  count: number
  readonly paths: string[]
}

export type ScanMessage =
  | { readonly type: 'batch'; readonly entries: readonly ScanEntry[] }
  /** `empty`: folders without an entry. */
  | { readonly type: 'done'; readonly empty: EmptyFolders }
  | { readonly type: 'measure'; readonly measure: Measure }
  /** The run folder or its disk could not be read: the walk ends there, since a partial list must not pass for the whole. */
  | {
      readonly type: 'error'
      readonly code: string
      readonly path: string
      readonly message: string
    }

const BATCH_SIZE = 500
/** Batches in flight before the walk waits for the reader; bounds memory however slow the queue is. */
const MAX_IN_FLIGHT = 4
/** Empty folders that are named. */
const MAX_EMPTY_NAMED = 10
const port = parentPort

/** Errors that are the fault of one folder or file; any other one (a share that went away) ends the walk. */
const OWN_FAULTS: ReadonlySet<string> = new Set([
  'EACCES',
  'EPERM',
  'EIO',
  'EBADMSG',
  'EUCLEAN',
  'EBUSY',
  'ENAMETOOLONG',
])

/** Names as Latin-1 strings, one character a byte: small in memory, and sorted by their bytes. */
const namesIn = (directory: Buffer): string[] =>
  readdirSync(directory, { encoding: 'latin1' }).sort()

const separator = Buffer.from('/')

const NO_IDENTITY: FileIdentity = { size: 0, mtimeUs: 0, ctimeUs: 0, inode: 0 }

/** What a walk learns beside its entries. */
interface Findings {
  readonly empty: EmptyFolders
  /** null: nothing is going to be read. */
  readonly isInCloud: ReturnType<typeof createCloudCheck> | null
  changedMs: number
}

const noteTimes = (found: Findings, stat: Stats): void => {
  found.changedMs = Math.max(found.changedMs, stat.ctimeMs, stat.birthtimeMs)
  if (stat.isDirectory()) found.changedMs = Math.max(found.changedMs, stat.mtimeMs)
}

/** The answer of a call, or its own fault as the code; null: the entry is gone meanwhile. */
const attempt = <T>(call: () => T): { readonly answer: T } | { readonly code: string } | null => {
  try {
    return { answer: call() }
  } catch (error) {
    const code = errorCode(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    if (!OWN_FAULTS.has(code)) throw error
    return { code }
  }
}

function* walkNames(
  findings: Findings,
  directory: Buffer,
  prefix: string,
  names: readonly string[],
): Generator<ScanEntry> {
  for (const name of names) {
    const bytes = Buffer.from(name, 'latin1')
    const text = bytes.toString('utf8')
    if (prefix === '' && text === RECORDS_FOLDER) continue
    const utf8 = Buffer.from(text, 'utf8').equals(bytes)
    const full = Buffer.concat([directory, separator, bytes])
    const path = prefix + text
    const found = attempt(() => lstatSync(full))
    if (found === null) continue
    if ('code' in found) {
      yield { path, ...NO_IDENTITY, kind: 'unreadable', utf8, code: found.code }
      continue
    }
    const stat = found.answer
    noteTimes(findings, stat)
    if (stat.isDirectory()) {
      yield* walkFolder(findings, full, path, utf8)
      continue
    }
    if (stat.isFile() && findings.isInCloud?.(full.toString('utf8'), stat) === true) {
      yield { path, ...identityOf(stat), kind: 'unreadable', utf8, code: IN_CLOUD }
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

function* walkFolder(
  findings: Findings,
  full: Buffer,
  path: string,
  utf8: boolean,
): Generator<ScanEntry> {
  const listed = attempt(() => namesIn(full))
  if (listed === null) return
  if ('code' in listed) {
    yield { path, ...NO_IDENTITY, kind: 'unreadable', utf8, code: listed.code }
    return
  }
  if (listed.answer.length === 0) {
    const { empty } = findings
    empty.count += 1
    if (empty.paths.length < MAX_EMPTY_NAMED) empty.paths.push(path)
  }
  yield* walkNames(findings, full, `${path}/`, listed.answer)
  // reported as an entry, so that a folder whose name is not UTF-8 is refused like a file
  if (!utf8) yield { path, ...NO_IDENTITY, kind: 'special', utf8: false }
}

/** Walks the run folder; it must be there to the end, because entries that are gone are left out. */
function* walkRun(folder: string, findings: Findings): Generator<ScanEntry> {
  const top = Buffer.from(folder)
  noteTimes(findings, lstatSync(top))
  yield* walkNames(findings, top, '', namesIn(top))
  lstatSync(top)
}

const post = (message: ScanMessage): void => port?.postMessage(message)

interface Walk {
  readonly input: ScanInput
  readonly findings: Findings
  readonly entries: Generator<ScanEntry>
  inFlight: number
}

/** The walk under way; null: the thread waits for one. */
let current: Walk | null = null

const pump = (walk: Walk): void => {
  while (walk.inFlight < MAX_IN_FLIGHT) {
    const batch: ScanEntry[] = []
    while (batch.length < BATCH_SIZE) {
      const next = walk.entries.next()
      if (next.done === true) {
        if (batch.length > 0) post({ type: 'batch', entries: batch })
        current = null
        post({ type: 'done', empty: walk.findings.empty })
        return
      }
      batch.push(next.value)
    }
    post({ type: 'batch', entries: batch })
    walk.inFlight += 1
  }
}

const measureEntries = (
  { entries, findings, input }: Walk,
  { leaveOut, opens }: NonNullable<ScanInput['measure']>,
): Measure => {
  const isLeftOut = compileAnyPattern(leaveOut)
  let files = 0
  let bytes = 0
  let newestMs = 0
  let newest: string | null = null
  let newestChange = 0
  let held: string | null = null
  for (const entry of entries) {
    if (entry.kind !== 'file' || isLeftOut(entry.path)) continue
    files += 1
    bytes += entry.size
    newestMs = Math.max(newestMs, entry.mtimeUs / 1_000)
    if (opens && held === null && isHeldOpen(join(input.folder, entry.path))) held = entry.path
    const change = Math.max(entry.ctimeUs, entry.mtimeUs)
    if (newest !== null && change < newestChange) continue
    newestChange = change
    newest = entry.path
  }
  return { files, bytes, newestMs, changedMs: findings.changedMs, newest, held }
}

/** Path that a system error names. */
const errorPath = (error: unknown): string | null =>
  error instanceof Error && 'path' in error && typeof error.path === 'string' ? error.path : null

const step = (walk: Walk): void => {
  const { folder, measure } = walk.input
  try {
    if (measure === null) return pump(walk)
    const answer = measureEntries(walk, measure)
    current = null
    post({ type: 'measure', measure: answer })
  } catch (error) {
    current = null
    post({
      type: 'error',
      code: errorCode(error),
      path: errorPath(error) ?? folder,
      message: errorMessage(error),
    })
  }
}

port?.on('message', (message: ScanInput | 'next') => {
  if (message === 'next') {
    if (current === null) return
    current.inFlight -= 1
  } else {
    const isInCloud = message.measure === null ? createCloudCheck() : null
    const findings: Findings = { empty: { count: 0, paths: [] }, isInCloud, changedMs: 0 }
    const entries = walkRun(message.folder, findings)
    current = { input: message, findings, entries, inFlight: 0 }
  }
  step(current)
})
