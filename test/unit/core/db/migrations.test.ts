// Queues of older formats open with every row, and the migration gives them the schema of this version.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { expect, it, onTestFinished } from 'vitest'
import { openQueue } from '../../../../electron/core/db/backups.ts'
import {
  isIntact,
  openDatabase,
  openDatabaseToRead,
} from '../../../../electron/core/db/database.ts'
import { MIGRATIONS } from '../../../../electron/core/db/migrations/index.ts'
import { createJobStore } from '../../../../electron/core/queue/job-store.ts'
import { createVerifyPassStore } from '../../../../electron/core/queue/verify-pass-store.ts'
import { createReportedStateStore } from '../../../../electron/core/wizard/reported-state-store.ts'
import { createOldQueue } from '../../../helpers/old-queue.ts'

const FILES = 5_000
/** The format before people could exclude files. */
const BEFORE_EXCLUSIONS = 6
/** The format before columns were renamed. */
const BEFORE_RENAMES = 9

/** A queue of that format with a verified run, and one that was called failed because its originals changed. */
const queueBeforeExclusions = (): string => {
  const { file, db } = createOldQueue(BEFORE_EXCLUSIONS)
  const error = (reason: string, message: string): string =>
    JSON.stringify({
      kind: 'network',
      reason,
      message,
      exitCode: null,
      stderr: '',
      attempt: 2,
      at: 1,
    })
  const add = db.prepare(
    `INSERT INTO jobs (folder, run, instrument, run_path, target, state, created_at, updated_at, verified_at, last_error)
     VALUES (?, ?, 'SCOPE_01', ?, ?, ?, 1, 1, ?, ?)`,
  )
  const run = (
    name: string,
    state: string,
    verifiedAt: number | null,
    last: string | null,
  ): void => {
    add.run(`/data/${name}`, name, name, `nas:raw/${name}`, state, verifiedAt, last)
  }
  run('proven', 'verified', 1, null)
  run(
    'drifted',
    'failed',
    1,
    error('source_changed', 'Changed on this computer since it was verified: a.tif.'),
  )
  run(
    'writing',
    'failed',
    null,
    error('source_changed', 'Changed on this computer while the run was being sent: a.tif.'),
  )
  db.exec(
    `WITH RECURSIVE c(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM c WHERE n < ${FILES - 1})
     INSERT INTO files (job_id, seq, path, size, mtime_us, state) SELECT 1, n, printf('%05d.tif', n), 10, 1, 'verified' FROM c`,
  )
  db.close()
  return file
}

it('retains every row, and checks, counts and triggers still work', () => {
  const file = queueBeforeExclusions()
  const db = openDatabase(file)
  onTestFinished(() => db.close())
  expect(db.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
  expect(db.prepare('SELECT count(*) AS n FROM files').get()).toEqual({ n: FILES })
  db.exec(`UPDATE files SET state = 'excluded' WHERE seq < 10`)
  expect(db.prepare('SELECT state, files, bytes FROM file_counts ORDER BY state').all()).toEqual([
    { state: 'excluded', files: 10, bytes: 100 },
    { state: 'verified', files: FILES - 10, bytes: (FILES - 10) * 10 },
  ])
  expect(() => db.exec(`UPDATE files SET state = 'nonsense' WHERE seq = 0`)).toThrow(/CHECK/)
  db.exec(`UPDATE jobs SET state = 'awaiting_verify', updated_at = 5 WHERE run = 'proven'`)
  expect(db.prepare('SELECT text FROM activity ORDER BY id DESC LIMIT 1').get()).toEqual({
    text: 'Checking',
  })
})

it('gives a run whose originals changed after its proof that reason', () => {
  const db = openDatabase(queueBeforeExclusions())
  onTestFinished(() => db.close())
  const rows = db
    .prepare(
      `SELECT run, json_extract(last_error, '$.reason') AS reason FROM jobs WHERE state = 'failed' ORDER BY run`,
    )
    .all()
  expect(rows).toEqual([
    { run: 'drifted', reason: 'changed_since_verified' },
    { run: 'writing', reason: 'source_changed' },
  ])
})

it("forbids later changes of a table's text, and opens a second time", () => {
  const file = queueBeforeExclusions()
  openDatabase(file).close()
  const db = openDatabase(file)
  expect(() =>
    db.exec(`PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = '' WHERE name = 'files'`),
  ).toThrow(/may not be modified/)
  db.close()
  expect(isIntact(file)).toBe(true)
  expect(isIntact(`${file}.before-format-${BEFORE_EXCLUSIONS + 1}`)).toBe(true)
})

/** Digests of the shipped migrations without comments and line breaks, in order. A shipped migration is never edited. */
const SHIPPED = [
  '1c511d97fdbde612',
  '69973e8da8ff090d',
  '6992319ccc97c34d',
  'f94d2a3dee4eeaa6',
  '1e122e3443364bba',
  '12bb964a46544022',
  '8af5e9a878012d81',
  '569a0a2aa423792e',
  '286942a8b87ee133',
  '937b603ea55441b1',
  'b65d7f7630fb1558',
  '1b80650c91858222',
  'c8ec7a1d57712cb0',
  '0e2e90b734fae2b2',
  'a758a2443b186e67',
  '84c43fd4bb128b5d',
  'ae6bd051a2ac86db',
  '19976858b77859c7',
  '0d783e94798992ba',
  'c5db754d3bfd4363',
  '087ba4cffd8a152a',
  'a32555c2da297bb5',
  '64791698ebdf2a39',
  'fad5298bc783ce4d',
  'c2f973e0ddd42c08',
  '78452b98fffa36ba',
  'd1dd7f031f336e33',
]

it('holds every shipped migration as it was shipped', () => {
  const digest = (sql: string): string =>
    createHash('sha256')
      .update(sql.replaceAll(/--.*$/gm, '').replaceAll(/\s+/g, ' ').trim())
      .digest('hex')
      .slice(0, 16)
  expect(MIGRATIONS.map(digest)).toEqual(SHIPPED)
})

it('carries what format 9 recorded over to the renamed columns and tables', () => {
  const { file, db: old } = createOldQueue(BEFORE_RENAMES)
  old.exec(
    `INSERT INTO jobs (folder, run, instrument, run_path, target, state, created_at, updated_at, care_at, told) VALUES
       ('/data/a', 'a', 'SCOPE_01', 'a', 'nas:a', 'verified', 1, 1, 500, 'verified'),
       ('/data/b', 'b', 'SCOPE_01', 'b', 'nas:b', 'failed', 1, 2, NULL, 'queued'),
       ('/data/c', 'c', 'SCOPE_01', 'c', 'nas:c', 'queued', 1, 3, NULL, NULL);
     INSERT INTO passes VALUES (1, 2, 10, 1, 'sha256', 3, 30, 'rclone 1.70');
     INSERT INTO cleanups VALUES (1, 20, '[]', 2, 20, '[{"path":"x.tif","why":"changed"}]', 21);
     DELETE FROM activity`,
  )
  old.close()
  const { db, report } = openQueue(file, 0)
  onTestFinished(() => db.close())
  expect(report).toBeNull()
  expect(existsSync(`${file}.before-format-${BEFORE_RENAMES + 1}`)).toBe(true)
  const jobs = createJobStore(db, { now: () => 7 })
  expect(jobs.nextMaintenance(500, [])?.run).toBe('a')
  expect(jobs.nextDueAt(0)).toBe(500)
  const reported = createReportedStateStore(db)
  expect(reported.unreported([], 10).map((job) => job.run)).toEqual(['c', 'b'])
  reported.set(2, 'failed')
  expect(reported.unreported([], 10).map((job) => job.run)).toEqual(['c'])
  const passes = createVerifyPassStore(db)
  expect(passes.passes(1)).toMatchObject([
    { attempt: 2, verified: true, tools: 'rclone 1.70', extras: { count: 0, names: [] } },
  ])
  expect(passes.cleanup(1)?.keptFiles).toEqual([{ path: 'x.tif', why: 'changed' }])
  // each change of state writes one line
  const changed = jobs.get(3)
  if (changed !== null) jobs.settle(changed, 'start')
  db.exec(
    `INSERT INTO holds VALUES ('k', 'nas', 'unreachable', 'no answer', '', 8, NULL, 0, 0, 1); DELETE FROM holds`,
  )
  expect(
    db
      .prepare('SELECT text FROM activity ORDER BY id')
      .all()
      .map((row) => row['text']),
  ).toEqual(['Sending', 'nas is on hold: no answer', 'nas takes runs again'])
  db.exec('DELETE FROM jobs WHERE id = 1')
  expect(passes.passes(1)).toEqual([])
})

it('finds runs to report and maintenance by their indexes', () => {
  const db = openDatabase(':memory:')
  onTestFinished(() => db.close())
  const plan = (sql: string): string =>
    db
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all()
      .map((row) => String(row['detail']))
      .join()
  expect(plan('SELECT * FROM jobs WHERE reported_state IS NOT state')).toContain('jobs_unreported')
  expect(
    plan('SELECT * FROM jobs INDEXED BY jobs_by_maintenance WHERE maintenance_at <= 1'),
  ).toContain('jobs_by_maintenance')
})

it('refuses a queue of a newer version, and changes nothing', () => {
  const { file, db } = createOldQueue(MIGRATIONS.length)
  db.exec(`PRAGMA user_version = ${MIGRATIONS.length + 1}`)
  db.close()
  expect(() => openDatabase(file)).toThrow(/newer ExLab Sync/)
  expect(() => openDatabaseToRead(file)).toThrow(/newer ExLab Sync/)
  expect(existsSync(`${file}.before-format-${MIGRATIONS.length + 1}`)).toBe(false)
})

it('asks for a start of the app where a reader meets an older queue', () => {
  const file = queueBeforeExclusions()
  expect(() => openDatabaseToRead(file)).toThrow(/older ExLab Sync .* Start ExLab Sync once/)
  openDatabase(file).close()
  openDatabaseToRead(file).close()
})
