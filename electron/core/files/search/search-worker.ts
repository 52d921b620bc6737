// Worker thread that searches a run's files on a read-only connection of its own, chunk by chunk: memory does not grow with
// the run, and a search that was replaced by a newer one ends at once.
import { dirname } from 'node:path'
import { setTimeout as after, setImmediate as next } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { errorMessage } from '../../errors.ts'
import { openDatabaseToRead } from '../../db/database.ts'
import { type Row, asTextOrNull } from '../../db/row-values.ts'
import { AFTER_ANY_TEXT, sqlList } from '../../db/sql.ts'
import {
  CHUNK_ROWS,
  type SearchedRun,
  countExact,
  countHits,
  fold,
  hitsIn,
  isAscii,
  versionOf,
} from './match-paths.ts'
import { createPathCache } from './path-cache.ts'

/** The data that the thread is started with. */
export interface SearchInput {
  readonly queue: string
}

/** What to search for in a run. */
export interface SearchQuery extends SearchedRun {
  /** Only files in these states, in the order of the scan; null: all files, in the order of their paths. */
  readonly states: readonly string[] | null
  /** '' finds every file. */
  readonly text: string
}

/** A request to cache the paths of these chunks for a search that may come. It has no answer. */
export interface PrefetchRequest {
  readonly prefetch: SearchedRun
  readonly from: number
  readonly to: number
  /** Pause between two chunks. */
  readonly pauseMs: number
}

export interface SearchRequest extends SearchQuery {
  readonly id: number
  /** Chunks to search: the first, and the one after the last. */
  readonly from: number
  readonly to: number
  /** Hits to skip, and how many paths to answer after them. */
  readonly skip: number
  readonly most: number
  /** Count the hits of all chunks, also after the paths are found. */
  readonly countAll: boolean
  /** One Int32; any value but 0 cancels the search. */
  readonly cancel: SharedArrayBuffer
}

export interface SearchAnswer {
  readonly id: number
  /** Number of hits of each searched chunk. */
  readonly counts: readonly number[]
  readonly paths: readonly string[]
  /** Message of what went wrong; null: nothing did. */
  readonly error: string | null
}

type Bound = number | string | Uint8Array

/** Finds the hits of a chunk. */
interface ChunkSearch {
  count(chunk: number): number
  /** Paths of hits, after the first `skip`, at most `most`. */
  paths(chunk: number, skip: number, most: number): string[]
}

const { queue }: SearchInput = workerData
const pathCache = createPathCache(dirname(queue))
const db = openDatabaseToRead(queue)
// a search reads no page twice, and a small cache stays in the processor's own
db.exec('PRAGMA cache_size = -200')
const pathAt = db.prepare('SELECT path FROM files WHERE job_id = ? AND seq = ?')

/** The text of a column; '' where there is no row, or NULL. */
const textIn = (row: Row | undefined, column: string): string =>
  asTextOrNull(row ?? {}, column) ?? ''

/**
 * Chunk bounds of the last searched run. They are cached only where this connection sees the run's last file: rows that the
 * engine has not committed yet are missing.
 */
let cachedBounds: { readonly version: string; readonly bounds: readonly Bound[] } | null = null

/** The paths at which chunks begin: those of every CHUNK_ROWS-th row of the scan, sorted. */
const chunkBounds = (run: SearchedRun): readonly Bound[] => {
  const version = versionOf(run)
  if (cachedBounds?.version === version) return cachedBounds.bounds
  const starts: Buffer[] = []
  for (let seq = CHUNK_ROWS; seq <= run.last; seq += CHUNK_ROWS)
    starts.push(Buffer.from(textIn(pathAt.get(run.jobId, seq), 'path')))
  // by bytes, which is SQLite's order of texts
  const sorted = starts.sort(Buffer.compare).map((bytes) => bytes.toString())
  const bounds = ['', ...sorted, AFTER_ANY_TEXT]
  if (pathAt.get(run.jobId, run.last) !== undefined) cachedBounds = { version, bounds }
  return bounds
}

/** The range of paths of a chunk. */
const pathRange =
  (run: SearchedRun) =>
  (chunk: number): [Bound, Bound] => {
    const bounds = chunkBounds(run)
    return [bounds[chunk] ?? AFTER_ANY_TEXT, bounds[chunk + 1] ?? AFTER_ANY_TEXT]
  }

const selectLowered = db.prepare(
  `SELECT CAST(lower(group_concat(path, char(0))) AS BLOB) AS paths
   FROM files INDEXED BY files_path WHERE job_id = ? AND path >= ? AND path < ?`,
)
const NO_PATHS = new Uint8Array()

/** Paths of a chunk with ASCII letters in lower case, from the cache or from the index. */
const loweredPaths = (run: SearchedRun, chunk: number): string => {
  const version = versionOf(run)
  const text = pathCache.read(version, chunk)
  if (text !== null) return text
  const paths = selectLowered.get(run.jobId, ...pathRange(run)(chunk))?.['paths']
  const bytes = paths instanceof Uint8Array ? paths : NO_PATHS
  if (cachedBounds?.version === version) pathCache.write(version, chunk, bytes)
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}

/** Search for an ASCII text inside SQLite: no strings are made for JavaScript, which would be most of the cost. */
const asciiSearch = (where: string, order: string, text: string) => {
  const needle = text.toLowerCase()
  const path = /[a-z]/.test(needle) ? 'lower(path)' : 'path'
  // instr finds the empty text in every path
  const hit = `${where} AND instr(${path}, ?) > 0`
  const count = db.prepare(`SELECT count(*) AS n FROM files ${hit}`)
  const page = db.prepare(`SELECT path FROM files ${hit} ORDER BY ${order} LIMIT ? OFFSET ?`)
  return (jobId: number, range: (chunk: number) => [Bound, Bound]): ChunkSearch => ({
    count: (chunk) => Number(count.get(jobId, ...range(chunk), needle)?.['n']),
    paths: (chunk, skip, most) =>
      page.all(jobId, ...range(chunk), needle, most, skip).map((row) => textIn(row, 'path')),
  })
}

/** Search for a text beyond ASCII: JavaScript folds case and accents of a whole chunk as one string. */
const foldedSearch = (where: string, text: string) => {
  const all = db.prepare(`SELECT group_concat(path, char(0)) AS paths FROM files ${where}`)
  const needle = fold(text)
  return (jobId: number, range: (chunk: number) => [Bound, Bound]): ChunkSearch => {
    const joined = (chunk: number): string => textIn(all.get(jobId, ...range(chunk)), 'paths')
    return {
      count: (chunk) => countHits(joined(chunk), needle),
      paths: (chunk, skip, most) => hitsIn(joined(chunk), needle, skip, most),
    }
  }
}

const chunkSearchOf = (request: SearchRequest): ChunkSearch => {
  const { jobId, states, text, countAll } = request
  const [where, order] =
    states === null
      ? ['INDEXED BY files_path WHERE job_id = ? AND path >= ? AND path < ?', 'path']
      : [`WHERE job_id = ? AND seq >= ? AND seq < ? AND state IN ${sqlList(states)}`, 'seq']
  const ascii = isAscii(text)
  const searchIn = ascii ? asciiSearch(where, order, text) : foldedSearch(where, text)
  const chunks = searchIn(
    jobId,
    states === null
      ? pathRange(request)
      : (chunk) => [chunk * CHUNK_ROWS, (chunk + 1) * CHUNK_ROWS],
  )
  // a page deep in the list reads few chunks, and the other thread may have cached them
  if (states !== null || !ascii || !countAll) return chunks
  const needle = text.toLowerCase()
  return { ...chunks, count: (chunk) => countExact(loweredPaths(request, chunk), needle) }
}

const search = (request: SearchRequest): SearchAnswer => {
  const { id, from, to, most, countAll, cancel } = request
  const flag = new Int32Array(cancel)
  const chunks = chunkSearchOf(request)
  const counts: number[] = []
  const found: string[] = []
  let { skip } = request
  for (let chunk = from; chunk < to && Atomics.load(flag, 0) === 0; chunk += 1) {
    if (!countAll && found.length >= most) break
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
    return { id: request.id, counts: [], paths: [], error: errorMessage(error) }
  }
}

/** The newest request, which ends older ones. */
let currentPrefetch: PrefetchRequest | null = null

const prefetchPaths = async (request: PrefetchRequest): Promise<void> => {
  currentPrefetch = request
  try {
    for (let chunk = request.from; chunk < request.to; chunk += 1) {
      loweredPaths(request.prefetch, chunk)
      await (request.pauseMs === 0 ? next() : after(request.pauseMs))
      if (currentPrefetch !== request) return
    }
  } catch {
    // the search itself will report the error
  }
}

parentPort?.on('message', (message: SearchRequest | PrefetchRequest) => {
  if ('prefetch' in message) void prefetchPaths(message)
  else parentPort?.postMessage(answer(message))
})
