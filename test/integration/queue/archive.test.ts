// Runs that were taken off the list: all that is known of them stays, nothing of them is sent again by itself, and a change in
// their folder brings them back for a person to decide.
import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Core } from '../../../electron/core/core.ts'
import type { JobSummary } from '../../../shared/model/model.ts'
import { act, add, get, localNas, logOf, makeLab, work } from '../../helpers/lab.ts'

const FILES = { 'a.tif': 'aaaa', 'b.tif': 'bbbb' }
const WATCHING = 'watch:\n  enabled: true\n  settle_seconds: 0\n'
const RULE = ['completeness_signal: sentinel_file', 'sentinel_filename: done.txt']
const RUN = { ...FILES, 'done.txt': '' }

const setUp = async (more = '') => {
  const lab = makeLab()
  const { nas, instrument } = localNas(lab)
  lab.configure([{ ...instrument, more: RULE }], `${WATCHING}${more}`)
  return { lab, nas, core: await lab.open() }
}
const archived = async (core: Core): Promise<JobSummary[]> =>
  (
    await core.handlers['jobs.list']({
      view: 'all',
      search: '',
      state: 'archived',
      offset: 0,
      limit: 200,
    })
  ).rows
const listed = async (core: Core): Promise<JobSummary[]> =>
  (await core.handlers['jobs.list']({ view: 'all', search: '', offset: 0, limit: 200 })).rows

/** A verified run that was taken off the list. */
const archivedRun = async () => {
  const all = await setUp()
  const folder = all.lab.run('SCOPE_01', 'Run', RUN)
  const job = await work(all.core, folder)
  expect(job.state).toBe('verified')
  await act(all.core, job.id, 'archive')
  return { ...all, folder, id: job.id }
}

describe('a run that was taken off the list', () => {
  it('keeps its files, passes, attempts, logs and receipt, and is found in the archive', async () => {
    const { core, id } = await archivedRun()
    expect(await listed(core)).toEqual([])
    expect(core.overview().counts).toEqual({ all: 0, needs_you: 0, active: 0, waiting: 0, done: 0 })
    expect(await archived(core)).toMatchObject([
      { id, state: 'verified', files: { total: 3 }, actions: ['unarchive'] },
    ])
    expect((await core.handlers['jobs.details']({ jobId: id })).passes).toHaveLength(1)
    expect(await logOf(core, id)).toContain('every file of the run is verified')
    expect([...(await core.receiptOf(id, 'text'))].join('')).toContain('a.tif')
  })

  it('comes back as it was', async () => {
    const { core, id } = await archivedRun()
    await act(core, id, 'unarchive')
    expect(await archived(core)).toEqual([])
    expect(await listed(core)).toMatchObject([{ id, state: 'verified', archivedAt: null }])
  })

  it('is left alone: no action, no pass, no cleanup', async () => {
    const { lab, core, id } = await archivedRun()
    for (const action of ['retry', 'verify', 'cancel', 'archive'] as const)
      expect((await act(core, id, action)).refused[0]?.message).toContain('in the archive')
    const [refusal] = (await core.handlers['cleanup.run']({ jobs: [id] })).refused
    expect(refusal?.message).toContain('in the archive')
    lab.pass(30 * 86_400_000)
    await core.idle()
    expect((await get(core, id)).attempts).toBe(2)
  })

  it('stays off the list when it is found again, by the watcher and by hand', async () => {
    const { core, folder, id } = await archivedRun()
    await core.sweep()
    await core.idle()
    await expect(add(core, folder)).rejects.toThrow(/in the archive since .* did not change/)
    expect(await listed(core)).toEqual([])
    expect((await get(core, id)).attempts).toBe(2)
  })

  it.each<[string, (folder: string) => void, string]>([
    ['edited', (folder) => appendFileSync(join(folder, 'a.tif'), '!'), 'changed: a.tif'],
    [
      'edited in place, with its old time',
      (folder) => {
        const file = join(folder, 'a.tif')
        const { atime, mtime } = statSync(file)
        writeFileSync(file, 'AAAA')
        utimesSync(file, atime, mtime)
      },
      'changed: a.tif',
    ],
    ['given a late file', (folder) => writeFileSync(join(folder, 'c.tif'), 'c'), 'new: c.tif'],
  ])(
    'comes back for a person when it was %s, and nothing is sent over the proven copy',
    async (_, change, words) => {
      for (const found of ['watcher', 'add'] as const) {
        const { nas, core, folder, id } = await archivedRun()
        change(folder)
        if (found === 'watcher') await core.sweep()
        else await add(core, folder)
        await core.idle()
        const job = await get(core, id)
        expect(job).toMatchObject({
          archivedAt: null,
          state: 'failed',
          needsPerson: true,
          lastError: { reason: 'changed_since_verified' },
        })
        expect(job.lastError?.message).toContain(words)
        expect(readFileSync(join(nas, 'Run', 'a.tif'), 'utf8')).toBe('aaaa')
        expect(job.attempts).toBe(2)
      }
    },
  )

  it('does not come back because its originals were deleted or only their times moved', async () => {
    const { core, folder, id } = await archivedRun()
    utimesSync(join(folder, 'a.tif'), 1_000, 1_000)
    rmSync(join(folder, 'b.tif'))
    await core.sweep()
    expect((await get(core, id)).archivedAt).not.toBeNull()
    rmSync(folder, { recursive: true })
    await core.sweep()
    expect((await get(core, id)).archivedAt).not.toBeNull()
  })
})

describe('every way off the list', () => {
  const WAYS: readonly [string, (core: Core, id: number) => Promise<unknown>][] = [
    ['Remove from list', (core, id) => act(core, id, 'archive')],
    [
      'Clear finished',
      (core) => core.handlers['jobs.act']({ jobs: 'all_finished', action: 'archive' }),
    ],
  ]
  it.each(WAYS)(
    '%s: the watcher does not send the run again, not even years later',
    async (_, take) => {
      const { lab, core } = await setUp('logging:\n  keep_days: 1\n')
      const { id } = await work(core, lab.run('SCOPE_01', 'Run', RUN))
      await take(core, id)
      await core.stop()
      lab.pass(900 * 86_400_000)
      // a start makes the daily housekeeping
      const later = await lab.open()
      await later.sweep()
      await later.idle()
      expect(await listed(later)).toEqual([])
      expect(await archived(later)).toMatchObject([{ id, state: 'verified', attempts: 2 }])
    },
  )

  it('Cancel: a run that was given up before it sent anything is not sent by the watcher, archived or not', async () => {
    const { lab, core } = await setUp()
    await core.handlers['engine.pause']({ paused: true })
    const id = await add(core, lab.run('SCOPE_01', 'Run', RUN))
    await act(core, id, 'cancel')
    await core.handlers['engine.pause']({ paused: false })
    for (const action of [null, 'archive'] as const) {
      if (action !== null) await act(core, id, action)
      await core.sweep()
      await core.idle()
      expect(await get(core, id)).toMatchObject({ state: 'cancelled', attempts: 0 })
      expect([...(await listed(core)), ...(await archived(core))]).toHaveLength(1)
    }
  })
})

describe('a run that was cancelled or archived', () => {
  it('bars nothing where it never sent anything', async () => {
    const { lab, nas, core } = await setUp()
    await core.handlers['engine.pause']({ paused: true })
    const parent = lab.run('SCOPE_01', 'Day', { 'Run/a.tif': 'a', 'day.txt': 'd' })
    const id = await add(core, parent)
    await expect(add(core, join(parent, 'Run'))).rejects.toThrow(/one lies inside the other/)
    await act(core, id, 'cancel')
    const inner = await add(core, join(parent, 'Run'))
    await core.handlers['engine.pause']({ paused: false })
    await core.idle()
    expect(await get(core, inner)).toMatchObject({ state: 'verified' })
    expect(readFileSync(join(nas, 'Day/Run/a.tif'), 'utf8')).toBe('a')
    // now the other one would lie around it
    expect((await act(core, id, 'retry')).refused[0]?.message).toContain(
      'one lies inside the other',
    )
  })

  it('bars no place on the NAS where it never sent anything', async () => {
    const { lab, core } = await setUp()
    await core.handlers['engine.pause']({ paused: true })
    const [one, other] = ['one', 'other'].map((dir) => {
      mkdirSync(join(lab.dir, dir, 'Run'), { recursive: true })
      writeFileSync(join(lab.dir, dir, 'Run', 'a.tif'), dir)
      return join(lab.dir, dir, 'Run')
    })
    const id = await add(core, one ?? '')
    await expect(add(core, other ?? '')).rejects.toThrow(/two runs never share a folder/)
    await act(core, id, 'cancel')
    await act(core, id, 'archive')
    expect((await get(core, await add(core, other ?? ''))).target).toMatch(/Run$/)
  })

  it('keeps its number: a new run never shows the history of another', async () => {
    const { lab, core } = await setUp()
    const first = await work(core, lab.run('SCOPE_01', 'One', RUN))
    await act(core, first.id, 'archive')
    const second = await work(core, lab.run('SCOPE_01', 'Two', RUN))
    expect(second.id).toBeGreaterThan(first.id)
    const { rows } = await core.handlers['activity.page']({
      level: 'info',
      jobId: second.id,
      search: '',
      offset: 0,
      limit: 200,
    })
    expect(new Set(rows.map((row) => row.run))).toEqual(new Set(['Two']))
    expect(rows.map((row) => row.text)).not.toContain('Removed from the list')
  })
})
