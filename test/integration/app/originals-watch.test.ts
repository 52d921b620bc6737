// Late files and changed originals of a verified run are noticed by themselves: late files are sent and proven, changed
// originals are a problem, and nothing proven is overwritten.
import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Core } from '../../../electron/core/core.ts'
import { cli } from '../../helpers/cli.ts'
import { type Lab, act, get, localNas, makeLab, work } from '../../helpers/lab.ts'

const MINUTE = 60_000
const OFF = 'watch:\n  enabled: false\n'
const QUIET = ['completeness_signal: quiet_period', 'quiet_minutes: 5']

const setUp = async (more = '', rule: readonly string[] = []) => {
  const lab = makeLab()
  const { nas, instrument } = localNas(lab)
  lab.configure([{ ...instrument, more: rule }], more)
  const core = await lab.open()
  const folder = lab.run('SCOPE_01', 'Run', { 'a.tif': 'aaa', 'deep/er/b.tif': 'bbb' })
  const { id, state } = await work(core, folder)
  expect(state).toBe('verified')
  return { lab, nas, core, folder, id }
}

const nasFile = (nas: string, path: string): string => readFileSync(join(nas, 'Run', path), 'utf8')

/** Waits until everything that is due by then is done: a run with late files is sent after a short delay. */
const settle = async (lab: Lab, core: Core): Promise<void> => {
  for (let i = 0; i < 3; i += 1) {
    await core.idle()
    lab.pass(MINUTE)
  }
  await core.idle()
}

const WAYS: readonly (readonly [
  string,
  string,
  (core: Core, folder: string, id: number) => Promise<unknown>,
])[] = [
  ['a sweep', '', (core) => core.sweep()],
  ['F5', '', (core) => core.handlers['engine.rescan']({})],
  [
    'adding it again, also where nothing is watched',
    OFF,
    (core, folder) => core.handlers['jobs.add']({ folders: [folder], instrumentId: null }),
  ],
  ['a verify pass by a person', OFF, (core, _folder, id) => act(core, id, 'verify')],
]

describe.each(WAYS)('%s', (_name, config, notice) => {
  it('takes a run with a late file out of Verified, and the file is sent and proven', async () => {
    const { lab, nas, core, folder, id } = await setUp(config)
    writeFileSync(join(folder, 'deep/er/late.tif'), 'late')
    await notice(core, folder, id)
    const noticed = await get(core, id)
    expect(noticed.state).not.toBe('verified')
    await settle(lab, core)
    expect(await get(core, id)).toMatchObject({
      state: 'verified',
      lastError: null,
      files: { total: 3, byState: { verified: 3 } },
    })
    expect(nasFile(nas, 'deep/er/late.tif')).toBe('late')
  })

  it('makes a changed original a problem, and keeps its proven copy; a late file beside it is sent and proven', async () => {
    const { lab, nas, core, folder, id } = await setUp(config)
    appendFileSync(join(folder, 'a.tif'), 'more')
    writeFileSync(join(folder, 'late.tif'), 'late')
    await notice(core, folder, id)
    await settle(lab, core)
    expect(await get(core, id)).toMatchObject({
      state: 'failed',
      needsPerson: true,
      lastError: { reason: 'changed_since_verified', message: expect.stringContaining('a.tif') },
      files: { byState: { changed: 1, verified: 2 } },
    })
    expect(nasFile(nas, 'a.tif')).toBe('aaa')
    expect(nasFile(nas, 'late.tif')).toBe('late')
    // one that comes after the problem is not held up by it either
    writeFileSync(join(folder, 'later.tif'), 'later')
    await notice(core, folder, id)
    await settle(lab, core)
    expect(nasFile(nas, 'later.tif')).toBe('later')
    expect(await get(core, id)).toMatchObject({ lastError: { reason: 'changed_since_verified' } })
  })
})

describe('the start of the program', () => {
  it.each([
    ['', 'watched'],
    [OFF, 'not watched'],
  ])('notices what happened before it, whether folders are watched or not (%#)', async (config) => {
    const { lab, nas, core, folder, id } = await setUp(config)
    await core.stop()
    writeFileSync(join(folder, 'deep/er/late.tif'), 'late')
    const again = await lab.open()
    await settle(lab, again)
    expect(await get(again, id)).toMatchObject({ state: 'verified', files: { total: 3 } })
    expect(nasFile(nas, 'deep/er/late.tif')).toBe('late')
  })
})

describe('Activity', () => {
  it('names the late files that were noticed', async () => {
    const { core, folder, id } = await setUp()
    writeFileSync(join(folder, 'late.tif'), 'late')
    await core.sweep()
    const page = { level: 'warning', jobId: id, search: '', offset: 0, limit: 20 } as const
    const { rows } = await core.handlers['activity.page'](page)
    expect(rows.map((row) => row.text)).toContain(
      'New in the run folder since it was verified: late.tif.',
    )
  })
})

describe('file events', () => {
  it('have a run checked soon after a file came', async () => {
    const { core, folder, id } = await setUp('watch:\n  enabled: true\n  sweep_seconds: 3600\n')
    await core.sweep()
    writeFileSync(join(folder, 'late.tif'), 'late')
    await expect
      .poll(async () => (await get(core, id)).files.total, { timeout: 15_000, interval: 100 })
      .toBe(3)
  })
})

describe('a verified run', () => {
  it('of which only times moved is hashed again, and stays verified without a new pass', async () => {
    const { core, folder, id } = await setUp()
    for (const path of ['a.tif', 'deep/er/b.tif'])
      utimesSync(join(folder, path), 1_700_003_600, 1_700_003_600)
    await core.sweep()
    await core.sweep()
    await core.idle()
    const job = await get(core, id)
    expect(job).toMatchObject({ state: 'verified', lastError: null })
    const { rows } = await core.handlers['attempts.list']({ jobId: id })
    expect(rows.map((row) => row.phase)).toEqual(['verify', 'push'])
  })

  it('that was edited in place with its size and time kept is a problem', async () => {
    const { lab, nas, core, folder, id } = await setUp()
    utimesSync(join(folder, 'a.tif'), 1_700_000_000, 1_700_000_000)
    await core.sweep()
    writeFileSync(join(folder, 'a.tif'), 'AAA')
    utimesSync(join(folder, 'a.tif'), 1_700_000_000, 1_700_000_000)
    await core.sweep()
    await settle(lab, core)
    expect(await get(core, id)).toMatchObject({ lastError: { reason: 'changed_since_verified' } })
    expect(nasFile(nas, 'a.tif')).toBe('aaa')
  })

  it.each([
    ['', 'a sweep', (core: Core) => core.sweep()],
    [OFF, 'a verify pass', (core: Core, id: number) => act(core, id, 'verify')],
  ])(
    'with a late file that cannot be proven is blocked, and names it (%#)',
    async (config, _by, notice) => {
      const { lab, core, folder, id } = await setUp(config)
      writeFileSync(join(folder, 'line\nbreak'), 'x')
      await notice(core, id)
      await settle(lab, core)
      expect(await get(core, id)).toMatchObject({
        state: 'blocked',
        lastError: { reason: 'name_not_provable' },
      })
    },
  )

  it('with a late symbolic link is no longer verified, since nobody excluded it', async () => {
    const { lab, core, folder, id } = await setUp()
    symlinkSync(join(folder, 'a.tif'), join(folder, 'link.tif'))
    await core.sweep()
    await settle(lab, core)
    expect(await get(core, id)).toMatchObject({
      state: 'awaiting_verify',
      needsPerson: true,
      files: { byState: { skipped: 1, verified: 2 } },
    })
  })

  it('leaves files alone that a person excluded', async () => {
    const { lab, core, folder, id } = await setUp()
    await core.handlers['files.exclude']({
      jobId: id,
      files: { pattern: 'Thumbs.db' },
      by: 'J. Lee',
      note: '',
    })
    await settle(lab, core)
    writeFileSync(join(folder, 'Thumbs.db'), 'x')
    await core.sweep()
    await core.sweep()
    expect((await get(core, id)).state).toBe('verified')
  })

  it('whose place another folder took is not compared with that one', async () => {
    const { core, folder, id, nas } = await setUp('', QUIET)
    renameSync(folder, join(folder, '../../elsewhere'))
    mkdirSync(folder)
    writeFileSync(join(folder, 'other.tif'), 'other')
    await core.sweep()
    await core.sweep()
    expect((await get(core, id)).state).toBe('verified')
    expect(() => nasFile(nas, 'other.tif')).toThrow('ENOENT')
  })
})

it('the command line sees what happened to a verified run when it is added again, and says so', async () => {
  const { lab, core, folder } = await setUp(OFF)
  await core.stop()
  appendFileSync(join(folder, 'a.tif'), 'more')
  const added = await cli(lab, 'add', folder)
  expect(added.out).toContain('it changed since (changed: a.tif) and is checked again')
  const worked = await cli(lab, 'run', '--until-idle')
  expect(worked.code).toBe(1)
  const status = await cli(lab, 'status')
  expect(status.code).toBe(1)
  expect(status.out).toContain('Changed since verified')
})
