// Files that a person excludes never reach the NAS, are listed with who and why, and can be included again; rclone and rsync.
import { existsSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Core } from '../../../electron/core/core.ts'
import { type Lab, act, add, filesOf, get, localNas, makeLab, work } from '../../helpers/lab.ts'
import { HOSTILE } from '../../helpers/hostile.ts'
import { makeSshLab } from '../../helpers/ssh-lab.ts'

const WHO = { by: 'J. Lee', note: 'scratch of the camera' }

interface OpenLab {
  readonly lab: Lab
  readonly nas: string
  readonly core: Core
  readonly instrument: string
}

const withRclone = async (): Promise<OpenLab> => {
  const lab = makeLab()
  const { nas, instrument } = localNas(lab)
  lab.configure([instrument])
  return { lab, nas, core: await lab.open(), instrument: instrument.id }
}

const withRsync = async (): Promise<OpenLab> => {
  const { lab, nas } = await makeSshLab()
  return { lab, nas, core: await lab.open(), instrument: 'FLOW_01' }
}

/** Adds a run to a paused queue, so that files can be excluded before anything is sent. */
const waiting = async (core: Core, folder: string): Promise<number> => {
  await core.handlers['engine.pause']({ paused: true })
  return add(core, folder)
}
const goOn = async (core: Core): Promise<void> => {
  await core.handlers['engine.pause']({ paused: false })
  await core.idle()
}

const exclude = (core: Core, jobId: number, files: { seqs: number[] } | { pattern: string }) =>
  core.handlers['files.exclude']({ jobId, files, ...WHO })

const seqOf = async (core: Core, jobId: number, path: string): Promise<number> => {
  const row = (await filesOf(core, jobId)).find((file) => file.path === path)
  if (row === undefined) throw new Error(`no row ${path}`)
  return row.seq
}

const manifest = (folder: string): string =>
  readFileSync(join(folder, '.exlab-wizard', 'checksums.sha256'), 'utf8')

const activityOf = async (core: Core, jobId: number): Promise<string[]> => {
  const page = { level: 'info', jobId, search: '', offset: 0, limit: 200 } as const
  return (await core.handlers['activity.page'](page)).rows.map((row) => row.text)
}

describe.each([
  ['rclone', withRclone],
  ['rsync', withRsync],
] as const)('an excluded file, over %s', (transport, setUp) => {
  it('is never sent, and the run is Verified without it; included again, it is sent and proven', async () => {
    const { lab, nas, core, instrument } = await setUp()
    const folder = lab.run(instrument, 'PROJ/Runs/Run', {
      'a.tif': 'aaa',
      'cache.tmp': 'scratch',
      'deep/b.tif': 'bbb',
      'deep/more.tmp': 'more scratch',
      '.exlab-wizard/creation.json': '{"sync_status": "pending"}',
      '.exlab-wizard/creation.json.lock': '',
      '.exlab-wizard/creation.json.7f.tmp': '{',
    })
    const jobId = await waiting(core, folder)
    await exclude(core, jobId, { pattern: '*.tmp' })
    await goOn(core)
    const job = await get(core, jobId)
    expect(job.lastError).toBeNull()
    expect(job).toMatchObject({
      state: 'verified',
      proof: transport === 'rclone' ? 'read_back' : 'sha256',
      files: { total: 2, byState: { verified: 2, excluded: 2 } },
      bytes: { total: 6, done: 6 },
    })
    const remote = join(nas, 'PROJ/Runs/Run')
    expect(readFileSync(join(remote, 'deep/b.tif'), 'utf8')).toBe('bbb')
    expect(existsSync(join(remote, 'cache.tmp'))).toBe(false)
    expect(existsSync(join(remote, 'deep/more.tmp'))).toBe(false)
    // the records in .exlab-wizard are sent as with a whole run
    expect(existsSync(join(remote, '.exlab-wizard/creation.json'))).toBe(true)
    // but its locks and temporary files, which pass
    expect(
      readdirSync(join(remote, '.exlab-wizard')).filter((name) => /lock|tmp/.test(name)),
    ).toEqual([])
    expect(manifest(folder)).toMatch(/^\w{64} {2}a\.tif\n\w{64} {2}deep\/b\.tif\n$/)
    expect(readFileSync(join(folder, '.exlab-wizard/creation.json'), 'utf8')).toContain('synced')
    expect(readFileSync(join(remote, '.exlab-wizard/creation.json'), 'utf8')).toContain('synced')

    const [{ id } = { id: 0 }] = (await core.handlers['jobs.details']({ jobId })).exclusions
    expect(await core.handlers['files.include']({ jobId, files: { id }, by: 'M. Ito' })).toEqual({
      files: 2,
    })
    await core.idle()
    expect(await get(core, jobId)).toMatchObject({
      state: 'verified',
      files: { total: 4, byState: { verified: 4 } },
    })
    expect(readFileSync(join(remote, 'deep/more.tmp'), 'utf8')).toBe('more scratch')
    expect(manifest(folder)).toContain('cache.tmp')
    expect(await activityOf(core, jobId)).toEqual(
      expect.arrayContaining([
        'Excluded 0 files (*.tmp) by J. Lee: scratch of the camera',
        'Included 2 files again by M. Ito',
      ]),
    )
  })

  it('chosen in the list means only itself, even with a name that is a pattern, an option or a command', async () => {
    const { lab, nas, core, instrument } = await setUp()
    const names = [
      ...new Set([...HOSTILE, '*', '--delete', '-oProxyCommand=x', '[a-z].tif', '# comment']),
    ]
    const folder = lab.run(
      instrument,
      'Run',
      Object.fromEntries([...names, 'a.tif', 'z'].map((name, i) => [name, `content ${i}`])),
    )
    const jobId = await add(core, folder)
    await core.idle()
    expect(await get(core, jobId)).toMatchObject({ state: 'verified' })
    for (const name of [...names, 'a.tif']) rmSync(join(nas, 'Run', name))
    const rows = await filesOf(core, jobId)
    const seqs = rows.filter((row) => names.includes(row.path)).map((row) => row.seq)
    expect(await exclude(core, jobId, { seqs })).toMatchObject({ files: names.length })
    await core.idle()
    // the copies that are missing on the NAS are sent again on request, those of excluded files are not
    expect(await get(core, jobId)).toMatchObject({ lastError: { reason: 'remote_changed' } })
    await act(core, jobId, 'retry')
    await core.idle()
    expect(await get(core, jobId)).toMatchObject({
      state: 'verified',
      files: { total: 2, byState: { verified: 2, excluded: names.length } },
    })
    for (const name of names) expect(existsSync(join(nas, 'Run', name))).toBe(false)
    expect(readFileSync(join(nas, 'Run/a.tif'), 'utf8')).toBe(`content ${names.length}`)
  })
})

describe('excluding', () => {
  it('the only faulty files of a failed run lets the run go on by itself', async () => {
    const { lab, nas, core } = await withRclone()
    const folder = lab.run('SCOPE_01', 'Run', {
      'a.tif': 'aaa',
      'b.tif': 'bbb',
      'scratch.tmp': 's',
    })
    const jobId = await waiting(core, folder)
    await goOn(core)
    await act(core, jobId, 'verify')
    await core.idle()
    // no tool sends a link, so it cannot be proven
    symlinkSync('a.tif', join(folder, 'link'))
    await act(core, jobId, 'verify')
    await core.idle()
    expect(await get(core, jobId)).toMatchObject({
      lastError: { reason: 'entries_left_out' },
    })
    await exclude(core, jobId, { seqs: [await seqOf(core, jobId, 'link')] })
    await core.idle()
    expect(await get(core, jobId)).toMatchObject({ state: 'verified', lastError: null })
    expect(existsSync(join(nas, 'Run/link'))).toBe(false)
    // included again, the link cannot be proven, as before
    await core.handlers['files.include']({ jobId, files: 'all', by: 'J. Lee' })
    await core.idle()
    expect(await get(core, jobId)).toMatchObject({
      state: 'awaiting_verify',
      needsPerson: true,
      files: { byState: { verified: 3, skipped: 1 } },
    })
  })

  it('a pattern also covers files found later; a preview counts what it covers now', async () => {
    const { lab, nas, core } = await withRclone()
    const folder = lab.run('SCOPE_01', 'Run', { 'a.tif': 'aaa', 'x.tmp': 'xxxx', 'd/y.tmp': 'yy' })
    const job = await work(core, folder)
    expect(await core.handlers['files.match']({ jobId: job.id, pattern: '*.tmp' })).toEqual({
      files: 2,
      bytes: 6,
      paths: ['d/y.tmp', 'x.tmp'],
      sound: { files: 2, bytes: 6 },
    })
    expect(await exclude(core, job.id, { pattern: '*.tmp' })).toEqual({ files: 2, bytes: 6 })
    await core.idle()
    writeFileSync(join(folder, 'later.tmp'), 'later')
    writeFileSync(join(folder, 'later.tif'), 'later')
    await act(core, job.id, 'verify')
    await core.idle()
    lab.pass(60_000)
    await core.idle()
    expect(await get(core, job.id)).toMatchObject({
      state: 'verified',
      files: { total: 2, byState: { verified: 2, excluded: 3 } },
    })
    expect(existsSync(join(nas, 'Run/later.tif'))).toBe(true)
    expect(existsSync(join(nas, 'Run/later.tmp'))).toBe(false)
    // a proven file that is excluded later leaves the manifest; its copy stays
    expect(manifest(folder)).not.toContain('tmp')
    expect(existsSync(join(nas, 'Run/x.tmp'))).toBe(true)
  })

  it('names that cannot be proven lets a blocked run go on', async () => {
    const { lab, nas, core } = await withRclone()
    const folder = lab.run('SCOPE_01', 'Run', { 'a.tif': 'aaa', 'bad\nname.tmp': 'x' })
    const job = await work(core, folder)
    expect(job).toMatchObject({ state: 'blocked', lastError: { reason: 'name_not_provable' } })
    await exclude(core, job.id, { pattern: '*.tmp' })
    await core.idle()
    expect(await get(core, job.id)).toMatchObject({
      state: 'verified',
      files: { total: 1, byState: { verified: 1, excluded: 1 } },
    })
    expect(existsSync(join(nas, 'Run/a.tif'))).toBe(true)
    // included again, its name blocks the run again
    await core.handlers['files.include']({ jobId: job.id, files: 'all', by: 'J. Lee' })
    await core.idle()
    expect(await get(core, job.id)).toMatchObject({
      state: 'blocked',
      lastError: { reason: 'name_not_provable' },
    })
  })

  it('every file is not a success', async () => {
    const { lab, nas, core } = await withRclone()
    const folder = lab.run('SCOPE_01', 'Run', { 'a.tif': 'aaa', 'b.tif': 'bbb' })
    const jobId = await waiting(core, folder)
    await exclude(core, jobId, { pattern: '*' })
    await goOn(core)
    expect(await get(core, jobId)).toMatchObject({
      state: 'blocked',
      proof: 'none',
      lastError: { reason: 'no_files' },
    })
    expect(existsSync(join(nas, 'Run'))).toBe(false)
    const other = await work(core, lab.run('SCOPE_01', 'Proven', { 'a.tif': 'aaa' }))
    expect(other.state).toBe('verified')
    await exclude(core, other.id, { pattern: '**' })
    await core.idle()
    expect(await get(core, other.id)).toMatchObject({
      state: 'failed',
      needsPerson: true,
      lastError: { reason: 'no_files', message: expect.stringContaining('is excluded') },
    })
  })

  it('is refused with a message while the run is worked on, for an invalid pattern, and for unknown files', async () => {
    const { lab, core } = await withRclone()
    const slow = lab.wrap('rclone', 'case "$1" in copy) sleep 60;; esac')
    const { instrument } = { instrument: 'SCOPE_01' }
    const job = await work(core, lab.run(instrument, 'Run', { 'a.tif': 'aaa' }))
    await expect(exclude(core, job.id, { pattern: 'a\\b' })).rejects.toThrow('forward slashes')
    await expect(exclude(core, job.id, { pattern: ' / ' })).rejects.toThrow('names no file')
    await expect(exclude(core, job.id, { seqs: [99] })).rejects.toThrow('can be excluded')
    await expect(
      core.handlers['files.include']({ jobId: job.id, files: 'all', by: 'x' }),
    ).rejects.toThrow('Nothing of these is excluded')
    await expect(
      core.handlers['files.accept']({ jobId: job.id, files: 'all', by: 'x', note: 'y' }),
    ).rejects.toThrow('is gone')
    expect(await get(core, job.id)).toMatchObject({ state: 'verified' })
    const conf = readFileSync(lab.configFile, 'utf8')
    writeFileSync(lab.configFile, `${conf}tools:\n  rclone: ${slow}\n`)
    await core.handlers['config.reload']({})
    const jobId = await add(core, lab.run(instrument, 'Slow', { 'a.tif': 'aaa' }))
    await expect.poll(async () => (await get(core, jobId)).livePhase).toBe('sending')
    await expect(exclude(core, jobId, { pattern: '*' })).rejects.toThrow('is being worked on')
    await act(core, jobId, 'cancel')
  })
})
