// Reads and changes rows of many files by one statement: the driver takes as long to start one as SQLite to change a row.
import type { FileState } from '../../../shared/model/model.ts'
import type { Database } from '../db/database.ts'
import { jsonList } from '../db/sql.ts'
import { KNOWN_COLUMNS, type KnownFile, toKnown } from './file-row.ts'

/** The attempt in which a tool tried files: its number within the job, and the time, epoch ms. */
export interface FileAttempt {
  readonly attempt: number
  readonly at: number
}

/** SQL that counts an attempt once per file, however often the tool reports the file. */
export const countAttempt = (attempt: string, at: string): string =>
  `attempts = attempts + (tried_in <> ${attempt}), tried_in = ${attempt}, tried_at = ${at}`

export const createFileBatches = (db: Database) => {
  const byPaths = db.prepare(
    `SELECT ${KNOWN_COLUMNS} FROM files INDEXED BY files_path WHERE job_id = ? AND path IN ${jsonList()}`,
  )
  const setReported = db.prepare(
    `UPDATE files INDEXED BY files_path SET state = ?3, last_error = ?4, ${countAttempt('?1', '?2')}
     WHERE job_id = ?5 AND path IN ${jsonList('?6')} AND state NOT IN ('verified','skipped','excluded','vanished')`,
  )
  const setProven = db.prepare(
    `UPDATE files SET state = ?, remote_sha256 = NULL, remote_size = NULL, seen_pass = ?, last_error = NULL, nas_name = NULL
     WHERE job_id = ? AND seq IN ${jsonList()}`,
  )
  return {
    /** The rows with those paths, by path. */
    findAll(jobId: number, paths: readonly string[]): Map<string, KnownFile> {
      const rows = byPaths.all(jobId, JSON.stringify(paths)).map(toKnown)
      return new Map(rows.map((row) => [row.path, row]))
    },

    /** Records what a tool reports of files. It is only a hint: proven, skipped, excluded and vanished files keep their state. */
    setReported(
      jobId: number,
      paths: readonly string[],
      now: { readonly state: FileState; readonly lastError: string | null },
      tried: FileAttempt,
    ): void {
      const list = JSON.stringify(paths)
      setReported.run(tried.attempt, tried.at, now.state, now.lastError, jobId, list)
    },

    /** Stores that files equal the remote's: one statement for all. */
    setProven(
      jobId: number,
      seqs: readonly number[],
      state: 'verified' | 'cleaned',
      pass: number,
    ): void {
      if (seqs.length > 0) setProven.run(state, pass, jobId, JSON.stringify(seqs))
    },
  }
}
