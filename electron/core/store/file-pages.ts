// Windows of a run's files for the screen: all, one chip's states, or what a search finds; a million rows or ten.
import { FILE_VIEWS, type FileView } from '../../../shared/lists.ts'
import type { FileRow } from '../../../shared/model.ts'
import type { Database } from './database.ts'
import { toFileRow } from './file-row.ts'
import { asNumber, asNumberOrNull } from './job-row.ts'
import { anywhere } from './like.ts'

export interface FilePage {
  readonly rows: FileRow[]
  readonly total: number
}

const list = (states: readonly string[]): string => states.map((s) => `'${s}'`).join(',')

export type FilePages = ReturnType<typeof createFilePages>

export const createFilePages = (db: Database) => {
  const lastSeq = db.prepare('SELECT max(seq) AS seq FROM files WHERE job_id = ?')
  const from = db.prepare('SELECT * FROM files WHERE job_id = ? AND seq >= ? ORDER BY seq LIMIT ?')
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

  const pageSearch = (
    jobId: number,
    view: FileView,
    text: string,
    offset: number,
    limit: number,
  ): FilePage => {
    const states = FILE_VIEWS[view]
    const rule = states === null ? '' : ` AND state IN (${list(states)})`
    const like = anywhere(text)
    // the index of paths alone is read through: it is a fraction of the rows
    const index = states === null ? 'INDEXED BY files_path' : ''
    const rows = db
      .prepare(
        `SELECT * FROM files WHERE job_id = ? AND seq IN (
           SELECT seq FROM files ${index} WHERE job_id = ? AND path LIKE ? ESCAPE '\\'${rule}
           ORDER BY ${states === null ? 'path' : 'seq'} LIMIT ? OFFSET ?) ORDER BY seq`,
      )
      .all(jobId, jobId, like, limit, offset)
      .map(toFileRow)
    // a page that is not full ends the list: nothing has to be counted
    if (rows.length < limit && (rows.length > 0 || offset === 0))
      return { rows, total: offset + rows.length }
    const n = db
      .prepare(
        `SELECT count(*) AS n FROM files ${index} WHERE job_id = ? AND path LIKE ? ESCAPE '\\'${rule}`,
      )
      .get(jobId, like)
    return { rows, total: asNumber(n ?? {}, 'n') }
  }

  return {
    page(jobId: number, view: FileView, search: string, offset: number, limit: number): FilePage {
      if (search !== '') return pageSearch(jobId, view, search, offset, limit)
      if (FILE_VIEWS[view] !== null) return pageStates(jobId, view, offset, limit)
      // `seq` is the row's place, so no offset is counted through
      const rows = from.all(jobId, offset, limit).map(toFileRow)
      const last = asNumberOrNull(lastSeq.get(jobId) ?? {}, 'seq')
      return { rows, total: last === null ? 0 : last + 1 }
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
