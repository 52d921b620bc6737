// One level of a run's folders at a time, out of the index of paths: it costs what the level has, not what lies below it.
import { yieldToEventLoop } from '../lib/yield.ts'
import { type FileState, fileState } from '../../../shared/model/model.ts'
import { ATTENTION_STATES } from '../../../shared/constants.ts'
import type { Database } from '../db/database.ts'
import { asNumber, asText } from '../db/row-values.ts'

/** A file of the level, or a folder with what is known of everything below it. */
export type LevelEntry =
  | { readonly kind: 'file'; readonly path: string }
  | {
      readonly kind: 'folder'
      /** Without a slash at its end. */
      readonly path: string
      readonly files: number
      /** More than `files`: counting further would take too long. */
      readonly more: boolean
      /** The worst state below that a person has to look at; else the one that all files there have; null: several. */
      readonly state: FileState | null
    }

export interface LevelPage {
  readonly entries: LevelEntry[]
  /** Entries of the whole level. */
  readonly total: number
}

/** Where parts of a level begin, so that any page of it is found at once. */
interface LevelIndex {
  readonly rows: number
  /** The path that every so many entries begin with. */
  readonly marks: readonly string[]
  readonly total: number
  /** Files below its folders, as far as they were counted. */
  readonly below: Map<string, number>
}

/** Entries between two marks. */
const STRIDE = 500
/** Marks that are set before others get their turn. */
const MARKS_AT_ONCE = 8
/** Levels whose marks are kept. */
const KEPT = 200
/** Files below one folder that are counted. */
const MOST_COUNTED = 100_000

/** Worst first: what a person looks at first. */
const WORST: readonly FileState[] = [
  'failed',
  'mismatch',
  'missing',
  'vanished',
  'changed',
  'size_only',
]

const list = (states: readonly string[]): string => states.map((s) => `'${s}'`).join(',')

/** Greater than any text: the end of the level that has no folder around it. */
const BEHIND_ALL = new Uint8Array(0)

/** What lies between these is below the folder. Everything there begins with `folder/`, and that sorts before `folder0`: `0` is the character behind the slash. */
export const boundsOf = (folder: string): { from: string; end: string | Uint8Array } =>
  folder === '' ? { from: '', end: BEHIND_ALL } : { from: `${folder}/`, end: `${folder}0` }

/** The first path of each entry: after a file comes the next path, after a folder the first one behind all that is below it. */
const LEVEL = `
WITH RECURSIVE level (path) AS (
  SELECT * FROM (SELECT path FROM files INDEXED BY files_path
    WHERE job_id = :job AND path >= :from AND path < :end ORDER BY path LIMIT 1)
  UNION ALL
  SELECT CASE instr(substr(level.path, :skip), '/') WHEN 0
    THEN (SELECT f.path FROM files f INDEXED BY files_path
      WHERE f.job_id = :job AND f.path > level.path AND f.path < :end ORDER BY f.path LIMIT 1)
    ELSE (SELECT f.path FROM files f INDEXED BY files_path
      WHERE f.job_id = :job AND f.path >= substr(level.path, 1, :skip + instr(substr(level.path, :skip), '/') - 2) || '0'
        AND f.path < :end ORDER BY f.path LIMIT 1) END
  FROM level WHERE level.path IS NOT NULL LIMIT :limit)
SELECT path FROM level WHERE path IS NOT NULL`

/** What follows in the index, if it is files of the level alone: most long levels are. */
const PLAIN = `
SELECT count(*) AS n, max(path) AS last, coalesce(sum(instr(substr(path, :skip), '/') > 0), 0) AS deeper
FROM (SELECT path FROM files INDEXED BY files_path
  WHERE job_id = :job AND path >= :from AND path < :end ORDER BY path LIMIT :limit)`

export type FileLevels = ReturnType<typeof createFileLevels>

export const createFileLevels = (db: Database) => {
  const level = db.prepare(LEVEL)
  const plain = db.prepare(PLAIN)
  const rowsOf = db.prepare('SELECT coalesce(max(seq) + 1, 0) AS n FROM files WHERE job_id = ?')
  const below = db.prepare(
    `SELECT count(*) AS n FROM (SELECT 1 FROM files INDEXED BY files_path
     WHERE job_id = ? AND path >= ? AND path < ? LIMIT ${MOST_COUNTED + 1})`,
  )
  const fault = db.prepare(
    `SELECT 1 FROM files INDEXED BY files_faults WHERE job_id = ? AND state IN (${list(ATTENTION_STATES)})
     AND state = ? AND path >= ? AND path < ? LIMIT 1`,
  )
  const present = db.prepare('SELECT state FROM file_counts WHERE job_id = ? AND files > 0')
  const indexes = new Map<string, LevelIndex>()

  const valuesFor = (jobId: number, folder: string, from: string, limit: number) => ({
    ':job': jobId,
    ':from': from,
    ':end': boundsOf(folder).end,
    // characters before the names of this level, counted from 1 as SQLite does
    ':skip': folder === '' ? 1 : Array.from(folder).length + 2,
    ':limit': limit,
  })
  const firstPaths = (jobId: number, folder: string, from: string, limit: number): string[] =>
    level.all(valuesFor(jobId, folder, from, limit)).map((row) => asText(row, 'path'))

  /** Entries from a path on, at most STRIDE, and where the ones behind them begin; null: there are none. */
  const stretch = (
    jobId: number,
    folder: string,
    from: string,
  ): { entries: number; next: string | null } => {
    const ahead = plain.get(valuesFor(jobId, folder, from, STRIDE + 1)) ?? {}
    const n = asNumber(ahead, 'n')
    if (n > 0 && asNumber(ahead, 'deeper') === 0)
      return n > STRIDE
        ? { entries: STRIDE, next: asText(ahead, 'last') }
        : { entries: n, next: null }
    const paths = firstPaths(jobId, folder, from, STRIDE + 1)
    return { entries: Math.min(paths.length, STRIDE), next: paths[STRIDE] ?? null }
  }

  /** Walks the level once and keeps a mark now and then; rows are only ever added, so their number says whether it holds. */
  const indexOf = async (jobId: number, folder: string): Promise<LevelIndex> => {
    const key = `${jobId} ${folder}`
    const rows = asNumber(rowsOf.get(jobId) ?? {}, 'n')
    const known = indexes.get(key)
    if (known?.rows === rows) return known
    const marks: string[] = []
    let total = 0
    for (let from: string | null = boundsOf(folder).from; from !== null;) {
      const { entries, next } = stretch(jobId, folder, from)
      marks.push(from)
      total += entries
      from = next
      if (marks.length % MARKS_AT_ONCE === 0) await yieldToEventLoop()
    }
    const index = { rows, marks, total, below: new Map<string, number>() }
    indexes.delete(key)
    indexes.set(key, index)
    const [oldest] = indexes.keys()
    if (indexes.size > KEPT && oldest !== undefined) indexes.delete(oldest)
    return index
  }

  const toEntry = (
    jobId: number,
    folder: string,
    path: string,
    others: FileState | null,
    states: readonly FileState[],
    counted: Map<string, number>,
  ): LevelEntry => {
    const start = folder === '' ? 0 : folder.length + 1
    const slash = path.indexOf('/', start)
    if (slash === -1) return { kind: 'file', path }
    const own = path.slice(0, slash)
    const { from, end } = boundsOf(own)
    const files = counted.get(own) ?? asNumber(below.get(jobId, from, end) ?? {}, 'n')
    counted.set(own, files)
    const worst = states.find((state) => fault.get(jobId, state, from, end) !== undefined)
    return {
      kind: 'folder',
      path: own,
      files: Math.min(files, MOST_COUNTED),
      more: files > MOST_COUNTED,
      state: worst ?? others,
    }
  }

  return {
    /** Entries of a folder ('' is the run itself) in the order of their paths. */
    async page(jobId: number, folder: string, offset: number, limit: number): Promise<LevelPage> {
      const { marks, total, below: counted } = await indexOf(jobId, folder)
      const mark = marks[Math.floor(offset / STRIDE)]
      if (mark === undefined || offset >= total) return { entries: [], total }
      const before = offset % STRIDE
      const paths = firstPaths(jobId, folder, mark, before + limit).slice(before)
      const there: ReadonlySet<unknown> = new Set(present.all(jobId).map((row) => row['state']))
      const faults = WORST.filter((state) => there.has(state))
      // a folder without a fault below can only hold files of the states that are none
      const rest = [...there].filter((state) => faults.every((one) => one !== state))
      const [only] = rest.length === 1 ? rest : []
      const others = only === undefined ? null : fileState.parse(only)
      return {
        entries: paths.map((path) => toEntry(jobId, folder, path, others, faults, counted)),
        total,
      }
    },
  }
}
