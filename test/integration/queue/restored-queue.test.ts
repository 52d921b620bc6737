// A queue that came back from a backup or another copy: what it tells is checked again before it counts, and no number is
// given twice. Damaged rows of a queue hold up no other.
import {
  copyFileSync,
  cpSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { backUp } from '../../../electron/core/db/backups.ts'
import { openDatabase } from '../../../electron/core/db/database.ts'
import { cli } from '../../helpers/cli.ts'
import { runLabel } from '../../../shared/state-labels.ts'
import { act, add, get, localNas, makeLab, withCore, work } from '../../helpers/lab.ts'

const setUp = (more = '') => {
  const lab = makeLab()
  const { nas, instrument } = localNas(lab)
  lab.configure([instrument], more)
  return { lab, nas, queue: join(lab.dataDir, 'queue.db') }
}

/** Copies the queue of a stopped lab as a backup, or as somebody does by hand. */
const copyQueue = async (
  way: 'backup' | 'by hand',
  { lab, queue }: ReturnType<typeof setUp>,
): Promise<string> => {
  const copy = join(lab.dir, 'kept.db')
  if (way === 'by hand') copyFileSync(queue, copy)
  else {
    const db = openDatabase(queue)
    copyFileSync(await backUp(queue, lab.now()), copy)
    db.close()
  }
  return copy
}
const putBack = (copy: string, queue: string): void => {
  for (const suffix of ['-wal', '-shm']) rmSync(`${queue}${suffix}`, { force: true })
  copyFileSync(copy, queue)
}

describe.each(['backup', 'by hand'] as const)(
  'a queue that was put back from a copy (%s)',
  (way) => {
    it('calls a run verified only after it was checked again', async () => {
      const all = setUp()
      const { lab, nas, queue } = all
      const first = await lab.open()
      const kept = await work(first, lab.run('SCOPE_01', 'Kept', { 'a.tif': 'a' }))
      const lost = await work(first, lab.run('SCOPE_01', 'Lost', { 'a.tif': 'a' }))
      const archived = await work(first, lab.run('SCOPE_01', 'Archived', { 'a.tif': 'a' }))
      await act(first, archived.id, 'archive')
      await first.handlers['engine.pause']({ paused: true })
      await first.stop()
      const copy = await copyQueue(way, all)
      await (await lab.open()).stop()
      // since the copy was made, one run was lost on both sides
      rmSync(join(nas, 'Lost'), { recursive: true })
      rmSync(lost.folder, { recursive: true })
      putBack(copy, queue)
      const core = await lab.open()
      const { problems } = await core.handlers['app.info']({})
      expect(problems[0]).toMatch(
        /^The queue was replaced by a copy.* Every proven run is checked again/,
      )
      for (const id of [kept.id, lost.id, archived.id]) {
        const job = await get(core, id)
        expect(job.restoredAt).not.toBeNull()
        expect(runLabel(job)).toBe('Verified before the restore')
        expect((await core.handlers['cleanup.decision']({ jobId: id })).verdict).not.toBe('safe')
      }
      await core.handlers['engine.pause']({ paused: false })
      await core.idle()
      expect(await get(core, kept.id)).toMatchObject({ state: 'verified', restoredAt: null })
      expect((await get(core, lost.id)).state).not.toBe('verified')
      // an archived run is left alone; back on the list it is checked
      expect(runLabel(await get(core, archived.id))).toBe('Verified before the restore')
      await act(core, archived.id, 'unarchive')
      await core.idle()
      expect(await get(core, archived.id)).toMatchObject({ state: 'verified', restoredAt: null })
    })

    it('gives no number again, also not of runs and logs that the copy does not know', async () => {
      const all = setUp()
      const { lab, queue } = all
      const first = await lab.open()
      await work(first, lab.run('SCOPE_01', 'One', { a: 'a' }))
      await first.stop()
      const copy = await copyQueue(way, all)
      const second = await lab.open()
      const later = await work(second, lab.run('SCOPE_01', 'Two', { a: 'a' }))
      await second.stop()
      const logs = join(lab.dataDir, 'logs', 'runs', String(later.id))
      const kept = readdirSync(logs).map((name) => [name, readFileSync(join(logs, name), 'utf8')])
      putBack(copy, queue)
      const core = await lab.open()
      const other = await work(core, lab.run('SCOPE_01', 'Three', { a: 'a' }))
      expect(other.id).toBeGreaterThan(later.id)
      for (const [name = '', text] of kept)
        expect(readFileSync(join(logs, name), 'utf8')).toBe(text)
      const { rows } = await core.handlers['attempts.list']({ jobId: other.id })
      const numbers = kept.map(([name = '']) => Number.parseInt(name, 10)).filter((n) => n > 0)
      for (const { id } of rows) expect(id).toBeGreaterThan(Math.max(...numbers))
    })
  },
)

it('a backup is recognised also where it replaces the queue that it was made of', async () => {
  const all = setUp()
  const first = await all.lab.open()
  const { id } = await work(first, all.lab.run('SCOPE_01', 'Run', { a: 'a' }))
  await first.handlers['engine.pause']({ paused: true })
  await first.stop()
  putBack(await copyQueue('backup', all), all.queue)
  const core = await all.lab.open()
  expect(runLabel(await get(core, id))).toBe('Verified before the restore')
})

it('a data folder that was copied checks every proven run first, says so, and goes by a UUID of its own', async () => {
  const { lab } = setUp()
  const first = await lab.open()
  const { id } = await work(first, lab.run('SCOPE_01', 'Run', { a: 'a' }))
  await first.handlers['engine.pause']({ paused: true })
  await first.stop()
  const uuidIn = (folder: string): unknown => {
    const db = openDatabase(join(folder, 'queue.db'))
    const row = db.prepare('SELECT uuid FROM instance').get()
    db.close()
    return row?.['uuid']
  }
  const dataDir = join(lab.dir, 'copied')
  cpSync(lab.dataDir, dataDir, { recursive: true, preserveTimestamps: true })
  const copy = { ...lab, dataDir, configFile: join(dataDir, 'config.yaml') }
  // the command line beside no engine changes nothing, and does not take the copy at its word either
  await withCore(copy, 'reader', async (core) => {
    expect(runLabel(await get(core, id))).toBe('Verified before the restore')
    expect((await core.handlers['cleanup.look']({ jobId: id })).verdict).not.toBe('safe')
    await expect(core.receiptOf(id, 'text')).rejects.toThrow(/The queue is a copy/)
  })
  const status = await cli(copy, 'status')
  expect(status.code).toBe(3)
  // of none of its runs anything is said but by the copy as a whole
  expect((await cli(copy, 'status', '--json')).code).toBe(3)
  expect(status.err).toMatch(/The data folder was copied.* Start ExLab Sync/)
  await withCore(lab, 'reader', async (core) =>
    expect(runLabel(await get(core, id))).toBe('Verified'),
  )
  await withCore(copy, 'engine', async (core) => {
    expect(runLabel(await get(core, id))).toBe('Verified before the restore')
    expect((await core.handlers['app.info']({})).problems[0]).toMatch(
      /^The data folder was copied.* Every proven run is checked again/,
    )
    expect((await core.handlers['cleanup.decision']({ jobId: id })).verdict).not.toBe('safe')
  })
  expect(uuidIn(dataDir)).not.toBe(uuidIn(lab.dataDir))
  // where it is now it is at home, and a folder that was only renamed is no copy
  const moved = join(lab.dir, 'renamed')
  renameSync(lab.dataDir, moved)
  await withCore(
    { ...lab, dataDir: moved, configFile: join(moved, 'config.yaml') },
    'engine',
    async (core) => {
      expect(runLabel(await get(core, id))).toBe('Verified')
      expect((await core.handlers['app.info']({})).problems).toEqual([])
    },
  )
})

it('a queue that was not replaced is not checked again, also after a crash between two marks', async () => {
  const { lab, queue } = setUp()
  const first = await lab.open()
  const { id } = await work(first, lab.run('SCOPE_01', 'Run', { a: 'a' }))
  await first.stop()
  // the start was cut off after the file was written, before the queue was
  const mark = readFileSync(`${queue}.opening`, 'utf8')
  writeFileSync(`${queue}.opening`, `${mark}11111111-1111-4111-8111-111111111111\n`)
  const core = await lab.open()
  expect((await core.handlers['app.info']({})).problems).toEqual([])
  expect(await get(core, id)).toMatchObject({ state: 'verified', restoredAt: null })
})

describe('a row that is damaged', () => {
  const DAMAGES: readonly [string, string][] = [
    ['last_error', `last_error = '{"kind": "netw'`],
    ['last_error', `last_error = '{"kind": 1}'`],
    ['state', `state = 'exploded'`],
    ['proof', `proof = 'trust me'`],
    ['ack', `ack = 'x'`],
    ['push_error', `push_error = '[]'`],
    ['held', 'held = 7'],
  ]
  it.each(DAMAGES)(
    'is a failed run that names %s (%s), and the others go on',
    async (column, change) => {
      const { lab, queue } = setUp()
      const first = await lab.open()
      const damaged = await work(first, lab.run('SCOPE_01', 'Damaged', { a: 'a' }))
      const whole = await work(first, lab.run('SCOPE_01', 'Whole', { a: 'a' }))
      await first.stop()
      const db = openDatabase(queue)
      db.exec(
        `PRAGMA ignore_check_constraints = ON; UPDATE jobs SET ${change} WHERE id = ${damaged.id}`,
      )
      db.exec(`UPDATE attempts SET error = 'x', commands = '[[' WHERE job_id = ${damaged.id}`)
      db.exec(`UPDATE verify_passes SET proof = 'y' WHERE job_id = ${damaged.id}`)
      db.close()
      const core = await lab.open()
      expect(await get(core, damaged.id)).toMatchObject({
        state: 'failed',
        lastError: { reason: 'row_damaged', message: expect.stringContaining(column) },
      })
      const list = await core.handlers['jobs.list']({
        view: 'all',
        search: '',
        offset: 0,
        limit: 9,
      })
      expect(list.rows).toHaveLength(2)
      expect(core.overview().counts).toMatchObject({ all: 2, needs_you: 1, done: 1 })
      expect((await core.handlers['causes.list']({})).rows).toHaveLength(1)
      await core.handlers['attempts.list']({ jobId: damaged.id })
      expect([...(await core.receiptOf(damaged.id, 'text'))].join('')).toContain('Damaged')
      expect(await get(core, whole.id)).toMatchObject({ state: 'verified' })
      // sending and proving it again makes it whole
      await act(core, damaged.id, 'retry')
      await core.idle()
      expect(await get(core, damaged.id)).toMatchObject({ state: 'verified', lastError: null })
      await add(core, lab.run('SCOPE_01', 'New', { a: 'a' }))
    },
  )

  it('is named by a core that only reads', async () => {
    const { lab, queue } = setUp()
    const first = await lab.open()
    await work(first, lab.run('SCOPE_01', 'Damaged', { a: 'a' }))
    await work(first, lab.run('SCOPE_01', 'Whole', { a: 'a' }))
    await first.stop()
    const db = openDatabase(queue)
    db.exec(`PRAGMA ignore_check_constraints = ON; UPDATE jobs SET state = 'exploded' WHERE id = 1`)
    db.close()
    await withCore(lab, 'reader', async (core) => {
      const { problems } = await core.handlers['app.info']({})
      expect(problems[0]).toContain('1 run whose state is damaged')
      expect(core.overview().counts.all).toBe(1)
    })
  })
})
