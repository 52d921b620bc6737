// The names that a verify pass met on the NAS and that are not the run's: kept in tables of the connection, so that memory does
// not grow with them, and paired with files of the run.
import { type Database, transaction } from '../db/database.ts'
import { asBytesOrNull, asNumber, asNumberOrNull, asText } from '../db/row-values.ts'
import { type NameFolds, foldedPath, loosePath } from '../domain/folded-names.ts'
import { KNOWN_COLUMNS, type KnownFile, toKnown } from './file-row.ts'
import { yieldToEventLoop } from '../lib/yield.ts'

/** A file on the NAS whose name is not one of the run's. */
interface ExtraFile {
  readonly path: string
  readonly sha256: Uint8Array | null
  readonly size: number | null
}

/** Rows per transaction: few enough not to block the event loop for long. */
const ROWS_PER_TRANSACTION = 2_000

/** Most names that a summary has. */
const MAX_NAMES = 20

/** SQL of the rows that should be on the NAS, and that the pass `:pass` did not meet there. */
const UNLISTED = `seen_pass <> :pass AND state IN ('sent','sending','verified','size_only','mismatch','missing','cleaned')`

const TABLES = `
CREATE TEMP TABLE IF NOT EXISTS extra_files (
  job_id INTEGER NOT NULL, loose TEXT NOT NULL, path TEXT NOT NULL, sha256 BLOB, size INTEGER,
  PRIMARY KEY (job_id, loose, path)) WITHOUT ROWID;
CREATE TEMP TABLE IF NOT EXISTS folded_names (
  job_id INTEGER NOT NULL, folded TEXT NOT NULL, path TEXT NOT NULL, PRIMARY KEY (job_id, folded, path)) WITHOUT ROWID;
`

export const createNasNames = (db: Database) => {
  db.exec(TABLES)
  const clearExtras = db.prepare('DELETE FROM extra_files WHERE job_id = ?')
  // a path that comes twice with different digests has none
  const addExtra = db.prepare(
    `INSERT INTO extra_files VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
     sha256 = CASE WHEN sha256 IS excluded.sha256 THEN sha256 END, size = CASE WHEN size IS excluded.size THEN size END`,
  )
  const removeExtra = db.prepare(
    'DELETE FROM extra_files WHERE job_id = ? AND loose = ? AND path = ?',
  )
  const alike = db.prepare(
    'SELECT path, sha256, size FROM extra_files WHERE job_id = ? AND loose = ?',
  )
  const count = db.prepare('SELECT count(*) AS n FROM extra_files WHERE job_id = ?')
  const names = db.prepare('SELECT path FROM extra_files WHERE job_id = ? ORDER BY path LIMIT ?')
  const clearFolded = db.prepare('DELETE FROM folded_names WHERE job_id = ?')
  const addFolded = db.prepare('INSERT OR IGNORE INTO folded_names VALUES (?, ?, ?)')
  const twins = db.prepare('SELECT path FROM folded_names WHERE job_id = ? AND folded = ?')
  const colliding = db.prepare(
    `SELECT folded FROM folded_names WHERE job_id = ? GROUP BY folded HAVING count(*) > 1 LIMIT ?`,
  )
  const paths = db.prepare(
    `SELECT seq, path FROM files WHERE job_id = ? AND seq >= ? AND state NOT IN ('excluded','skipped','vanished')
     ORDER BY seq LIMIT ?`,
  )
  const setName = db.prepare('UPDATE files SET nas_name = ? WHERE job_id = ? AND path = ?')
  const renamed = db.prepare(
    'SELECT path, nas_name FROM files WHERE job_id = ? AND nas_name IS NOT NULL ORDER BY seq LIMIT ?',
  )

  const unlisted = db.prepare(
    `SELECT ${KNOWN_COLUMNS} FROM files WHERE job_id = :job AND seq >= :seq AND ${UNLISTED} ORDER BY seq LIMIT :limit`,
  )
  const setListed = db.prepare(
    `UPDATE files SET state = CASE WHEN size = :size THEN 'size_only' ELSE 'mismatch' END, last_error = :error,
     remote_size = :size, remote_sha256 = NULL, seen_pass = :pass WHERE job_id = :job AND path = :path AND ${UNLISTED}`,
  )

  const setLinked = db.prepare(
    `UPDATE files SET state = 'mismatch', last_error = :error, remote_size = NULL, remote_sha256 = NULL, seen_pass = :pass
     WHERE job_id = :job AND (path = :path OR path > :path || '/' AND path < :path || '0') AND ${UNLISTED}
     RETURNING path`,
  )

  /** Fills the table of the run's folded names; other work goes on meanwhile. */
  const fold = async (jobId: number, folds: NameFolds): Promise<void> => {
    clearFolded.run(jobId)
    for (let seq = 0; ;) {
      const rows = paths.all(jobId, seq, ROWS_PER_TRANSACTION)
      const last = rows.at(-1)
      if (last === undefined) return
      seq = asNumber(last, 'seq') + 1
      transaction(db, () => {
        for (const row of rows) {
          const path = asText(row, 'path')
          addFolded.run(jobId, foldedPath(path, folds), path)
        }
      })
      await yieldToEventLoop()
    }
  }

  return {
    /** For `moveAll`, with the pass as `:pass`. */
    UNLISTED,

    /** Rows from `seq` on that should be on the NAS and that the pass did not meet there, in order. */
    unlisted: (jobId: number, pass: number, seq: number, limit: number): KnownFile[] =>
      unlisted.all({ ':job': jobId, ':pass': pass, ':seq': seq, ':limit': limit }).map(toKnown),

    /** Records that a file is on the NAS without a digest, if the pass did not meet it before. */
    setListed(
      jobId: number,
      file: { readonly path: string; readonly size: number; readonly lastError: string },
      pass: number,
    ): void {
      setListed.run({
        ':job': jobId,
        ':path': file.path,
        ':size': file.size,
        ':error': file.lastError,
        ':pass': pass,
      })
    },

    /** Records that a link is in the place of a file, or of a folder of files, and answers the paths of the run. */
    setLinked: (
      jobId: number,
      link: { readonly path: string; readonly lastError: string },
      pass: number,
    ): string[] =>
      setLinked
        .all({ ':job': jobId, ':path': link.path, ':error': link.lastError, ':pass': pass })
        .map((row) => asText(row, 'path')),

    /** Forgets what an earlier pass met. */
    clearExtras(jobId: number): void {
      clearExtras.run(jobId)
    },

    addExtra(jobId: number, { path, sha256, size }: ExtraFile): void {
      addExtra.run(jobId, loosePath(path), path, sha256, size)
    },

    /** An extra file turned out to be one of the run's. */
    removeExtra(jobId: number, path: string): void {
      removeExtra.run(jobId, loosePath(path), path)
    },

    /** Extra files whose name may be what the server made of `path`. */
    alike: (jobId: number, path: string): ExtraFile[] =>
      alike.all(jobId, loosePath(path)).map((row) => ({
        path: asText(row, 'path'),
        sha256: asBytesOrNull(row, 'sha256'),
        size: asNumberOrNull(row, 'size'),
      })),

    /** How many files lie beside the run on the NAS, and the first of them by name. */
    extraSummary: (jobId: number): { count: number; names: string[] } => ({
      count: asNumber(count.get(jobId) ?? { n: 0 }, 'n'),
      names: names.all(jobId, MAX_NAMES).map((row) => asText(row, 'path')),
    }),

    /** Streams the extra files of the last pass. */
    *extras(jobId: number): Generator<string> {
      for (const row of db.prepare('SELECT path FROM extra_files WHERE job_id = ?').all(jobId))
        yield asText(row, 'path')
    },

    fold,

    /** The paths of the run that are the same as `path` to a server that folds so; call it after `fold`. */
    twins: (jobId: number, path: string, folds: NameFolds): string[] =>
      twins
        .all(jobId, foldedPath(path, folds))
        .map((row) => asText(row, 'path'))
        .filter((other) => other !== path),

    /** The first groups of paths that are one name to a server that folds so; [] where there are none. */
    async collisions(jobId: number, folds: NameFolds, limit: number): Promise<string[][]> {
      await fold(jobId, folds)
      const groups = colliding
        .all(jobId, limit)
        .map((row) => twins.all(jobId, asText(row, 'folded')).map((twin) => asText(twin, 'path')))
      clearFolded.run(jobId)
      return groups
    },

    /** Records the path under which the NAS stores a file; null: its own. */
    setNasName(jobId: number, path: string, nasName: string | null): void {
      setName.run(nasName, jobId, path)
    },

    /** Records those paths in one transaction. */
    setNasNames(jobId: number, files: readonly { path: string; nasName: string }[]): void {
      transaction(db, () => {
        for (const { path, nasName } of files) setName.run(nasName, jobId, path)
      })
    },

    /** The first files that the NAS stores under another name. */
    renamed: (jobId: number, limit: number): { path: string; nasName: string }[] =>
      renamed
        .all(jobId, limit)
        .map((row) => ({ path: asText(row, 'path'), nasName: asText(row, 'nas_name') })),
  }
}
