// Stores the files of each run: written in batches while the run is scanned, hashed, sent and verified.
import type { FileState } from '../../../shared/model/model.ts'
import { sqlList } from '../db/sql.ts'
import { type Database, transaction } from '../db/database.ts'
import {
  KNOWN_COLUMNS,
  type FileChange,
  type KnownFile,
  type ScannedFile,
  toKnown,
} from './file-row.ts'
import { type FileAttempt, countAttempt, createFileBatches } from './file-batches.ts'
import { createFileCounts } from './file-counts.ts'
import { createFileDigests } from './file-digests.ts'
import { createNasNames } from './nas-names.ts'
import { asNumber, asText, asTextOrNull } from '../db/row-values.ts'

/** Rows per transaction: few enough not to block the event loop for long, enough to be cheap. */
export const ROWS_PER_TRANSACTION = 2_000

export type FileStore = ReturnType<typeof createFileStore>

export const createFileStore = (db: Database) => {
  const byPath = db.prepare(`SELECT ${KNOWN_COLUMNS} FROM files WHERE job_id = ? AND path = ?`)
  const insert = db.prepare(
    'INSERT INTO files (job_id, seq, path, size, mtime_us, state, last_error) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  const bySeq = db.prepare(
    `SELECT ${KNOWN_COLUMNS} FROM files WHERE job_id = ? AND seq >= ? ORDER BY seq LIMIT ?`,
  )
  const expected = db.prepare(
    `SELECT ${KNOWN_COLUMNS} FROM files WHERE job_id = ? AND state NOT IN ('skipped','excluded','cleaned') ORDER BY seq LIMIT ?`,
  )
  const setState = db.prepare(
    'UPDATE files SET state = ?, last_error = ? WHERE job_id = ? AND seq = ?',
  )
  const replace = db.prepare(
    `UPDATE files SET size = ?, mtime_us = ?, state = ?, last_error = NULL, sha256 = NULL, ctime_us = NULL, inode = NULL,
     remote_sha256 = NULL, remote_size = NULL WHERE job_id = ? AND seq = ?`,
  )
  const setRemote = db.prepare(
    'UPDATE files SET state = ?, remote_sha256 = ?, remote_size = ?, seen_pass = ?, last_error = ?, nas_name = NULL WHERE job_id = ? AND seq = ?',
  )
  const setRemoteDigest = db.prepare(
    'UPDATE files SET remote_sha256 = ?, seen_pass = ? WHERE job_id = ? AND seq = ?',
  )
  const undecided = db.prepare(
    `SELECT ${KNOWN_COLUMNS} FROM files WHERE job_id = ? AND seq >= ? AND remote_sha256 IS NOT NULL AND seen_pass = ?
     AND state IN ('pending','sent','failed') ORDER BY seq LIMIT ?`,
  )
  const proven = db.prepare(
    `SELECT path, nas_name, lower(hex(sha256)) AS sha256 FROM files
     WHERE job_id = ? AND path > ? AND state IN ('verified','cleaned') AND sha256 IS NOT NULL ORDER BY path LIMIT ?`,
  )
  const runBytes = db.prepare('SELECT sum(bytes) AS n FROM file_counts WHERE job_id = ?')
  const larger = db.prepare(
    `SELECT seq FROM files WHERE job_id = ? AND size > ? AND state NOT IN ('excluded','skipped') LIMIT 1`,
  )
  const destinationInside = db.prepare(
    `SELECT path FROM files WHERE job_id = ? AND (path = '.exlab-sync/destination.json'
     OR path LIKE '%/.exlab-sync/destination.json') LIMIT 1`,
  )
  const remove = db.prepare('DELETE FROM files WHERE job_id = ? AND seq = ?')
  const lastSeq = db.prepare('SELECT max(seq) AS seq FROM files WHERE job_id = ?')

  const nextSeq = (jobId: number): number => {
    const seq: unknown = lastSeq.get(jobId)?.['seq']
    return typeof seq === 'number' ? seq + 1 : 0
  }

  const total = (sql: string, ...args: (number | string)[]): number =>
    asNumber(db.prepare(sql).get(...args) ?? {}, 'n')

  /** All rows in order, a chunk at a time. */
  function* inOrder(jobId: number): Generator<KnownFile> {
    let seq = 0
    for (;;) {
      const rows = bySeq.all(jobId, seq, ROWS_PER_TRANSACTION).map(toKnown)
      yield* rows
      const last = rows.at(-1)
      if (last === undefined) return
      seq = last.seq + 1
    }
  }

  return {
    ...createFileBatches(db),
    ...createFileCounts(db),
    ...createFileDigests(db),
    ...createNasNames(db),

    /** The `seq` of the next row to append. */
    nextSeq,

    /** The row with that path; null: there is none. */
    find(jobId: number, path: string): KnownFile | null {
      const row = byPath.get(jobId, path)
      return row === undefined ? null : toKnown(row)
    },

    /** Appends a row; `seq` must be `nextSeq`, so that it is the row's place in the list. */
    append(jobId: number, seq: number, file: ScannedFile): void {
      const state: FileState = file.skipped === null ? 'pending' : 'skipped'
      insert.run(jobId, seq, file.path, file.size, file.mtimeUs, state, file.skipped)
    },

    /** Deletes a row that stands for no file any more. */
    remove(jobId: number, seq: number): void {
      remove.run(jobId, seq)
    },

    /** Records that a file changed since it was scanned: its digests are deleted. */
    replaced(jobId: number, seq: number, size: number, mtimeUs: number, state: FileState): void {
      replace.run(size, mtimeUs, state, jobId, seq)
    },

    setStates(jobId: number, changes: readonly FileChange[]): void {
      for (const change of changes) setState.run(change.state, change.lastError, jobId, change.seq)
    },

    /** Stores the comparison with the remote: state, digest and size of the remote's file. */
    setRemote(
      jobId: number,
      file: {
        seq: number
        state: FileState
        remote: Uint8Array | null
        remoteSize: number | null
        lastError: string | null
      },
      pass: number,
    ): void {
      const { state, remote, remoteSize, lastError, seq } = file
      setRemote.run(state, remote, remoteSize, pass, lastError, jobId, seq)
    },

    /** Stores the remote's digest of a file that cannot be compared yet; its state stays. */
    setRemoteDigest(jobId: number, seq: number, remote: Uint8Array | null, pass: number): void {
      setRemoteDigest.run(remote, pass, jobId, seq)
    },

    /** Rows from `seq` on whose remote digest arrived in that pass before it could be compared. */
    undecided(jobId: number, seq: number, pass: number, limit: number): KnownFile[] {
      return undecided.all(jobId, seq, pass, limit).map(toKnown)
    },

    /** The first rows whose originals should exist, in order. */
    expected(jobId: number, limit: number): KnownFile[] {
      return expected.all(jobId, limit).map(toKnown)
    },

    /** Rows from `seq` on, in order. */
    from(jobId: number, seq: number, limit: number): KnownFile[] {
      return bySeq.all(jobId, seq, limit).map(toKnown)
    },

    /**
     * Sets the state of all rows that fulfil a condition, and answers how many changed; each chunk is a transaction. `where` is
     * SQL over the row and never holds text from outside. `tried`: an attempt ended that tried all of them.
     */
    moveAll(
      jobId: number,
      where: string,
      state: FileState,
      message: string | null,
      more: {
        readonly args?: Readonly<Record<string, number | string | Uint8Array>>
        readonly tried?: FileAttempt
      } = {},
    ): number {
      const { args = {}, tried } = more
      const statement = db.prepare(
        `UPDATE files SET state = :state, last_error = :message ${tried === undefined ? '' : `, ${countAttempt(':attempt', ':at')}`}
         WHERE job_id = :job AND seq >= :seq AND seq < :seq_end AND (${where})`,
      )
      const values = {
        ...args,
        ...(tried === undefined ? {} : { ':attempt': tried.attempt, ':at': tried.at }),
        ':state': state,
        ':message': message,
        ':job': jobId,
      }
      const end = nextSeq(jobId)
      let moved = 0
      for (let seq = 0; seq < end; seq += ROWS_PER_TRANSACTION) {
        const chunk = { ...values, ':seq': seq, ':seq_end': seq + ROWS_PER_TRANSACTION }
        moved += transaction(db, () => statement.run(chunk).changes)
      }
      return moved
    },

    /** The first file of the run that makes a folder in it a destination of runs (docs/spec.md 2a); null: there is none. */
    destinationInside(jobId: number): string | null {
      const row = destinationInside.get(jobId)
      return row === undefined ? null : asText(row, 'path')
    },

    /** True where a tool tried to send any of the files in these states before. */
    wasTried: (jobId: number, states: readonly FileState[]): boolean =>
      db
        .prepare(
          `SELECT 1 FROM files WHERE job_id = ? AND attempts > 0 AND state IN ${sqlList(states)} LIMIT 1`,
        )
        .get(jobId) !== undefined,

    /** Files of a run, also where they have no rows because it is folded. */
    total: (jobId: number): number =>
      total('SELECT coalesce(sum(files), 0) AS n FROM file_counts WHERE job_id = ?', jobId),

    /** Bytes of a run that are not proven yet. */
    bytesUnproven(jobId: number): number {
      return total(
        `SELECT coalesce(sum(bytes), 0) AS n FROM file_counts WHERE job_id = ? AND state NOT IN ('verified','cleaned','skipped','excluded')`,
        jobId,
      )
    },

    /** True where a file that the remote should have has more bytes. Reads every row of a run that is larger itself. */
    hasLarger(jobId: number, bytes: number): boolean {
      const { n } = runBytes.get(jobId) ?? {}
      return typeof n === 'number' && n > bytes && larger.get(jobId, bytes) !== undefined
    },

    /** Streams the paths of rows in these states, in order; reads a chunk at a time. */
    *paths(jobId: number, states: readonly FileState[]): Generator<string> {
      const wanted: ReadonlySet<FileState> = new Set(states)
      for (const row of inOrder(jobId)) if (wanted.has(row.state)) yield row.path
    },

    /** Streams every file that the remote should have, with its size, in order; reads a chunk at a time. */
    *sizes(jobId: number): Generator<{ path: string; size: number }> {
      for (const { path, size, state } of inOrder(jobId))
        if (state !== 'excluded' && state !== 'skipped') yield { path, size }
    },

    /** Streams every row in order; reads a chunk at a time. */
    all: inOrder,

    /** Streams verified files with their digests, sorted by path; reads a chunk at a time. */
    *proven(jobId: number): Generator<{ path: string; sha256: string; nasName: string | null }> {
      for (let after = ''; ;) {
        const rows = proven.all(jobId, after, ROWS_PER_TRANSACTION)
        for (const row of rows) {
          after = asText(row, 'path')
          const nasName = asTextOrNull(row, 'nas_name')
          yield { path: after, sha256: asText(row, 'sha256'), nasName }
        }
        if (rows.length < ROWS_PER_TRANSACTION) return
      }
    },

    /** The first paths in a state, for a message. */
    sample(jobId: number, state: FileState, limit: number): string[] {
      return db
        .prepare('SELECT path FROM files WHERE job_id = ? AND state = ? ORDER BY seq LIMIT ?')
        .all(jobId, state, limit)
        .map((row) => asText(row, 'path'))
    },
  }
}
