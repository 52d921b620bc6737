// A queue as it is after years, written directly into its files: 10,000 runs, one of a million files, a log of 200 MB.
import { mkdirSync, openSync, closeSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { INDEX_EVERY, indexFile } from '../../electron/core/logs/attempt-log.ts'
import { type Database, transaction } from '../../electron/core/db/database.ts'

const FILES = 1_000_000
const RUNS = 10_000
const LOG_BYTES = 200 << 20

/** Fills the queue; returns the ids of the run of a million files and of its attempt. */
export const fillQueue = (db: Database, root: string): { jobId: number; attemptId: number } => {
  const job = db.prepare(
    `INSERT INTO jobs (folder, run, instrument, run_path, target, state, proof, created_at, updated_at, verified_at, last_error)
     VALUES (?, ?, 'BENCH', ?, ?, ?, 'sha256', ?, ?, ?, NULL) RETURNING id`,
  )
  const file = db.prepare(
    'INSERT INTO files (job_id, seq, path, size, mtime_us, state, sha256) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  const sha = Buffer.alloc(32, 7)
  const at = Date.now()
  const add = (run: string, state: string, order: number): number => {
    const time = at - order * 60_000
    const found = job.get(join(root, run), run, run, `nas:${run}`, state, time, time, time)
    return Number(found?.['id'])
  }
  const addFiles = (jobId: number, n: number, failed: number): void => {
    for (let from = 0; from < n; from += 50_000)
      transaction(db, () => {
        for (let i = from; i < Math.min(n, from + 50_000); i += 1) {
          const path = `tile ${String(Math.floor(i / 1_000)).padStart(4, '0')}/frame_${String(i).padStart(7, '0')}.tif`
          const state = failed > 0 && i % (n / failed) === 0 ? 'failed' : 'verified'
          file.run(jobId, i, path, 2_000_000, at * 1_000, state, sha)
        }
      })
  }
  transaction(db, () => {
    for (let i = 0; i < RUNS; i += 1)
      add(`run ${String(i).padStart(5, '0')}`, 'verified', RUNS - i + 10)
  })
  const small = add('Thousand', 'verified', 1)
  addFiles(small, 1_000, 0)
  const jobId = add('Million', 'failed', 0)
  addFiles(jobId, FILES, 1_000)
  db.prepare("UPDATE jobs SET last_error = ?, proof = ?, level = 'sha256' WHERE id = ?").run(
    JSON.stringify({
      kind: 'auth',
      reason: 'local_permission_denied',
      message: '1,000 files cannot be read on this computer.',
      exitCode: 1,
      stderr: 'open tile 0000/frame_0000000.tif: permission denied',
      attempt: 1,
      at,
    }),
    'none',
    jobId,
  )
  const attempt = db
    .prepare(
      `INSERT INTO attempts (job_id, number, phase, started_at, ended_at, outcome, exit_code) VALUES (?, 1, 'push', ?, ?, 'done', 0) RETURNING id`,
    )
    .get(jobId, at, at)
  return { jobId, attemptId: Number(attempt?.['id']) }
}

/** Writes a log with its index, as attempt-log.ts does. */
export const fillLog = (file: string): void => {
  mkdirSync(dirname(file), { recursive: true })
  const log = openSync(file, 'w')
  const index = openSync(indexFile(file), 'w')
  let bytes = 0
  let lines = 0
  while (bytes < LOG_BYTES) {
    const parts: string[] = []
    for (let i = 0; i < INDEX_EVERY; i += 1, lines += 1)
      parts.push(
        `2026-01-31T10:00:00.000Z\tinfo\trclone\ttile ${lines % 977}/frame_${lines}.tif: Copied (new), one of very many\n`,
      )
    const entry = Buffer.alloc(8)
    entry.writeBigUInt64LE(BigInt(bytes))
    writeSync(index, entry)
    bytes += writeSync(log, parts.join(''))
  }
  closeSync(log)
  closeSync(index)
}
