// Counts the files and bytes of runs by state, from rows that triggers keep: a folded run has them too.
import type { FileState } from '../../../shared/model/model.ts'
import type { Database } from '../db/database.ts'
import { type Row, asNumber } from '../db/row-values.ts'
import { toFileState } from './file-row.ts'

/** Files and bytes of a run, by state. */
export interface StateCounts {
  readonly byState: Partial<Record<FileState, number>>
  readonly bytes: Partial<Record<FileState, number>>
}

const addTo = ({ byState, bytes }: StateCounts, row: Row): void => {
  const state = toFileState(row)
  byState[state] = (byState[state] ?? 0) + asNumber(row, 'files')
  bytes[state] = (bytes[state] ?? 0) + asNumber(row, 'bytes')
}

export const createFileCounts = (db: Database) => {
  const counts = db.prepare(
    'SELECT state, files, bytes FROM file_counts WHERE job_id = ? AND files > 0',
  )

  return {
    /** Of one run. */
    counts(jobId: number): StateCounts {
      const found: StateCounts = { byState: {}, bytes: {} }
      for (const row of counts.all(jobId)) addTo(found, row)
      return found
    },

    /** Files of a run that fulfil a condition, and their bytes. `where` is SQL over the row and never holds text from outside. */
    sumWhere(
      jobId: number,
      where: string,
      args: Readonly<Record<string, string | Uint8Array>>,
    ): { files: number; bytes: number } {
      const row = db
        .prepare(
          `SELECT count(*) AS files, coalesce(sum(size), 0) AS bytes FROM files WHERE job_id = :job AND (${where})`,
        )
        .get({ ...args, ':job': jobId })
      return { files: asNumber(row ?? {}, 'files'), bytes: asNumber(row ?? {}, 'bytes') }
    },

    /** The counts of every run that has files, by job id: one query for a whole list. */
    countsOfAll(): ReadonlyMap<number, StateCounts> {
      const all = new Map<number, StateCounts>()
      for (const row of db
        .prepare('SELECT job_id, state, files, bytes FROM file_counts WHERE files > 0')
        .all()) {
        const id = asNumber(row, 'job_id')
        const found = all.get(id) ?? { byState: {}, bytes: {} }
        all.set(id, found)
        addTo(found, row)
      }
      return all
    },
  }
}
