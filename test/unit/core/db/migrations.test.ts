// A queue of the version before opens as it was, with every row, and takes the words of this version.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { expect, it, onTestFinished } from 'vitest'
import { isIntact, openDatabase } from '../../../../electron/core/db/database.ts'
import { MIGRATIONS } from '../../../../electron/core/db/migrations.ts'

const APPLICATION_ID = 0x45_78_4c_53
const FILES = 5_000
/** The format before people could leave files out. */
const BEFORE = 6

/** A queue as that format wrote it: a run that is verified, one that was called failed because its originals changed. */
const before = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'exlab-test-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const file = join(dir, 'queue.db')
  const db = new DatabaseSync(file)
  for (const sql of MIGRATIONS.slice(0, BEFORE)) db.exec(sql)
  db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${BEFORE}`)
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

it('keeps every row, and its checks, counts and triggers go on', () => {
  const file = before()
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

it('calls a run by what it is: only originals of it changed', () => {
  const db = openDatabase(before())
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

it('gives nobody else leave to change the text of a table, and opens a second time', () => {
  const file = before()
  openDatabase(file).close()
  const db = openDatabase(file)
  expect(() =>
    db.exec(`PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = '' WHERE name = 'files'`),
  ).toThrow(/may not be modified/)
  db.close()
  expect(isIntact(file)).toBe(true)
  expect(isIntact(`${file}.before-format-${BEFORE + 1}`)).toBe(true)
})
