// Safety of the app's data: daily copies of the queue, a damaged queue replaced by the newest intact copy, bounded logs.
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { backUp } from '../../../electron/core/db/backups.ts'
import { openDatabase } from '../../../electron/core/db/database.ts'
import { trimLogs } from '../../../electron/core/services/support/housekeeping.ts'
import { get, localNas, makeLab, work } from '../../helpers/lab.ts'

const DAY = 86_400_000

const setUp = () => {
  const lab = makeLab()
  const { instrument } = localNas(lab)
  lab.configure([instrument])
  return lab
}
const untilBackup = async (folder: string, count: number): Promise<void> => {
  const copies = (): string[] =>
    existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.db')) : []
  await expect.poll(() => copies().length, { timeout: 120_000 }).toBe(count)
}

describe('the queue', () => {
  it('that is damaged is set aside, the newest intact copy is opened, and the window says so', async () => {
    const lab = setUp()
    const backups = join(lab.dataDir, 'backups')
    const first = await lab.open()
    const job = await work(first, lab.run('SCOPE_01', 'Kept', { a: 'a' }))
    await first.stop()
    lab.pass(2 * DAY)
    const second = await lab.open()
    await untilBackup(backups, 2)
    await second.stop()
    // a newer copy that is damaged itself is not chosen
    writeFileSync(join(backups, 'queue-20991231T000000.db'), 'not a database')
    const queue = join(lab.dataDir, 'queue.db')
    const bytes = readFileSync(queue)
    bytes.fill(0xff, 100, bytes.length)
    writeFileSync(queue, bytes)
    const third = await lab.open()
    const { problems } = await third.handlers['app.info']({})
    expect(problems[0]).toMatch(
      /^The queue was damaged\. It was set aside as .*queue\.db\.damaged-/,
    )
    // its second verify pass was due
    await third.idle()
    expect(await get(third, job.id)).toMatchObject({ run: 'Kept', state: 'verified' })
    expect(readdirSync(lab.dataDir).some((name) => name.startsWith('queue.db.damaged-'))).toBe(true)
  })

  it('that is damaged and has no copy is left as it is', async () => {
    const lab = setUp()
    writeFileSync(join(lab.dataDir, 'queue.db'), 'x'.repeat(5_000))
    await expect(lab.open()).rejects.toThrow('is damaged')
    expect(readFileSync(join(lab.dataDir, 'queue.db'), 'utf8')).toBe('x'.repeat(5_000))
  })
})

describe('copies of the queue', () => {
  it('are made every day, and only the newest seven are kept', async () => {
    const lab = setUp()
    const db = openDatabase(join(lab.dataDir, 'queue.db'))
    onTestFinished(() => db.close())
    const files: string[] = []
    for (let day = 0; day < 9; day += 1)
      files.push(await backUp(join(lab.dataDir, 'queue.db'), lab.now() + day * DAY))
    expect(readdirSync(join(lab.dataDir, 'backups')).toSorted()).toEqual(
      files.slice(-7).map((file) => basename(file)),
    )
  })
})

describe('logs', () => {
  it('are deleted by age first, then the oldest until the rest fits', async () => {
    const { dir } = makeLab()
    const now = Date.UTC(2026, 10, 24)
    const put = (job: string, days: number, bytes: number): string => {
      const file = join(dir, 'logs', job, '1.log')
      mkdirSync(join(dir, 'logs', job), { recursive: true })
      writeFileSync(file, 'x'.repeat(bytes))
      writeFileSync(`${file}.idx`, '')
      utimesSync(file, (now - days * DAY) / 1_000, (now - days * DAY) / 1_000)
      return file
    }
    const old = put('1', 400, 10)
    const large = put('2', 300, 900)
    const recent = put('3', 1, 500)
    expect(await trimLogs(join(dir, 'logs'), now, { keepDays: 365, maxBytes: 1_000 })).toBe(2)
    expect([old, large, recent].map((file) => existsSync(file))).toEqual([false, false, true])
    expect(existsSync(`${large}.idx`)).toBe(false)
  })
})
