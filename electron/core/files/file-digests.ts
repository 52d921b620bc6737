// Stores the local digests of files, each with the identity of the file that was hashed (docs/spec.md 5).
import type { Database } from '../db/database.ts'
import {
  KNOWN_COLUMNS,
  type KnownFile,
  type LocalDigest,
  type UnhashedFile,
  toKnown,
  toUnhashed,
} from './file-row.ts'

export const createFileDigests = (db: Database) => {
  const set = db.prepare(
    `UPDATE files SET sha256 = ?, ctime_us = ?, inode = ?
     WHERE job_id = ? AND seq = ? AND size = ? AND mtime_us = ?`,
  )
  const confirm = db.prepare(
    'UPDATE files SET mtime_us = ?, ctime_us = ?, inode = ? WHERE job_id = ? AND seq = ? AND size = ? AND sha256 = ?',
  )
  const distrust = db.prepare(
    'UPDATE files SET mtime_us = ?, ctime_us = NULL, inode = NULL WHERE job_id = ? AND seq = ?',
  )
  const unhashed = db.prepare(
    `SELECT seq, path, size FROM files WHERE job_id = ? AND seq > ? AND sha256 IS NULL
     AND state NOT IN ('vanished','skipped','excluded','cleaned') ORDER BY seq LIMIT ?`,
  )
  const doubtful = db.prepare(
    `SELECT ${KNOWN_COLUMNS} FROM files WHERE job_id = ? AND seq >= ? AND seq < ? AND sha256 IS NOT NULL
     AND (state = 'mismatch' OR (state = 'verified' AND ctime_us IS NULL)) ORDER BY seq`,
  )
  return {
    /** Stores local digests, each only if the row still has the size and mtime of the hashed file (docs/spec.md 5). */
    setDigests(jobId: number, digests: readonly LocalDigest[]): void {
      for (const { seq, sha256, size, mtimeUs, ctimeUs, inode, settled } of digests)
        set.run(sha256, settled ? ctimeUs : null, settled ? inode : null, jobId, seq, size, mtimeUs)
    },

    /** Stores the identity of a file that was hashed again, only if size and digest are those of its row. */
    confirmDigest(jobId: number, digest: LocalDigest): void {
      const { seq, sha256, size, mtimeUs, ctimeUs, inode, settled } = digest
      confirm.run(
        mtimeUs,
        settled ? ctimeUs : null,
        settled ? inode : null,
        jobId,
        seq,
        size,
        sha256,
      )
    },

    /** Records that a file may have been written or replaced since it was hashed, with its size as before. */
    distrustDigest(jobId: number, seq: number, mtimeUs: number): void {
      distrust.run(mtimeUs, jobId, seq)
    },

    /** Rows without a local digest after `seq`, in order. */
    unhashed(jobId: number, seq: number, limit: number): UnhashedFile[] {
      return unhashed.all(jobId, seq, limit).map(toUnhashed)
    },

    /**
     * Rows from `from` on, before `end`, whose comparison rests on a digest that may be stale, in order: those that
     * differ from the remote, and those that equal it by a digest of an unknown state of the file.
     */
    doubtful(jobId: number, from: number, end: number): KnownFile[] {
      return doubtful.all(jobId, from, end).map(toKnown)
    },
  }
}
