// Migration 12 rebuilds tables: no row of any table is lost, every job gets a UUID, and numbers are never used twice.
import { DatabaseSync } from '@photostructure/sqlite'
import { expect, it, onTestFinished } from 'vitest'
import { type Database, openDatabase } from '../../../../electron/core/db/database.ts'
import { createInstanceStore } from '../../../../electron/core/queue/instance-store.ts'
import { createJobStore } from '../../../../electron/core/queue/job-store.ts'
import { createOldQueue } from '../../../helpers/old-queue.ts'

/** The format before jobs had a UUID. */
const BEFORE_IDENTITY = 11

/** A queue of format 11 with a row in every table. */
const queueBeforeIdentity = (): string => {
  const { file, db } = createOldQueue(BEFORE_IDENTITY)
  db.exec(
    `INSERT INTO jobs (id, folder, run, instrument, run_path, target, state, created_at, updated_at, folder_key, verified_at,
       maintenance_at, last_error, label, located) VALUES
       (3, '/data/a', 'a', 'SCOPE_01', 'a', 'nas:a', 'verified', 1, 1, '66305:42:1700000000123456789', 9, 500, NULL, 'A', 1),
       (5, '/data/b', 'b', 'SCOPE_01', 'b', 'nas:b', 'failed', 1, 2, '7:8:0', NULL, NULL,
        '{"reason":"source_changed","kind":"network","message":"changed"}', '', 0),
       (6, '/data/c', 'c', 'SCOPE_01', 'c', 'nas:c', 'queued', 1, 3, NULL, NULL, NULL, NULL, '', 0),
       (9, '/data/d', 'd', 'SCOPE_01', 'd', 'nas:d', 'cancelled', 1, 3, NULL, NULL, NULL, NULL, '', 0);
     DELETE FROM jobs WHERE id = 9;
     INSERT INTO files (job_id, seq, path, size, mtime_us, state) VALUES (3, 0, 'a.tif', 10, 1, 'verified'), (3, 1, 'b.tif', 5, 1, 'excluded');
     INSERT INTO attempts (id, job_id, number, phase, started_at, files, bytes) VALUES (7, 3, 1, 'push', 4, 2, 15);
     INSERT INTO verify_passes VALUES (3, 1, 10, 1, 'sha256', 1, 10, 'rclone 1.70');
     INSERT INTO cleanups VALUES (3, 20, '[]', 2, 20, '[]', 21);
     INSERT INTO exclusions VALUES (4, 3, 'pattern', '*.tif', 'Ann', '', 5);
     INSERT INTO excluded_files VALUES (4, 1);
     INSERT INTO holds VALUES ('k', 'nas', 'unreachable', 'no answer', '', 8, NULL, 0, 0, 3);
     INSERT INTO flags VALUES ('paused', 1)`,
  )
  db.close()
  return file
}

const valuesOf = (db: Pick<Database, 'prepare'>, sql: string): unknown[] =>
  db
    .prepare(sql)
    .all()
    .map((row) => Object.values(row)[0])

it('gives each job a UUID and the parts of its folder identity, and loses no row of any table', () => {
  const file = queueBeforeIdentity()
  const before = new DatabaseSync(file, { readOnly: true })
  const tables = valuesOf(
    before,
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`,
  ).map(String)
  const countsOf = (db: Pick<Database, 'prepare'>): unknown[] =>
    tables.map((table) => [table, ...valuesOf(db, `SELECT count(*) FROM ${table}`)])
  const counts = countsOf(before)
  before.close()
  const db = openDatabase(file)
  onTestFinished(() => db.close())
  expect(countsOf(db)).toEqual(counts)
  expect(db.prepare('PRAGMA foreign_key_check').all()).toEqual([])
  expect(db.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
  const uuids = valuesOf(db, 'SELECT uuid FROM jobs UNION ALL SELECT uuid FROM instance')
  expect(new Set(uuids).size).toBe(4)
  for (const uuid of uuids)
    expect(uuid).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
  expect(
    db.prepare('SELECT folder_device AS d, folder_inode AS i, folder_birth AS b FROM jobs').all(),
  ).toEqual([
    { d: '66305', i: '42', b: '1700000000123456789' },
    { d: '7', i: '8', b: null },
    { d: null, i: null, b: null },
  ])
  const jobs = createJobStore(db, { now: () => 7 })
  expect(jobs.get(3)).toMatchObject({
    uuid: valuesOf(db, 'SELECT uuid FROM jobs WHERE id = 3')[0],
    label: 'A',
    located: true,
    maintenanceAt: 500,
    archivedAt: null,
  })
  expect(createInstanceStore(db).uuid()).toBe(valuesOf(db, 'SELECT uuid FROM instance')[0])
  expect(valuesOf(db, 'SELECT error_reason FROM jobs WHERE id = 5')).toEqual(['source_changed'])
  // the rows of other tables still follow their job
  db.exec('DELETE FROM jobs WHERE id = 3')
  for (const table of ['files', 'attempts', 'verify_passes', 'cleanups', 'exclusions'])
    expect(valuesOf(db, `SELECT count(*) FROM ${table}`)).toEqual([0])
})

it('never gives a number again, also of a run that was removed before the migration', () => {
  const db = openDatabase(queueBeforeIdentity())
  onTestFinished(() => db.close())
  const add = (run: string): unknown =>
    valuesOf(
      db,
      `INSERT INTO jobs (folder, run, instrument, run_path, target, state, created_at, updated_at)
       VALUES ('/data/${run}', '${run}', 'SCOPE_01', '${run}', 'nas:${run}', 'queued', 1, 1) RETURNING id`,
    )[0]
  expect(add('e')).toBe(10)
  db.exec('DELETE FROM jobs WHERE id = 10')
  expect(add('f')).toBe(11)
})
