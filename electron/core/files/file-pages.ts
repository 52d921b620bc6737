// Answers pages of a run's files for the window: all files, those of one chip's states, or those that a search finds.
import type { FileView, LevelRow } from '../../../shared/model/list-rows.ts'
import type { FileRow } from '../../../shared/model/model.ts'
import { ATTENTION_STATES, FILE_VIEWS } from '../../../shared/constants.ts'
import type { Database } from '../db/database.ts'
import type { LevelEntry } from './file-tree-levels.ts'
import { createFileOrder } from './file-order.ts'
import { FILE_COLUMNS, toFileRow } from './file-row.ts'
import type { FileSearch } from './search/file-search.ts'
import { type Row, asNumber, asNumberOrNull } from '../db/row-values.ts'
import { jsonList, sqlList } from '../db/sql.ts'

interface FilePage {
  readonly rows: FileRow[]
  readonly total: number
}

/** Selects files of a run. */
interface FileQuery {
  readonly jobId: number
  /** Of the job, epoch ms: SQLite may give the id of a deleted job to a new one. */
  readonly createdAt: number
  readonly view: FileView
  readonly search: string
  /** Of the job: hits among states are counted again when it differs. */
  readonly revision: number
  /** As a person reads the list: files that need attention first, a short list in natural order. A search has its own order. */
  readonly problemsFirst?: boolean
}

/** A page this many rows away from both ends is found by the search threads; OFFSET would read all rows before it. */
const FAR_ROWS = 20_000

const ATTENTION: ReadonlySet<string> = new Set(ATTENTION_STATES)

export type FilePages = ReturnType<typeof createFilePages>

export const createFilePages = (db: Database, search: FileSearch) => {
  const lastSeq = db.prepare('SELECT max(seq) AS seq FROM files WHERE job_id = ?')
  const from = db.prepare(
    `SELECT ${FILE_COLUMNS} FROM files WHERE job_id = ? AND seq >= ? ORDER BY seq LIMIT ?`,
  )
  // the index is named because SQLite cannot estimate the list, and would read the whole run
  const byPaths = db.prepare(
    `SELECT ${FILE_COLUMNS} FROM files INDEXED BY files_path WHERE job_id = ? AND path IN ${jsonList()}`,
  )
  const one = db.prepare(`SELECT ${FILE_COLUMNS} FROM files WHERE job_id = ? AND seq = ?`)
  const bySeqs = db.prepare(
    `SELECT ${FILE_COLUMNS} FROM files WHERE job_id = ? AND seq IN ${jsonList()}`,
  )
  const order = createFileOrder(db)
  const exitCodes = db.prepare(
    `SELECT number, exit_code FROM attempts WHERE job_id = ? AND exit_code IS NOT NULL
     AND number IN ${jsonList()}`,
  )
  /** Rows as the window shows them; only failed files have an exit code. */
  const toFileRows = (jobId: number, rows: readonly Row[]): FileRow[] => {
    const failed = rows.filter((row) => row['state'] === 'failed')
    const attempts = [...new Set(failed.map((row) => asNumber(row, 'tried_in')))]
    const codes = attempts.length === 0 ? [] : exitCodes.all(jobId, JSON.stringify(attempts))
    const byNumber = new Map(
      codes.map((row) => [asNumber(row, 'number'), asNumber(row, 'exit_code')]),
    )
    return rows.map((row) => toFileRow(row, byNumber))
  }
  const countOf = (jobId: number, states: readonly string[]): number =>
    asNumber(
      db
        .prepare(
          `SELECT coalesce(sum(files), 0) AS n FROM file_counts WHERE job_id = ? AND state IN ${sqlList(states)}`,
        )
        .get(jobId) ?? {},
      'n',
    )

  const pageStates = (jobId: number, view: FileView, offset: number, limit: number): FilePage => {
    const states = FILE_VIEWS[view] ?? []
    const total = countOf(jobId, states)
    // the index of files that need attention is partial: SQLite uses it only where the statement repeats its condition
    const attention = states.every((state) => ATTENTION.has(state))
    const index = attention ? 'INDEXED BY files_attention' : ''
    const condition = attention ? `AND state IN ${sqlList(ATTENTION_STATES)}` : ''
    // read from the nearer end
    const rowsAfter = Math.max(0, total - offset - limit)
    const backwards = rowsAfter < offset
    const rows =
      total <= offset
        ? []
        : db
            .prepare(
              `SELECT ${FILE_COLUMNS} FROM files ${index} WHERE job_id = ? ${condition} AND state IN ${sqlList(states)}
               ORDER BY seq ${backwards ? 'DESC' : 'ASC'} LIMIT ? OFFSET ?`,
            )
            .all(jobId, Math.min(limit, total - offset), backwards ? rowsAfter : offset)
    if (backwards) rows.reverse()
    return { rows: toFileRows(jobId, rows), total }
  }

  /** The files with these paths, in the order of the paths. */
  const rowsOf = (jobId: number, paths: readonly string[]): FileRow[] => {
    const rows = toFileRows(
      jobId,
      paths.length === 0 ? [] : byPaths.all(jobId, JSON.stringify(paths)),
    )
    const byPath = new Map(rows.map((file) => [file.path, file]))
    return paths.flatMap((path) => byPath.get(path) ?? [])
  }

  /** The rows with these numbers, in their order. */
  const rowsBySeq = (jobId: number, seqs: readonly number[]): FileRow[] => {
    const rows = toFileRows(jobId, bySeqs.all(jobId, JSON.stringify(seqs)))
    const bySeq = new Map(rows.map((file) => [file.seq, file]))
    return seqs.flatMap((seq) => bySeq.get(seq) ?? [])
  }

  const last = (jobId: number): number | null => asNumberOrNull(lastSeq.get(jobId) ?? {}, 'seq')

  return {
    /** One page of the selected files, and how many there are. Throws Refusal `conflict` (FileSearch.find). */
    async page(
      { jobId, createdAt, view, search: text, revision, problemsFirst = false }: FileQuery,
      offset: number,
      limit: number,
    ): Promise<FilePage> {
      const states = FILE_VIEWS[view]
      const end = last(jobId)
      if (end === null) return { rows: [], total: 0 }
      const far =
        states !== null && offset > FAR_ROWS && offset + limit < countOf(jobId, states) - FAR_ROWS
      if (text !== '' || far) {
        // a path never changes, so hits among all files stay until files are added
        const version = states === null ? '' : String(revision)
        const query = { jobId, createdAt, states, text, last: end }
        const { paths, total } = await search.find(query, version, offset, limit)
        return { rows: rowsOf(jobId, paths), total }
      }
      search.prepare({ jobId, createdAt, last: end }, 'quiet')
      const sorted = problemsFirst ? order.sorted({ jobId, createdAt }, end, states) : null
      if (sorted !== null)
        return {
          rows: rowsBySeq(jobId, sorted.slice(offset, offset + limit)),
          total: sorted.length,
        }
      if (problemsFirst && states === null)
        return {
          rows: rowsBySeq(jobId, order.attentionFirst(jobId, end, offset, limit)),
          total: end + 1,
        }
      if (states !== null) return pageStates(jobId, view, offset, limit)
      // `seq` is the row's place in the list, so no OFFSET is needed
      return { rows: toFileRows(jobId, from.all(jobId, offset, limit)), total: end + 1 }
    },

    /** Prepares a search in the files of a run: a person focused the search field. */
    prefetchSearch({ jobId, createdAt }: Pick<FileQuery, 'jobId' | 'createdAt'>): void {
      const end = last(jobId)
      if (end !== null) search.prepare({ jobId, createdAt, last: end }, 'now')
    },

    /** One file, and the number of the last attempt that tried it; null: there is no such file. */
    one(jobId: number, seq: number): { file: FileRow; triedIn: number } | null {
      const row = one.get(jobId, seq)
      const [file] = row === undefined ? [] : toFileRows(jobId, [row])
      return row === undefined || file === undefined
        ? null
        : { file, triedIn: asNumber(row, 'tried_in') }
    },

    /** The entries of a folder level, with files as the window shows them. */
    ofLevel(jobId: number, entries: readonly LevelEntry[]): LevelRow[] {
      const paths = entries.flatMap((one) => (one.kind === 'file' ? [one.path] : []))
      const byPath = new Map(rowsOf(jobId, paths).map((file) => [file.path, file]))
      return entries.flatMap((entry): LevelRow[] => {
        if (entry.kind === 'folder') return [entry]
        const file = byPath.get(entry.path)
        return file === undefined ? [] : [{ kind: 'file', file }]
      })
    },

    /** The first paths of a chip. */
    sample(jobId: number, view: FileView, limit: number): string[] {
      return pageStates(jobId, view, 0, limit).rows.map((row) => row.path)
    },
  }
}
