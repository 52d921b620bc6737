// Backups of the queue: a week of them is retained, and the newest intact one replaces a damaged queue.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { backUp, lastBackup, openQueue } from '../../../../electron/core/db/backups.ts'
import { openDatabase } from '../../../../electron/core/db/database.ts'
import { DAY_MS } from '../../../../shared/duration.ts'
import { keepsBirthTimes } from '../../../helpers/birth-times.ts'

const FIRST_DAY = Date.UTC(2026, 0, 1, 10, 0, 0)

let dir = ''
let queue = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'exlab-backups-'))
  queue = join(dir, 'queue.db')
})
afterEach(() => rmSync(dir, { recursive: true }))

/** Makes one backup a day; run number n is in every backup from the one of day n on. */
const backUpDaily = async (days: number): Promise<void> => {
  const db = openDatabase(queue)
  for (let day = 0; day < days; day += 1) {
    db.prepare(
      `INSERT INTO jobs (folder, run, instrument, run_path, target, state, created_at, updated_at)
       VALUES (?, ?, 'A', '', ?, 'queued', 0, 0)`,
    ).run(`/data/${day}`, `day ${day}`, `nas:${day}`)
    await backUp(queue, FIRST_DAY + day * DAY_MS)
  }
  db.close()
}

const runsIn = (db: ReturnType<typeof openDatabase>): unknown[] =>
  db
    .prepare('SELECT run FROM jobs ORDER BY id')
    .all()
    .map((row) => row['run'])

it('removes the oldest backups and retains the newest seven', async () => {
  await backUpDaily(10)
  expect(readdirSync(join(dir, 'backups')).sort()).toEqual(
    [4, 5, 6, 7, 8, 9, 10].map((day) => `queue-202601${String(day).padStart(2, '0')}T100000.db`),
  )
})

it('retains only what fits into its bytes, and the newest whatever its size', async () => {
  await backUpDaily(3)
  const folder = join(dir, 'backups')
  const size = statSync(join(folder, 'queue-20260103T100000.db')).size
  await backUp(queue, FIRST_DAY + 3 * DAY_MS, 2.5 * size)
  expect(readdirSync(folder)).toEqual(['queue-20260103T100000.db', 'queue-20260104T100000.db'])
  await backUp(queue, FIRST_DAY + 4 * DAY_MS, 1)
  expect(readdirSync(folder)).toEqual(['queue-20260105T100000.db'])
})

it('copies no page that nothing uses', async () => {
  await backUpDaily(1)
  const db = openDatabase(queue)
  db.exec(
    `WITH RECURSIVE c(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM c WHERE n < 20000)
     INSERT INTO files (job_id, seq, path, size, mtime_us) SELECT 1, n, printf('%09d.tif', n), 1, 1 FROM c`,
  )
  const full = statSync(await backUp(queue, FIRST_DAY + DAY_MS)).size
  db.exec('DELETE FROM files')
  const empty = statSync(await backUp(queue, FIRST_DAY + 2 * DAY_MS)).size
  db.close()
  expect(empty).toBeLessThan(full / 4)
})

it('removes copies of earlier formats a month after they were made', async () => {
  const [recent, old] = [`${queue}.before-format-19`, `${queue}.before-format-18`]
  for (const file of [recent, old]) writeFileSync(file, '')
  const seconds = FIRST_DAY / 1_000
  utimesSync(recent, seconds - 29 * 86_400, seconds - 29 * 86_400)
  utimesSync(old, seconds - 31 * 86_400, seconds - 31 * 86_400)
  await backUpDaily(1)
  expect([existsSync(recent), existsSync(old)]).toEqual([true, false])
})

it('knows when the newest backup was made', async () => {
  expect(lastBackup(queue)).toBeNull()
  await backUpDaily(3)
  expect(lastBackup(queue)).toBe(FIRST_DAY + 2 * DAY_MS)
})

it('removes backups that were cut off, and nothing else', async () => {
  await backUpDaily(1)
  const folder = join(dir, 'backups')
  const cutOff = 'queue-20260103T100000.db.part'
  for (const name of [cutOff, `${cutOff}-journal`, `${cutOff}-wal`, 'notes.part', 'copy.db.part'])
    writeFileSync(join(folder, name), '')
  openQueue(queue, FIRST_DAY).db.close()
  expect(readdirSync(folder).sort()).toEqual([
    'copy.db.part',
    'notes.part',
    'queue-20260101T100000.db',
  ])
})

it('moves a damaged queue aside and opens the newest backup that is intact', async () => {
  await backUpDaily(3)
  writeFileSync(queue, 'not a database at all, '.repeat(1_000))
  writeFileSync(join(dir, 'backups', 'queue-20260103T100000.db'), 'damaged, too')
  const { db, report } = openQueue(queue, FIRST_DAY + 3 * DAY_MS)
  expect(runsIn(db)).toEqual(['day 0', 'day 1'])
  db.close()
  expect(report).toContain('queue-20260102T100000.db')
  expect(existsSync(`${queue}.damaged-20260104T100000`)).toBe(true)
})

it.each([
  ['is gone: the program ended while it was set aside', () => rmSync(queue)],
  ['has lost every byte', () => truncateSync(queue)],
])('a queue that %s comes back from its newest backup, and says so', async (_what, lose) => {
  await backUpDaily(2)
  openQueue(queue, FIRST_DAY).db.close()
  lose()
  const { db, report } = openQueue(queue, FIRST_DAY + 2 * DAY_MS)
  expect(runsIn(db)).toEqual(['day 0', 'day 1'])
  const marked = db.prepare('SELECT count(*) AS n FROM jobs WHERE restored_at IS NOT NULL').get()
  db.close()
  expect(marked?.['n']).toBe(2)
  expect(report).toMatch(/^The queue is gone. The copy .* was opened. .*checked again/)
})

it('a queue that is gone without a backup begins anew, says so, and gives no number again', () => {
  const first = openQueue(queue, FIRST_DAY)
  // the first one of a data folder is none that was lost
  expect(first.report).toBeNull()
  first.db.close()
  rmSync(queue)
  mkdirSync(join(dir, 'logs/runs/41'), { recursive: true })
  writeFileSync(join(dir, 'logs/runs/41/77.log'), '')
  const { db, report } = openQueue(queue, FIRST_DAY)
  expect(report).toMatch(/^The queue is gone, and there is no copy of it/)
  const { id } =
    db
      .prepare(
        `INSERT INTO jobs (folder, run, instrument, run_path, target, state, created_at, updated_at)
         VALUES ('/data', 'run', 'A', '', 'nas:', 'queued', 0, 0) RETURNING id`,
      )
      .get() ?? {}
  db.close()
  expect(id).toBeGreaterThan(41)
  // from then on it is a queue as any; without a birth time of the folder the queue seems to be a copy
  const next = openQueue(queue, FIRST_DAY)
  next.db.close()
  expect(next.report ?? '').not.toContain('is gone')
  if (keepsBirthTimes(dir)) expect(next.report).toBeNull()
})

it('a backup that could not be written leaves nothing behind', async () => {
  await backUpDaily(1)
  writeFileSync(queue, 'not a database at all, '.repeat(1_000))
  await expect(backUp(queue, FIRST_DAY + DAY_MS)).rejects.toThrow(/not a database/)
  expect(readdirSync(join(dir, 'backups'))).toEqual(['queue-20260101T100000.db'])
})
