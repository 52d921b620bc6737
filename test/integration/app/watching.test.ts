// Discovery of finished runs by sentinel file, manifest, quiet period or button: never too early, never twice.
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  renameSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Core } from '../../../electron/core/core.ts'
import { type Lab, add, localNas, makeLab } from '../../helpers/lab.ts'

const MINUTE = 60_000

const setUp = async (lines: readonly string[], more = '', from?: number) => {
  const lab = makeLab(from)
  const { instrument } = localNas(lab)
  lab.configure([{ ...instrument, more: lines }], more)
  const core = await lab.open()
  return { lab, core }
}

/** Makes a run whose files have the time of the test's clock. */
const put = (lab: Lab, run: string, files: Readonly<Record<string, string>>): string => {
  const folder = join(lab.dir, 'acquisition', 'SCOPE_01', run)
  for (const [name, content] of Object.entries(files)) {
    const file = join(folder, name)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
    utimesSync(file, lab.now() / 1_000, lab.now() / 1_000)
  }
  return folder
}
const runs = async (core: Core): Promise<string[]> => {
  const { rows } = await core.handlers['jobs.list']({
    view: 'all',
    search: '',
    offset: 0,
    limit: 200,
  })
  return rows.map((row) => `${row.run}: ${row.state}`).toSorted()
}
const waiting = async (core: Core): Promise<string[]> => {
  const { rows } = await core.handlers['recordings.list']({})
  return rows.map((row) => `${row.run}: ${row.waitsFor}`).toSorted()
}

describe('a sentinel file', () => {
  const SENTINEL = ['completeness_signal: sentinel_file', 'sentinel_filename: done.txt']
  it('lets the run start by itself once nothing changes any more; without it the run waits and says so', async () => {
    const { lab, core } = await setUp(SENTINEL)
    put(lab, 'Run', { a: 'a' })
    await core.idle()
    expect(await waiting(core)).toEqual(['Run: its sentinel file done.txt'])
    expect(core.overview().recording).toBe(1)
    put(lab, 'Run', { 'done.txt': '' })
    await core.idle()
    expect(await waiting(core)).toEqual(['Run: 20 s more without a change in it'])
    lab.pass(21_000)
    await core.idle()
    expect(await runs(core)).toEqual(['Run: verified'])
    expect(await waiting(core)).toEqual([])
  })
  it('that comes before the last file does not send half a run', async () => {
    const { lab, core } = await setUp(SENTINEL)
    const folder = put(lab, 'Run', { a: 'a', 'done.txt': '' })
    await core.idle()
    for (let i = 0; i < 4; i += 1) {
      lab.pass(15_000)
      appendFileSync(join(folder, 'a'), 'more')
      utimesSync(join(folder, 'a'), lab.now() / 1_000, lab.now() / 1_000)
      await core.idle()
      expect(await runs(core)).toEqual([])
    }
    lab.pass(21_000)
    await core.idle()
    expect(await runs(core)).toEqual(['Run: verified'])
  })
})

describe('a manifest', () => {
  it('waits for every file that it lists, at its size', async () => {
    const { lab, core } = await setUp([
      'completeness_signal: manifest',
      'manifest_filename: files.json',
    ])
    const list = JSON.stringify({
      files: [
        { path: 'a', size: 1 },
        { path: 'sub/b', size: 2 },
      ],
    })
    put(lab, 'Run', { a: 'a', 'files.json': list.slice(0, 20) })
    await core.idle()
    expect(await waiting(core)).toEqual(['Run: its manifest: files.json is not whole yet'])
    put(lab, 'Run', { 'files.json': list, 'sub/b': 'b' })
    await core.idle()
    expect(await waiting(core)).toEqual(['Run: sub/b of its manifest files.json (file 2 of 2)'])
    put(lab, 'Run', { 'sub/b': 'bb' })
    await core.idle()
    lab.pass(MINUTE)
    await core.idle()
    expect(await runs(core)).toEqual(['Run: verified'])
  })
})

describe('a quiet period', () => {
  const QUIET = ['completeness_signal: quiet_period', 'quiet_minutes: 5']
  it('counts from the last change in it, at any depth', async () => {
    const { lab, core } = await setUp([...QUIET, "run_folders: '*'"])
    put(lab, 'Run', { 'x/y/a': 'a' })
    await core.idle()
    lab.pass(4 * MINUTE)
    await core.idle()
    expect(await waiting(core)).toEqual(['Run: 1 min more without a change in it'])
    put(lab, 'Run', { 'x/y/b': 'b' })
    await core.idle()
    lab.pass(4 * MINUTE)
    await core.idle()
    expect(await runs(core)).toEqual([])
    lab.pass(6 * MINUTE)
    await core.idle()
    expect(await runs(core)).toEqual(['Run: verified'])
  })
  it('finds runs in the Runs and TestRuns folders of projects; a renamed and a linked run are one run', async () => {
    const { lab, core } = await setUp(QUIET)
    const one = put(lab, 'PROJ-1/Runs/Run_1', { a: 'a' })
    put(lab, 'PROJ-1/TestRuns/Try', { a: 'b' })
    put(lab, 'plain', { a: 'c' })
    symlinkSync(one, join(lab.dir, 'acquisition', 'SCOPE_01', 'link'))
    await core.idle()
    lab.pass(6 * MINUTE)
    await core.idle()
    const all = ['Run_1: verified', 'Try: verified', 'plain: verified']
    expect(await runs(core)).toEqual(all)
    await add(core, join(lab.dir, 'acquisition', 'SCOPE_01', 'link'))
    renameSync(one, `${one} renamed`)
    lab.pass(6 * MINUTE)
    await core.idle()
    expect(await runs(core)).toEqual([
      'Run_1 renamed: verified',
      'Try: verified',
      'plain: verified',
    ])
  })
  it('finds runs below a folder with the id of the instrument, and none beside it', async () => {
    const { lab, core } = await setUp(QUIET)
    put(lab, 'SCOPE_01/PROJ-1/Runs/Run_1', { a: 'a' })
    put(lab, 'SCOPE_01/plain', { a: 'b' })
    put(lab, 'beside', { a: 'c' })
    await core.idle()
    lab.pass(6 * MINUTE)
    await core.idle()
    expect(await runs(core)).toEqual(['Run_1: verified', 'plain: verified'])
  })
  it('is not over while files are copied with their old times, and is by the times of the system', async () => {
    // the clock of this computer, so that the change times of the files are in its past
    const { lab, core } = await setUp(QUIET, 'watch:\n  settle_seconds: 20\n', Date.now())
    const source = put(lab, '.source', { 1: '1', 2: '2', 3: '3' })
    const run = join(dirname(source), 'Exp')
    mkdirSync(run)
    for (const name of ['1', '2', '3']) {
      utimesSync(join(source, name), 1_700_000_000, 1_700_000_000)
      cpSync(join(source, name), join(run, name), { preserveTimestamps: true })
      lab.pass(MINUTE)
      await core.idle()
      expect(await runs(core)).toEqual([])
    }
    lab.pass(3 * MINUTE)
    await core.idle()
    expect(await runs(core)).toEqual([])
    lab.pass(3 * MINUTE)
    await core.idle()
    expect(await runs(core)).toEqual(['Exp: verified'])
    const query = { view: 'all', search: '', offset: 0, limit: 1 } as const
    expect((await core.handlers['jobs.list'](query)).rows[0]?.files.total).toBe(3)
  })
  it('does not start a folder without files, nor runs from before a date', async () => {
    const { lab, core } = await setUp(QUIET, 'watch:\n  ignore_before: 2026-11-20\n')
    mkdirSync(join(lab.dir, 'acquisition', 'SCOPE_01', 'empty'), { recursive: true })
    const old = put(lab, 'old', { a: 'a' })
    utimesSync(join(old, 'a'), 1_700_000_000, 1_700_000_000)
    await core.idle()
    expect(await runs(core)).toEqual([])
    expect(await waiting(core)).toEqual(['empty: its first file'])
  })
})

describe('the instrument guard', () => {
  const SENTINEL = ['completeness_signal: sentinel_file', 'sentinel_filename: done.txt']
  it('holds sending while a run is being written, says why, and ends the hold by itself', async () => {
    const { lab, core } = await setUp(SENTINEL, 'sync:\n  instrument_guard: hold\n')
    const recording = put(lab, 'Recording', { a: 'a' })
    const now = lab.now() / 1_000
    utimesSync(recording, now, now)
    await core.idle()
    // nothing waits for it yet
    expect(core.overview().guarded).toEqual([])
    const jobId = await add(core, put(lab, 'Other', { b: 'b' }))
    await core.idle()
    expect(core.overview().guarded).toEqual([
      { instrument: 'SCOPE_01', way: 'hold', cause: 'SCOPE_01 is recording' },
    ])
    expect(await core.handlers['jobs.get']({ jobId })).toMatchObject({
      state: 'queued',
      heldBy: 'SCOPE_01 is recording',
      attempts: 0,
    })
    lab.pass(11 * MINUTE)
    await core.idle()
    expect((await core.handlers['jobs.get']({ jobId })).state).toBe('verified')
    // it records again, and none of its runs waits
    utimesSync(recording, lab.now() / 1_000, lab.now() / 1_000)
    await core.idle()
    expect(core.overview().guarded).toEqual([])
  })
})

describe('the button', () => {
  it('starts the waiting run; pressing it twice is harmless', async () => {
    const { lab, core } = await setUp(['completeness_signal: button'])
    const folder = put(lab, 'Run', { a: 'a' })
    await core.idle()
    expect(await waiting(core)).toEqual(['Run: somebody to mark it finished'])
    await core.handlers['recordings.finish']({ folder })
    await expect(core.handlers['recordings.finish']({ folder })).rejects.toThrow(
      'not among the runs',
    )
    await core.idle()
    expect(await runs(core)).toEqual(['Run: verified'])
  })

  it('a run that is added by hand leaves the list of recordings at once', async () => {
    const { lab, core } = await setUp(['completeness_signal: button'])
    const folder = put(lab, 'Run', { a: 'a' })
    put(lab, 'Next', { a: 'a' })
    await core.idle()
    expect(core.overview().recording).toBe(2)
    await core.handlers['jobs.add']({ folders: [folder], instrumentId: null })
    expect(await waiting(core)).toEqual(['Next: somebody to mark it finished'])
    expect(core.overview().recording).toBe(1)
  })
})
