// Searches a run's files off the main thread, on a connection of its own that only reads: chunk by chunk, so memory does not
// grow with the run, and a search that nobody waits for any more ends at once.
import { dirname } from 'node:path'
import { setTimeout as after, setImmediate as next } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { openDatabaseToRead } from '../../db/database.ts'
import {
  CHUNK_ROWS,
  type SearchedRun,
  countExact,
  countHits,
  fold,
  hitsIn,
  isPlain,
  versionOf,
} from './match-paths.ts'
import { createPathCache } from './path-cache.ts'

/** What the thread is started with. */
export interface SearchInput {
  readonly queue: string
}

/** What is looked for in a run. */
export interface SearchQuestion extends SearchedRun {
  /** Only files in these states, in the order of the walk; null: all, in the order of their paths. */
  readonly states: readonly string[] | null
  /** '': every file in these states. */
  readonly text: string
}

/** A search in these chunks may come: their paths are read meanwhile. Nothing is answered. */
export interface ReadAhead {
  readonly ahead: SearchedRun
  readonly from: number
  readonly to: number
  /** Between two chunks. */
  readonly pauseMs: number
}

export interface SearchRequest extends SearchQuestion {
  readonly id: number
  /** Chunks to look through: the first, and the one behind the last. */
  readonly from: number
  readonly to: number
  /** Hits to pass over, and how many paths to answer after them. */
  readonly skip: number
  readonly most: number
  /** Count on to the end when the paths are found. */
  readonly whole: boolean
  /** One Int32; anything but 0 means: stop. */
  readonly cancel: SharedArrayBuffer
}

export interface SearchAnswer {
  readonly id: number
  /** Hits of each chunk. */
  readonly counts: readonly number[]
  readonly paths: readonly string[]
  /** What went wrong; null: nothing did. */
  readonly error: string | null
}

/** A blob is greater than any text. */
const BEHIND_ALL = Uint8Array.of(0)

type Bound = number | string | Uint8Array

/** Hits of a chunk of the run. */
interface Chunks {
  count(chunk: number): number
  paths(chunk: number, skip: number, most: number): string[]
}

const { queue }: SearchInput = workerData
const kept = createPathCache(dirname(queue))
const db = openDatabaseToRead(queue)
// nothing is read twice in one search, and what fits the processor's own cache is read fastest
db.exec('PRAGMA cache_size = -200')
const pathAt = db.prepare('SELECT path FROM files WHERE job_id = ? AND seq = ?')

// not those of job-row.ts: they bring the whole contract along, and a search waits for its thread to start
const textIn = (row: Readonly<Record<string, unknown>> | undefined, key: string): string => {
  const value = row?.[key]
  return typeof value === 'string' ? value : ''
}

/** Of the run whose list this connection saw to its last file: what the engine has not committed yet is not there. */
let known: { readonly version: string; readonly bounds: readonly Bound[] } | null = null

/** Where chunks begin in the order of paths: at every so manieth row of the walk, whatever was added later. */
const boundsOf = (run: SearchedRun): readonly Bound[] => {
  const version = versionOf(run)
  if (known?.version === version) return known.bounds
  const starts: Buffer[] = []
  for (let seq = CHUNK_ROWS; seq <= run.last; seq += CHUNK_ROWS)
    starts.push(Buffer.from(textIn(pathAt.get(run.jobId, seq), 'path')))
  // by bytes, as the database orders text
  const sorted = starts.sort(Buffer.compare).map((bytes) => bytes.toString())
  const bounds = ['', ...sorted, BEHIND_ALL]
  if (pathAt.get(run.jobId, run.last) !== undefined) known = { version, bounds }
  return bounds
}

const inOrderOfPaths =
  (run: SearchedRun) =>
  (chunk: number): [Bound, Bound] => {
    const bounds = boundsOf(run)
    return [bounds[chunk] ?? BEHIND_ALL, bounds[chunk + 1] ?? BEHIND_ALL]
  }

const lowered = db.prepare(
  `SELECT CAST(lower(group_concat(path, char(0))) AS BLOB) AS paths
   FROM files INDEXED BY files_path WHERE job_id = ? AND path >= ? AND path < ?`,
)
const NO_PATHS = new Uint8Array()

/** Paths of a chunk with small letters where they are ASCII, as SQLite compares them. */
const loweredPaths = (run: SearchedRun, chunk: number): string => {
  const version = versionOf(run)
  const text = kept.read(version, chunk)
  if (text !== null) return text
  const paths = lowered.get(run.jobId, ...inOrderOfPaths(run)(chunk))?.['paths']
  const bytes = paths instanceof Uint8Array ? paths : NO_PATHS
  if (known?.version === version) kept.keep(version, chunk, bytes)
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}

/** Rows that SQLite can judge itself, without a string made for JavaScript: that is most of what a search costs. */
const plainHits = (where: string, order: string, text: string) => {
  const needle = text.toLowerCase()
  const path = /[a-z]/.test(needle) ? 'lower(path)' : 'path'
  // every path holds the empty text
  const hit = `${where} AND instr(${path}, ?) > 0`
  const count = db.prepare(`SELECT count(*) AS n FROM files ${hit}`)
  const page = db.prepare(`SELECT path FROM files ${hit} ORDER BY ${order} LIMIT ? OFFSET ?`)
  return (jobId: number, range: (chunk: number) => [Bound, Bound]): Chunks => ({
    count: (chunk) => Number(count.get(jobId, ...range(chunk), needle)?.['n']),
    paths: (chunk, skip, most) =>
      page.all(jobId, ...range(chunk), needle, most, skip).map((row) => textIn(row, 'path')),
  })
}

/** Letters beyond ASCII: case and accents are JavaScript's, over many paths as one string. */
const foldedHits = (where: string, text: string) => {
  const all = db.prepare(`SELECT group_concat(path, char(0)) AS paths FROM files ${where}`)
  const needle = fold(text)
  return (jobId: number, range: (chunk: number) => [Bound, Bound]): Chunks => {
    const joined = (chunk: number): string => textIn(all.get(jobId, ...range(chunk)), 'paths')
    return {
      count: (chunk) => countHits(joined(chunk), needle),
      paths: (chunk, skip, most) => hitsIn(joined(chunk), needle, skip, most),
    }
  }
}

const chunksOf = (request: SearchRequest): Chunks => {
  const { jobId, states, text, whole } = request
  const [where, order] =
    states === null
      ? ['INDEXED BY files_path WHERE job_id = ? AND path >= ? AND path < ?', 'path']
      : [
          `WHERE job_id = ? AND seq >= ? AND seq < ? AND state IN (${states.map((state) => `'${state}'`).join(',')})`,
          'seq',
        ]
  const plain = isPlain(text)
  const hits = plain ? plainHits(where, order, text) : foldedHits(where, text)
  const chunks = hits(
    jobId,
    states === null
      ? inOrderOfPaths(request)
      : (chunk) => [chunk * CHUNK_ROWS, (chunk + 1) * CHUNK_ROWS],
  )
  // a page deep inside looks at a few chunks, which may be the other thread's to keep
  if (states !== null || !plain || !whole) return chunks
  const needle = text.toLowerCase()
  return { ...chunks, count: (chunk) => countExact(loweredPaths(request, chunk), needle) }
}

const search = (request: SearchRequest): SearchAnswer => {
  const { id, from, to, most, whole, cancel } = request
  const flag = new Int32Array(cancel)
  const chunks = chunksOf(request)
  const counts: number[] = []
  const found: string[] = []
  let { skip } = request
  for (let chunk = from; chunk < to && Atomics.load(flag, 0) === 0; chunk += 1) {
    if (!whole && found.length >= most) break
    const n = chunks.count(chunk)
    counts.push(n)
    if (n > skip && found.length < most)
      found.push(...chunks.paths(chunk, skip, most - found.length))
    skip = Math.max(0, skip - n)
  }
  return { id, counts, paths: found, error: null }
}

const answer = (request: SearchRequest): SearchAnswer => {
  try {
    return search(request)
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    return { id: request.id, counts: [], paths: [], error: words }
  }
}

let asked: ReadAhead | null = null

const readAhead = async (part: ReadAhead): Promise<void> => {
  asked = part
  try {
    for (let chunk = part.from; chunk < part.to; chunk += 1) {
      loweredPaths(part.ahead, chunk)
      await (part.pauseMs === 0 ? next() : after(part.pauseMs))
      if (asked !== part) return
    }
  } catch {
    // the search itself will say what is wrong
  }
}

parentPort?.on('message', (message: SearchRequest | ReadAhead) => {
  if ('ahead' in message) void readAhead(message)
  else parentPort?.postMessage(answer(message))
})
