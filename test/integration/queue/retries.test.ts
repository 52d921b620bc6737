// Tries of each file and the origin of each run, as the tables show them, with the real rclone.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { act, add, blockFiles, filesOf, get, localNas, makeLab, work } from '../../helpers/lab.ts'

/** `blocked`: files of runs that rclone cannot send, because the first push finds folders in their places. */
const setUp = async (more = '', blocked: readonly string[] = []) => {
  const lab = makeLab()
  const { nas, instrument } = localNas(lab)
  const places = blocked.map((path) => join(nas, path))
  const rclone = lab.wrap('rclone', blockFiles(places, join(lab.dir, 'block')))
  lab.configure([instrument], `${more}tools:\n  rclone: ${rclone}\n`)
  return { lab, nas, places, core: await lab.open() }
}

describe('tries of a file', () => {
  it('count each attempt once, say when and with which exit code it failed', async () => {
    const { lab, places, core } = await setUp(
      'sync:\n  retry_delays_s: [60, 600]\n  max_attempts: 3\n',
      ['Run/bad.tif'],
    )
    const begun = lab.now()
    const folder = lab.run('SCOPE_01', 'Run', { 'bad.tif': 'bad', 'good.tif': 'good' })
    const jobId = await add(core, folder)
    await core.idle()
    const of = async (path: string) => (await filesOf(core, jobId)).find((f) => f.path === path)
    expect(await get(core, jobId)).toMatchObject({ state: 'queued', failures: 1 })
    expect(await of('good.tif')).toMatchObject({ attempts: 1, triedAt: begun, exitCode: null })
    expect(await of('bad.tif')).toMatchObject({
      state: 'failed',
      attempts: 1,
      triedAt: begun,
      exitCode: 1,
      remoteSize: null,
    })

    lab.pass(60_000)
    await core.idle()
    expect(await get(core, jobId)).toMatchObject({ failures: 2 })
    // a file that arrived is not sent again, so it is not tried again
    expect(await of('good.tif')).toMatchObject({ state: 'sent', attempts: 1, triedAt: begun })
    expect(await of('bad.tif')).toMatchObject({ attempts: 2, triedAt: begun + 60_000, exitCode: 1 })

    for (const place of places) rmSync(place, { recursive: true })
    await act(core, jobId, 'retry')
    await core.idle()
    expect(await get(core, jobId)).toMatchObject({ state: 'verified' })
    expect(await of('bad.tif')).toMatchObject({
      state: 'verified',
      attempts: 3,
      triedAt: begun + 60_000,
      exitCode: null,
      remoteSize: 3,
    })
  })

  it('do not count for a file that the NAS had already; its history lists the attempts that concern it', async () => {
    const { lab, nas, core } = await setUp()
    mkdirSync(join(nas, 'Run'), { recursive: true })
    writeFileSync(join(nas, 'Run', 'there.tif'), 'there')
    const job = await work(core, lab.run('SCOPE_01', 'Run', { 'there.tif': 'there' }))
    const [file] = await filesOf(core, job.id)
    expect(file).toMatchObject({ state: 'verified', attempts: 0 })
    const story = await core.handlers['files.history']({ jobId: job.id, seq: 0 })
    expect(story.attempts).toMatchObject([{ number: 2, phase: 'verify', outcome: 'done' }])
  })

  it('are made for the files of one folder alone where that is retried', async () => {
    const { lab, places, core } = await setUp(
      'sync:\n  retry_delays_s: [60]\n  max_attempts: 1\n',
      ['Run/a/1', 'Run/a/2', 'Run/a0/3'],
    )
    const folder = lab.run('SCOPE_01', 'Run', { 'a/1': '1', 'a/2': '2', 'a0/3': '3', ok: 'ok' })
    const job = await work(core, folder)
    expect(job).toMatchObject({ state: 'failed', attention: 3 })
    const level = (inside: string) =>
      core.handlers['files.level']({ jobId: job.id, folder: inside, offset: 0, limit: 50 })
    expect((await level('')).rows).toMatchObject([
      { kind: 'folder', path: 'a', files: 2, state: 'failed' },
      { kind: 'folder', path: 'a0', files: 1, state: 'failed' },
      { kind: 'file', file: { path: 'ok', state: 'sent' } },
    ])
    for (const place of places) rmSync(place, { recursive: true })
    expect(await core.handlers['files.retry']({ jobId: job.id, files: { folder: 'a' } })).toEqual({
      files: 2,
    })
    await core.idle()
    expect((await level('')).rows).toMatchObject([{ state: 'verified' }, { state: 'failed' }, {}])
  })
})

describe('a run in the lists', () => {
  it('has the label and operator of its records, also after they change, and is found by them', async () => {
    const { lab, core } = await setUp('sync:\n  retry_delays_s: [60]\n', ['Run_1/a.tif'])
    const folder = lab.run('SCOPE_01', 'Run_1', {
      'a.tif': 'a',
      '.exlab-wizard/readme_fields.json': JSON.stringify({
        core_fields: { label: 'Beads,\n10 nm', operator: 'J. Lee', objective: 'x' },
      }),
    })
    const other = lab.run('SCOPE_01', 'Run_2', {
      'a.tif': 'a',
      '.exlab-wizard/creation.json': JSON.stringify({
        created_by: 'asmith',
        sync_status: 'pending',
      }),
      '.exlab-wizard/readme_fields.json': 'not JSON',
    })
    const first = await work(core, folder)
    const second = await work(core, other)
    expect(first).toMatchObject({
      label: 'Beads, 10 nm',
      operator: 'J. Lee',
      destination: 'nas:raw',
    })
    expect(second).toMatchObject({ label: '', operator: 'asmith' })
    const found = async (search: string, more: object = {}) =>
      (
        await core.handlers['jobs.list']({ view: 'all', search, offset: 0, limit: 9, ...more })
      ).rows.map((row) => row.run)
    expect(await found('beads')).toEqual(['Run_1'])
    expect(await found('ASMITH')).toEqual(['Run_2'])
    expect(await found('', { sort: { by: 'operator', descending: false } })).toEqual([
      'Run_2',
      'Run_1',
    ])
    writeFileSync(
      join(folder, '.exlab-wizard', 'readme_fields.json'),
      JSON.stringify({ core_fields: { label: 'Beads again', operator: 7 } }),
    )
    lab.pass(60_000)
    await core.idle()
    expect(await get(core, first.id)).toMatchObject({ label: 'Beads again', operator: '' })
  })

  it('counts as active in every list when its next try is near, by the clock alone', async () => {
    const { lab, core } = await setUp('sync:\n  retry_delays_s: [900]\n', ['Run/a.tif'])
    const jobId = await add(core, lab.run('SCOPE_01', 'Run', { 'a.tif': 'a' }))
    await core.idle()
    const views = async () => {
      const list = async (view: 'active' | 'waiting') =>
        (await core.handlers['jobs.list']({ view, search: '', offset: 0, limit: 9 })).total
      const { counts, retrying, instruments } = core.overview()
      return [
        await list('active'),
        counts.active,
        retrying,
        instruments[0]?.active,
        await list('waiting'),
        counts.waiting,
      ]
    }
    expect(await views()).toEqual([0, 0, 0, 0, 1, 1])
    core.changes.take()
    let changes = 0
    core.changes.onChange(() => (changes += 1))
    lab.pass(599_000)
    expect(await views()).toEqual([0, 0, 0, 0, 1, 1])
    expect(changes).toBe(0)
    lab.pass(1_000)
    expect(await views()).toEqual([1, 1, 1, 1, 0, 0])
    expect(changes).toBe(1)
    await act(core, jobId, 'pause')
    expect(await views()).toEqual([0, 0, 0, 0, 1, 1])
    await act(core, jobId, 'resume')
    await core.handlers['engine.pause']({ paused: true })
    expect(await views()).toEqual([0, 0, 0, 0, 1, 1])
  })
})
