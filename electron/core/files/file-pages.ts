// Windows of a run's files for the screen: all, one chip's states, or what a search finds; a million rows or ten.
import type { FileView, LevelRow } from '../../../shared/model/list-rows.ts'
import type { FileRow } from '../../../shared/model/model.ts'
import { ATTENTION_STATES, FILE_VIEWS } from '../../../shared/constants.ts'
import type { Database } from '../db/database.ts'
import type { LevelEntry } from './file-tree-levels.ts'
import { toFileRow } from './file-row.ts'
import type { FileSearch } from './search/file-search.ts'
import { type Row, asNumber, asNumberOrNull } from '../db/row-values.ts'

export interface FilePage {
  readonly rows: FileRow[]
  readonly total: number
}

/** Which files of a run. */
export interface FileQuestion {
  readonly jobId: number
  /** Of the run: a number that was given back may be another run's. */
  readonly createdAt: number
  readonly view: FileView
  readonly search: string
  readonly revision: number
}

/** Rows that a page may be away from either end before counting through them costs more than asking where it is. */
const FAR = 20_000

const ATTENTION: ReadonlySet<string> = new Set(ATTENTION_STATES)

const list = (states: readonly string[]): string => states.map((s) => `'${s}'`).join(',')

export type FilePages = ReturnType<typeof createFilePages>

export const createFilePages = (db: Database, search: FileSearch) => {
  const lastSeq = db.prepare('SELECT max(seq) AS seq FROM files WHERE job_id = ?')
  const from = db.prepare('SELECT * FROM files WHERE job_id = ? AND seq >= ? ORDER BY seq LIMIT ?')
  // said, because SQLite would otherwise look through the whole run for any list that it cannot count beforehand
  const named = db.prepare(
    'SELECT * FROM files INDEXED BY files_path WHERE job_id = ? AND path IN (SELECT value FROM json_each(?))',
  )
  const one = db.prepare('SELECT * FROM files WHERE job_id = ? AND seq = ?')
  const exits = db.prepare(
    `SELECT number, exit_code FROM attempts WHERE job_id = ? AND exit_code IS NOT NULL
     AND number IN (SELECT value FROM json_each(?))`,
  )
  /** Rows as the screen shows them; exit codes are looked up for those that failed alone. */
  const shown = (jobId: number, rows: readonly Row[]): FileRow[] => {
    const failed = rows.filter((row) => row['state'] === 'failed')
    const tries = [...new Set(failed.map((row) => asNumber(row, 'tried_in')))]
    const codes = tries.length === 0 ? [] : exits.all(jobId, JSON.stringify(tries))
    const byNumber = new Map(
      codes.map((row) => [asNumber(row, 'number'), asNumber(row, 'exit_code')]),
    )
    return rows.map((row) => toFileRow(row, byNumber))
  }
  const counted = (jobId: number, states: readonly string[]): number =>
    asNumber(
      db
        .prepare(
          `SELECT coalesce(sum(files), 0) AS n FROM file_counts WHERE job_id = ? AND state IN (${list(states)})`,
        )
        .get(jobId) ?? {},
      'n',
    )

  const pageStates = (jobId: number, view: FileView, offset: number, limit: number): FilePage => {
    const states = FILE_VIEWS[view] ?? []
    const total = counted(jobId, states)
    // what needs attention has an index of its own, and SQLite takes it only where its condition is said; the others are
    // counted already, so only a page is looked for
    const faulty = states.every((state) => ATTENTION.has(state))
    const index = faulty ? 'INDEXED BY files_attention' : ''
    const condition = faulty ? `AND state IN (${list(ATTENTION_STATES)})` : ''
    // counted from the nearer end
    const behind = Math.max(0, total - offset - limit)
    const backwards = behind < offset
    const rows =
      total <= offset
        ? []
        : db
            .prepare(
              `SELECT * FROM files ${index} WHERE job_id = ? ${condition} AND state IN (${list(states)})
               ORDER BY seq ${backwards ? 'DESC' : 'ASC'} LIMIT ? OFFSET ?`,
            )
            .all(jobId, Math.min(limit, total - offset), backwards ? behind : offset)
    if (backwards) rows.reverse()
    return { rows: shown(jobId, rows), total }
  }

  /** Rows of these paths, in their order. */
  const rowsOf = (jobId: number, paths: readonly string[]): FileRow[] => {
    const rows = shown(jobId, paths.length === 0 ? [] : named.all(jobId, JSON.stringify(paths)))
    const byPath = new Map(rows.map((file) => [file.path, file]))
    return paths.flatMap((path) => byPath.get(path) ?? [])
  }

  const last = (jobId: number): number | null => asNumberOrNull(lastSeq.get(jobId) ?? {}, 'seq')

  return {
    /** `revision`: the run's, so that hits are counted again once its files moved. Throws Refusal `conflict` (FileSearch). */
    async page(
      { jobId, createdAt, view, search: text, revision }: FileQuestion,
      offset: number,
      limit: number,
    ): Promise<FilePage> {
      const states = FILE_VIEWS[view]
      const end = last(jobId)
      if (end === null) return { rows: [], total: 0 }
      const far = states !== null && offset > FAR && offset + limit < counted(jobId, states) - FAR
      if (text !== '' || far) {
        // a path never changes: what is found among all files is found until more are added
        const version = states === null ? '' : String(revision)
        const question = { jobId, createdAt, states, text, last: end }
        const { paths, total } = await search.find(question, version, offset, limit)
        return { rows: rowsOf(jobId, paths), total }
      }
      search.prepare({ jobId, createdAt, last: end }, 'quiet')
      if (states !== null) return pageStates(jobId, view, offset, limit)
      // `seq` is the row's place, so no offset is counted through
      return { rows: shown(jobId, from.all(jobId, offset, limit)), total: end + 1 }
    },

    /** Somebody is about to search in the files of a run. */
    expectSearch({ jobId, createdAt }: Pick<FileQuestion, 'jobId' | 'createdAt'>): void {
      const end = last(jobId)
      if (end !== null) search.prepare({ jobId, createdAt, last: end }, 'now')
    },

    /** One file, and the number of the attempt that last tried it; null: there is none. */
    one(jobId: number, seq: number): { file: FileRow; triedIn: number } | null {
      const row = one.get(jobId, seq)
      const [file] = row === undefined ? [] : shown(jobId, [row])
      return row === undefined || file === undefined
        ? null
        : { file, triedIn: asNumber(row, 'tried_in') }
    },

    /** A level of folders with its files as rows. */
    ofLevel(jobId: number, entries: readonly LevelEntry[]): LevelRow[] {
      const paths = entries.flatMap((one) => (one.kind === 'file' ? [one.path] : []))
      const byPath = new Map(rowsOf(jobId, paths).map((file) => [file.path, file]))
      return entries.flatMap((entry): LevelRow[] => {
        if (entry.kind === 'folder') return [entry]
        const file = byPath.get(entry.path)
        return file === undefined ? [] : [{ kind: 'file', file }]
      })
    },

    /** The first few paths that a chip shows. */
    sample(jobId: number, view: FileView, limit: number): string[] {
      return pageStates(jobId, view, 0, limit).rows.map((row) => row.path)
    },
  }
}
