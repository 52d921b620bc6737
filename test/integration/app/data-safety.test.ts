// Our own data: a copy of the queue every day, a damaged queue replaced by the newest intact copy, logs within their bounds.
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
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
  it('damaged, it is set aside and the newest intact copy is opened, and that is said', async () => {
    const lab = setUp()
    const backups = join(lab.dataDir, 'backups')
    const first = await lab.open()
    const job = await work(first, lab.run('SCOPE_01', 'Kept', { a: 'a' }))
    await first.stop()
    lab.pass(2 * DAY)
    const second = await lab.open()
    await untilBackup(backups, 2)
    await second.stop()
    // a later copy that is itself damaged is passed over
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
    expect(await get(third, job.id)).toMatchObject({ run: 'Kept', state: 'verified' })
    expect(readdirSync(lab.dataDir).some((name) => name.startsWith('queue.db.damaged-'))).toBe(true)
  })

  it('damaged without any copy, it is left as it is', async () => {
    const lab = setUp()
    writeFileSync(join(lab.dataDir, 'queue.db'), 'x'.repeat(5_000))
    await expect(lab.open()).rejects.toThrow('is damaged')
    expect(readFileSync(join(lab.dataDir, 'queue.db'), 'utf8')).toBe('x'.repeat(5_000))
  })
})

describe('logs', () => {
  it('go by age first, then the oldest until all fit', async () => {
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
