// Stores folds: verified runs at rest whose file rows were replaced by one row with the digest of their manifest
// (docs/spec.md 5a).
import { type Database, transaction } from '../../db/database.ts'
import { type Row, asBytesOrNull, asNumber } from '../../db/row-values.ts'
import { FILE_COLUMNS } from '../file-row.ts'
import type { RowNumbers } from './numbers.ts'

/** What is left of the file rows of a run. */
export interface Fold {
  /** SHA-256 of the manifest in the run folder. */
  readonly manifest: Uint8Array
  readonly manifestBytes: number
  /** Sum of what a walk saw in the run folder (walk-sum.ts). */
  readonly walk: Uint8Array
  readonly files: number
  /** The deflated numbers of the rows, in the manifest's order (numbers.ts). */
  readonly numbers: Uint8Array
}

/** A row of the files table as a fold gives it back: without change time and inode, so that it is hashed before it is trusted. */
export interface UnfoldedRow extends RowNumbers {
  readonly path: string
  readonly sha256: Uint8Array
}

const asBytes = (row: Row, key: string): Uint8Array => {
  const bytes = asBytesOrNull(row, key)
  if (bytes === null) throw new Error(`column ${key} holds no bytes`)
  return bytes
}

const toFold = (row: Row): Fold => ({
  manifest: asBytes(row, 'manifest'),
  manifestBytes: asNumber(row, 'manifest_bytes'),
  walk: asBytes(row, 'walk'),
  files: asNumber(row, 'files'),
  numbers: asBytes(row, 'numbers'),
})

/**
 * What must be so of a run that is folded, for SQL: proven, nobody waits for it, it has one job (what a cleanup of the first of several
 * deletes is noted in the rows of the others), and each file has a row that a manifest can hold.
 */
const AT_REST = `state = 'verified' AND last_error IS NULL AND held = 0 AND due_at IS NULL AND folder_reused_at IS NULL
  AND restored_at IS NULL AND updated_at <= :before AND verified_at <= :before
  AND lead IS NULL AND NOT EXISTS (SELECT 1 FROM jobs other WHERE other.lead = jobs.id)
  AND NOT EXISTS (SELECT 1 FROM folds WHERE job_id = jobs.id)
  AND NOT EXISTS (SELECT 1 FROM exclusions WHERE job_id = jobs.id)
  AND NOT EXISTS (SELECT 1 FROM file_counts WHERE job_id = jobs.id AND files > 0 AND state <> 'verified')
  AND NOT EXISTS (SELECT 1 FROM attempts WHERE job_id = jobs.id AND (ended_at IS NULL OR ended_at > :before))`

export type FoldStore = ReturnType<typeof createFoldStore>

export const createFoldStore = (db: Database) => {
  const byJob = db.prepare('SELECT * FROM folds WHERE job_id = ?')
  const exists = db.prepare('SELECT 1 FROM folds WHERE job_id = ?')
  const resting = db.prepare(
    `SELECT id FROM jobs WHERE ${AT_REST} AND id > :after ORDER BY id LIMIT 1`,
  )
  const isResting = db.prepare(`SELECT 1 FROM jobs WHERE ${AT_REST} AND id = :job`)
  const rows = db.prepare(
    `SELECT ${FILE_COLUMNS} FROM files WHERE job_id = ? AND path > ? ORDER BY path LIMIT ?`,
  )
  const insert = db.prepare(
    `INSERT INTO folds (job_id, at, manifest, manifest_bytes, walk, files, numbers) VALUES (?, ?, ?, ?, ?, ?, ?)`,
  )
  const leftOver = db.prepare(
    'SELECT job_id FROM folds WHERE EXISTS (SELECT 1 FROM files WHERE files.job_id = folds.job_id) LIMIT 1',
  )
  // only rows of folded runs: nothing else says what a run's files are
  const drop = db.prepare(
    `DELETE FROM files WHERE job_id = :job AND EXISTS (SELECT 1 FROM folds WHERE job_id = :job)
     AND seq < (SELECT min(seq) FROM files WHERE job_id = :job) + :rows`,
  )
  const restore = db.prepare(
    `INSERT OR REPLACE INTO files (job_id, seq, path, size, mtime_us, state, sha256, seen_pass, attempts, tried_in, tried_at)
     VALUES (?, ?, ?, ?, ?, 'verified', ?, ?, ?, ?, ?)`,
  )
  const countRows = db.prepare('SELECT count(*) AS n FROM files WHERE job_id = ?')
  const remove = db.prepare('DELETE FROM folds WHERE job_id = ?')
  const forgetCounts = db.prepare('DELETE FROM file_counts WHERE job_id = ?')

  return {
    /** The fold of a run; null: its files have rows. */
    of(jobId: number): Fold | null {
      const row = byJob.get(jobId)
      return row === undefined ? null : toFold(row)
    },

    isFolded: (jobId: number): boolean => exists.get(jobId) !== undefined,

    /** The first run after `after`, by id, that has been at rest since `before` (epoch ms) and has rows; null: there is none. */
    nextAtRest(after: number, before: number): number | null {
      const row = resting.get({ ':after': after, ':before': before })
      return row === undefined ? null : asNumber(row, 'id')
    },

    /** Rows after `path`, in the manifest's order, with every column. */
    rowsAfter: (jobId: number, path: string, limit: number): Row[] => rows.all(jobId, path, limit),

    /** Records the fold of a run that is still at rest since `before`; false: it is not. Its rows count for nothing from then on. */
    fold(jobId: number, fold: Fold, at: number, before: number): boolean {
      return transaction(db, () => {
        if (isResting.get({ ':job': jobId, ':before': before }) === undefined) return false
        const { manifest, manifestBytes, walk, files, numbers } = fold
        insert.run(jobId, at, manifest, manifestBytes, walk, files, numbers)
        return true
      })
    },

    /** A folded run that still has rows; null: none has. */
    withLeftOverRows(): number | null {
      const row = leftOver.get()
      return row === undefined ? null : asNumber(row, 'job_id')
    },

    /** Deletes rows of a folded run, at most so many; false: it has none. What was in them is overwritten, so that copies pack well. */
    dropRows(jobId: number, limit: number): boolean {
      db.exec('PRAGMA secure_delete = ON')
      try {
        return transaction(db, () => drop.run({ ':job': jobId, ':rows': limit }).changes) > 0
      } finally {
        db.exec('PRAGMA secure_delete = OFF')
      }
    },

    /** Writes rows of a folded run back; they count once `unfolded` is called. */
    restoreRows(jobId: number, unfolded: readonly UnfoldedRow[]): void {
      transaction(db, () => {
        for (const row of unfolded)
          restore.run(
            jobId,
            row.seq,
            row.path,
            row.size,
            row.mtimeUs,
            row.sha256,
            row.seenPass,
            row.attempts,
            row.triedIn,
            row.triedAt,
          )
      })
    },

    /** All rows of a folded run are written back: they are its files again. Throws where there are more or fewer. */
    unfolded(jobId: number, files: number): void {
      transaction(db, () => {
        const found = asNumber(countRows.get(jobId) ?? {}, 'n')
        if (found !== files) throw new Error(`a fold of ${files} files has ${found} rows`)
        remove.run(jobId)
      })
    },

    /** Forgets what a fold told of single files, for a run that is to be compared with its copy from the start. */
    forget(jobId: number): void {
      transaction(db, () => {
        remove.run(jobId)
        forgetCounts.run(jobId)
      })
    },
  }
}
