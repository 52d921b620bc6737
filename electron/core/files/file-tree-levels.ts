// Lists one level of a run's folder tree from the index of paths, a short level in natural order; the cost depends on the
// entries of the level, not on the files below it.
import { yieldToEventLoop } from '../lib/yield.ts'
import type { FileState } from '../../../shared/model/model.ts'
import { fileState } from '../../../shared/model/stored.ts'
import { compareNames } from '../../../shared/natural-order.ts'
import { ATTENTION_STATES } from '../../../shared/constants.ts'
import type { Database } from '../db/database.ts'
import { asNumber, asText } from '../db/row-values.ts'
import { AFTER_ANY_TEXT, sqlList } from '../db/sql.ts'

/** A file of the level, or a folder with a summary of the files below it. */
export type LevelEntry =
  | { readonly kind: 'file'; readonly path: string }
  | {
      readonly kind: 'folder'
      /** Without a slash at its end. */
      readonly path: string
      readonly files: number
      /** True: there are more than `files`, which is where counting ended. */
      readonly more: boolean
      /** The worst state below that needs attention; else the state of all files below; null: they have several. */
      readonly state: FileState | null
    }

interface LevelPage {
  readonly entries: LevelEntry[]
  /** Entries of the whole level. */
  readonly total: number
}

/** Where parts of a level begin, so that any page of it is found without reading those before it. */
interface LevelIndex {
  /** Files of the run when the index was made: rows are only added, so the same number means the same level. */
  readonly rows: number
  /** The first path of every STRIDE entries. */
  readonly marks: readonly string[]
  readonly total: number
  /** The first path of every entry in natural order; null: the level is too long, and stays in the order of its paths. */
  readonly natural: readonly string[] | null
  /** Files below its folders, as far as they were counted. */
  readonly filesBelow: Map<string, number>
}

/** A level with more entries is in the order of its paths. */
const MAX_SORTED = 2_000
/** Entries between two marks. */
const STRIDE = 500
/** Marks between two turns of the event loop. */
const MARKS_PER_TURN = 8
/** Levels whose index is cached. */
const MAX_INDEXES = 200
/** Counting the files below a folder ends here. */
const MAX_COUNTED = 100_000

/** States that need attention, worst first. */
const WORST_FIRST: readonly FileState[] = [
  'failed',
  'mismatch',
  'missing',
  'vanished',
  'changed',
  'size_only',
]

/**
 * The range of paths below a folder, `end` excluded; '' is the run itself. All of them begin with `folder/` and so sort before
 * `folder0`, because `0` is the character after the slash.
 */
export const pathsBelow = (folder: string): { from: string; end: string | Uint8Array } =>
  folder === '' ? { from: '', end: AFTER_ANY_TEXT } : { from: `${folder}/`, end: `${folder}0` }

/** The first path of each entry. After a file comes the next path; after a folder the first path that is not below it. */
const FIRST_PATHS = `
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

/** The next rows of the index, and how many of them lie in folders: most long levels have none. */
const NEXT_ROWS = `
SELECT count(*) AS n, max(path) AS last, coalesce(sum(instr(substr(path, :skip), '/') > 0), 0) AS deeper
FROM (SELECT path FROM files INDEXED BY files_path
  WHERE job_id = :job AND path >= :from AND path < :end ORDER BY path LIMIT :limit)`

export type FileLevels = ReturnType<typeof createFileLevels>

export const createFileLevels = (db: Database) => {
  const level = db.prepare(FIRST_PATHS)
  const nextRows = db.prepare(NEXT_ROWS)
  const countRows = db.prepare('SELECT coalesce(max(seq) + 1, 0) AS n FROM files WHERE job_id = ?')
  const countBelow = db.prepare(
    `SELECT count(*) AS n FROM (SELECT 1 FROM files INDEXED BY files_path
     WHERE job_id = ? AND path >= ? AND path < ? LIMIT ${MAX_COUNTED + 1})`,
  )
  const hasFileIn = db.prepare(
    `SELECT 1 FROM files INDEXED BY files_faults WHERE job_id = ? AND state IN ${sqlList(ATTENTION_STATES)}
     AND state = ? AND path >= ? AND path < ? LIMIT 1`,
  )
  const statesOfRun = db.prepare('SELECT state FROM file_counts WHERE job_id = ? AND files > 0')
  const indexes = new Map<string, LevelIndex>()

  const valuesFor = (jobId: number, folder: string, from: string, limit: number) => ({
    ':job': jobId,
    ':from': from,
    ':end': pathsBelow(folder).end,
    // characters before the names of this level, counted from 1 as SQLite does
    ':skip': folder === '' ? 1 : Array.from(folder).length + 2,
    ':limit': limit,
  })
  const firstPaths = (jobId: number, folder: string, from: string, limit: number): string[] =>
    level.all(valuesFor(jobId, folder, from, limit)).map((row) => asText(row, 'path'))

  /** Counts entries from a path on, at most STRIDE; `next`: the first path after them, null: none. */
  const countStride = (
    jobId: number,
    folder: string,
    from: string,
  ): { entries: number; next: string | null } => {
    const rows = nextRows.get(valuesFor(jobId, folder, from, STRIDE + 1)) ?? {}
    const n = asNumber(rows, 'n')
    if (n > 0 && asNumber(rows, 'deeper') === 0)
      return n > STRIDE
        ? { entries: STRIDE, next: asText(rows, 'last') }
        : { entries: n, next: null }
    const paths = firstPaths(jobId, folder, from, STRIDE + 1)
    return { entries: Math.min(paths.length, STRIDE), next: paths[STRIDE] ?? null }
  }

  /** The first path of each entry of a level, by the names of the entries. */
  const naturalLevel = (jobId: number, folder: string, total: number): string[] => {
    const start = folder === '' ? 0 : folder.length + 1
    return firstPaths(jobId, folder, pathsBelow(folder).from, total)
      .map((path) => ({ path, name: path.slice(start).split('/', 1)[0] ?? '' }))
      .toSorted((a, b) => compareNames(a.name, b.name))
      .map(({ path }) => path)
  }

  /** The cached index of a level, or a new one, for which the level is walked once. */
  const indexOf = async (jobId: number, folder: string): Promise<LevelIndex> => {
    const key = `${jobId} ${folder}`
    const rows = asNumber(countRows.get(jobId) ?? {}, 'n')
    const cached = indexes.get(key)
    if (cached?.rows === rows) return cached
    const marks: string[] = []
    let total = 0
    for (let from: string | null = pathsBelow(folder).from; from !== null;) {
      const { entries, next } = countStride(jobId, folder, from)
      marks.push(from)
      total += entries
      from = next
      if (marks.length % MARKS_PER_TURN === 0) await yieldToEventLoop()
    }
    const natural = total > MAX_SORTED ? null : naturalLevel(jobId, folder, total)
    const index = { rows, marks, total, natural, filesBelow: new Map<string, number>() }
    indexes.delete(key)
    indexes.set(key, index)
    const [oldest] = indexes.keys()
    if (indexes.size > MAX_INDEXES && oldest !== undefined) indexes.delete(oldest)
    return index
  }

  const toEntry = (
    jobId: number,
    folder: string,
    path: string,
    stateOfRest: FileState | null,
    faults: readonly FileState[],
    filesBelow: Map<string, number>,
  ): LevelEntry => {
    const start = folder === '' ? 0 : folder.length + 1
    const slash = path.indexOf('/', start)
    if (slash === -1) return { kind: 'file', path }
    const child = path.slice(0, slash)
    const { from, end } = pathsBelow(child)
    const files = filesBelow.get(child) ?? asNumber(countBelow.get(jobId, from, end) ?? {}, 'n')
    filesBelow.set(child, files)
    const worst = faults.find((state) => hasFileIn.get(jobId, state, from, end) !== undefined)
    return {
      kind: 'folder',
      path: child,
      files: Math.min(files, MAX_COUNTED),
      more: files > MAX_COUNTED,
      state: worst ?? stateOfRest,
    }
  }

  return {
    /** Entries of a folder ('' is the run itself). */
    async page(jobId: number, folder: string, offset: number, limit: number): Promise<LevelPage> {
      const { marks, total, natural, filesBelow } = await indexOf(jobId, folder)
      const mark = marks[Math.floor(offset / STRIDE)]
      if (mark === undefined || offset >= total) return { entries: [], total }
      const skipped = offset % STRIDE
      const paths =
        natural?.slice(offset, offset + limit) ??
        firstPaths(jobId, folder, mark, skipped + limit).slice(skipped)
      const states: ReadonlySet<unknown> = new Set(
        statesOfRun.all(jobId).map((row) => row['state']),
      )
      const faults = WORST_FIRST.filter((state) => states.has(state))
      // a folder without a fault below it can only have files in the other states
      const rest = [...states].filter((state) => faults.every((one) => one !== state))
      const [only] = rest.length === 1 ? rest : []
      const stateOfRest = only === undefined ? null : fileState.parse(only)
      return {
        entries: paths.map((path) => toEntry(jobId, folder, path, stateOfRest, faults, filesBelow)),
        total,
      }
    },
  }
}
