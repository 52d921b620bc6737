// Windows of a run's files for the screen: all, one chip's states, or what a search finds; a million rows or ten.
import { FILE_VIEWS, type FileView } from '../../../shared/lists.ts'
import type { FileRow } from '../../../shared/model.ts'
import type { Database } from './database.ts'
import { toFileRow } from './file-row.ts'
import { asNumber, asNumberOrNull } from './job-row.ts'
import type { FileSearch } from './file-search.ts'

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

/** Rows that a page may be away from the top before counting through them costs more than asking where it is. */
const FAR = 20_000

const list = (states: readonly string[]): string => states.map((s) => `'${s}'`).join(',')

export type FilePages = ReturnType<typeof createFilePages>

export const createFilePages = (db: Database, search: FileSearch) => {
  const lastSeq = db.prepare('SELECT max(seq) AS seq FROM files WHERE job_id = ?')
  const from = db.prepare('SELECT * FROM files WHERE job_id = ? AND seq >= ? ORDER BY seq LIMIT ?')
  const byPath = db.prepare('SELECT * FROM files WHERE job_id = ? AND path = ?')
  const one = db.prepare('SELECT * FROM files WHERE job_id = ? AND seq = ?')
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
    // what needs attention has an index of its own; the others are counted already, so only a page is looked for
    const index = view === 'attention' ? 'INDEXED BY files_attention' : ''
    const rows =
      total === 0
        ? []
        : db
            .prepare(
              `SELECT * FROM files ${index} WHERE job_id = ? AND state IN (${list(states)}) ORDER BY seq LIMIT ? OFFSET ?`,
            )
            .all(jobId, limit, offset)
    return { rows: rows.map(toFileRow), total }
  }

  /** Rows of these paths, in their order. */
  const rowsOf = (jobId: number, paths: readonly string[]): FileRow[] =>
    paths
      .map((path) => byPath.get(jobId, path))
      .filter((row) => row !== undefined)
      .map(toFileRow)

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
      if (text !== '' || (states !== null && offset > FAR)) {
        // a path never changes: what is found among all files is found until more are added
        const version = states === null ? `${createdAt}` : `${createdAt} ${revision}`
        const question = { jobId, states, text, last: end }
        const { paths, total } = await search.find(question, version, offset, limit)
        return { rows: rowsOf(jobId, paths), total }
      }
      search.prepare(end)
      if (states !== null) return pageStates(jobId, view, offset, limit)
      // `seq` is the row's place, so no offset is counted through
      return { rows: from.all(jobId, offset, limit).map(toFileRow), total: end + 1 }
    },

    /** One file, and when it was last changed, epoch ms; null: there is none. */
    one(jobId: number, seq: number): { file: FileRow; modifiedAt: number } | null {
      const row = one.get(jobId, seq)
      return row === undefined
        ? null
        : { file: toFileRow(row), modifiedAt: Math.floor(asNumber(row, 'mtime_us') / 1_000) }
    },

    /** The first few paths that a chip shows. */
    sample(jobId: number, view: FileView, limit: number): string[] {
      return pageStates(jobId, view, 0, limit).rows.map((row) => row.path)
    },
  }
}
