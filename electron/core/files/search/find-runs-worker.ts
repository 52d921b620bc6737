// Worker thread that finds the runs with a file of a given name, newest runs first, on a read-only connection of its own. It
// ends after one search.
import { parentPort, workerData } from 'node:worker_threads'
import { openDatabaseToRead } from '../../db/database.ts'
import { type Row, asNumber, asNumberOrNull, asTextOrNull } from '../../db/row-values.ts'
import { CHUNK_ROWS, fold, hitsIn } from './match-paths.ts'

/** The data that the thread is started with. */
export interface FindRunsInput {
  readonly queue: string
  /** Texts, each of which is looked for in the paths of every run. */
  readonly words: readonly string[]
  /** No run is begun after this time, ms. */
  readonly budgetMs: number
}

/** A run with a file whose path contains the word; `path`: the first one that was found. */
interface FileNameHit {
  readonly word: string
  readonly jobId: number
  readonly path: string
}

export interface FoundRuns {
  readonly hits: readonly FileNameHit[]
  /** Runs whose paths were searched. */
  readonly searched: number
  /** Runs that were not, because the time was over or because their list of files is not in the queue any more. */
  readonly left: number
}

const { queue, words, budgetMs }: FindRunsInput = workerData
const began = performance.now()
const db = openDatabaseToRead(queue)
// a search reads no page twice
db.exec('PRAGMA cache_size = -200')
const jobs = db.prepare(
  `SELECT id, (SELECT max(seq) FROM files f WHERE f.job_id = jobs.id) AS last,
   EXISTS (SELECT 1 FROM file_counts c WHERE c.job_id = jobs.id AND c.files > 0) AS counted
   FROM jobs WHERE id < ? ORDER BY id DESC LIMIT 500`,
)
const pathsOf = db.prepare(
  'SELECT group_concat(path, char(0)) AS paths FROM files WHERE job_id = ? AND seq >= ? AND seq < ?',
)
const needles = words.map((word) => ({ word, needle: fold(word) }))

/** The first path of each word that the run has; no more of it is read once every word was met. */
const hitsOf = (jobId: number, last: number): FileNameHit[] => {
  let missing = needles
  const hits: FileNameHit[] = []
  for (let seq = 0; seq <= last && missing.length > 0; seq += CHUNK_ROWS) {
    const chunk = asTextOrNull(pathsOf.get(jobId, seq, seq + CHUNK_ROWS) ?? {}, 'paths') ?? ''
    const folded = fold(chunk)
    for (const { word, needle } of missing.filter((one) => folded.includes(one.needle))) {
      const [path] = hitsIn(chunk, needle, 0, 1)
      if (path !== undefined) hits.push({ word, jobId, path })
    }
    missing = missing.filter(({ word }) => hits.every((hit) => hit.word !== word))
  }
  return hits
}

const find = (): FoundRuns => {
  const hits: FileNameHit[] = []
  let [searched, left] = [0, 0]
  let before = Number.MAX_SAFE_INTEGER
  for (;;) {
    const rows: Row[] = jobs.all(before)
    for (const row of rows) {
      before = asNumber(row, 'id')
      const last = asNumberOrNull(row, 'last')
      if (last === null) left += asNumber(row, 'counted')
      else if (performance.now() - began > budgetMs) left += 1
      else {
        hits.push(...hitsOf(before, last))
        searched += 1
      }
    }
    if (rows.length === 0) return { hits, searched, left }
  }
}

const answer = find()
db.close()
parentPort?.postMessage(answer)
