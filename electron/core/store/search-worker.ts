// Searches a run's files off the main thread, on a connection of its own that only reads: chunk by chunk, so memory does not
// grow with the run, and a search that nobody waits for any more ends at once.
import { parentPort, workerData } from 'node:worker_threads'
import { openDatabaseToRead } from './database.ts'
import { CHUNK_ROWS, countHits, fold, hitsIn, isPlain } from './find-in-paths.ts'

/** What the thread is started with. */
export interface SearchInput {
  readonly queue: string
}

/** What is looked for in a run. */
export interface SearchQuestion {
  readonly jobId: number
  /** Only files in these states, in the order of the walk; null: all, in the order of their paths. */
  readonly states: readonly string[] | null
  /** '': every file in these states. */
  readonly text: string
  /** `seq` of the last file. */
  readonly last: number
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
const db = openDatabaseToRead(queue)
// nothing is read twice in one search, and what fits the processor's own cache is read fastest
db.exec('PRAGMA cache_size = -200')
const pathAt = db.prepare('SELECT path FROM files WHERE job_id = ? AND seq = ?')

// not those of job-row.ts: they bring the whole contract along, and a search waits for its thread to start
const textIn = (row: Readonly<Record<string, unknown>> | undefined, key: string): string => {
  const value = row?.[key]
  return typeof value === 'string' ? value : ''
}

/** Where chunks begin in the order of paths: at every so manieth row of the walk, whatever was added later. */
const boundsOf = (jobId: number, chunks: number): Bound[] => {
  const starts: Buffer[] = []
  for (let chunk = 1; chunk < chunks; chunk += 1)
    starts.push(Buffer.from(textIn(pathAt.get(jobId, chunk * CHUNK_ROWS), 'path')))
  // by bytes, as the database orders text
  const sorted = starts.sort(Buffer.compare).map((bytes) => bytes.toString())
  return ['', ...sorted, BEHIND_ALL]
}

/** Rows that SQLite can judge itself, without a string made for JavaScript: that is most of what a search costs. */
const plainHits = (where: string, order: string, text: string) => {
  const lowered = text.toLowerCase()
  const path = /[a-z]/.test(lowered) ? 'lower(path)' : 'path'
  // every path holds the empty text
  const hit = `${where} AND instr(${path}, ?) > 0`
  const count = db.prepare(`SELECT count(*) AS n FROM files ${hit}`)
  const page = db.prepare(`SELECT path FROM files ${hit} ORDER BY ${order} LIMIT ? OFFSET ?`)
  return (jobId: number, range: (chunk: number) => [Bound, Bound]): Chunks => ({
    count: (chunk) => Number(count.get(jobId, ...range(chunk), lowered)?.['n']),
    paths: (chunk, skip, most) =>
      page.all(jobId, ...range(chunk), lowered, most, skip).map((row) => textIn(row, 'path')),
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

const chunksOf = ({ jobId, states, text, last }: SearchQuestion): Chunks => {
  const [where, order] =
    states === null
      ? ['INDEXED BY files_path WHERE job_id = ? AND path >= ? AND path < ?', 'path']
      : [
          `WHERE job_id = ? AND seq >= ? AND seq < ? AND state IN (${states.map((state) => `'${state}'`).join(',')})`,
          'seq',
        ]
  const bounds: Bound[] = states === null ? boundsOf(jobId, Math.floor(last / CHUNK_ROWS) + 1) : []
  const hits = isPlain(text) ? plainHits(where, order, text) : foldedHits(where, text)
  return hits(jobId, (chunk) =>
    states === null
      ? [bounds[chunk] ?? BEHIND_ALL, bounds[chunk + 1] ?? BEHIND_ALL]
      : [chunk * CHUNK_ROWS, (chunk + 1) * CHUNK_ROWS],
  )
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

parentPort?.on('message', (request: SearchRequest) => parentPort?.postMessage(answer(request)))
