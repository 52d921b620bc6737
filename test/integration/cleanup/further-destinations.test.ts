// An instrument with several destinations: each has a job and a proof of its own, and a run is deleted only when every required
// destination holds it.
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Core } from '../../../electron/core/core.ts'
import { openDatabase } from '../../../electron/core/db/database.ts'
import type { JobSummary } from '../../../shared/model/model.ts'
import { act, add, filesOf, get, localNas, makeLab, work } from '../../helpers/lab.ts'
import type { Instrument } from '../../helpers/lab-files.ts'

const HOUR = 3_600_000
const DELETE = 'nas_cleanup:\n  enabled: true\n  min_verify_passes: 1\n  min_age_hours: 0\n'

/** A lab whose instrument goes to `nas` and, by `also`, to a second remote. */
const setUp = (required = true) => {
  const lab = makeLab()
  const { nas, instrument } = localNas(lab)
  const archive = join(lab.dir, 'archive')
  mkdirSync(archive)
  const conf = join(lab.dir, 'rclone.conf')
  writeFileSync(conf, `${readFileSync(conf, 'utf8')}[second]\ntype = alias\nremote = ${archive}\n`)
  const also = (remote: string, path: string): Instrument => ({
    ...instrument,
    more: [
      'also:',
      '  - name: archive',
      `    required: ${required}`,
      `    transport: { type: rclone, rclone_remote: ${remote}, rclone_remote_path: ${path}, rclone_config: ${JSON.stringify(conf)} }`,
    ],
  })
  return { lab, nas, archive, instrument, also }
}

const jobsOf = async (core: Core): Promise<JobSummary[]> =>
  (
    await core.handlers['jobs.list']({ view: 'all', search: '', offset: 0, limit: 50 })
  ).rows.toSorted((a, b) => a.id - b.id)

const openOf = async (core: Core, jobId: number) => {
  const { verdict, conditions } = await core.handlers['cleanup.look']({ jobId })
  return { verdict, open: conditions.filter(({ holds }) => !holds) }
}

describe('a run with a required second destination', () => {
  it('is not safe while that one is away, and is deleted for both once it holds the run', async () => {
    const { lab, nas, archive, also } = setUp()
    lab.configure([also('second', 'raw')], DELETE)
    const core = await lab.open()
    const folder = lab.run('SCOPE_01', 'Run', { 'a.tif': 'aaa', 'sub/b.tif': 'bbb' })
    await add(core, folder)
    await core.idle()
    // `archive/raw` is not there: as a volume that is not mounted
    const [near, far] = await jobsOf(core)
    if (near === undefined || far === undefined) throw new Error('two jobs are expected')
    expect(near).toMatchObject({ slot: '', route: 'SCOPE_01', state: 'verified' })
    expect(far).toMatchObject({ slot: 'archive', lead: near.id, state: 'queued' })
    expect(core.overview().holds).toMatchObject([{ instruments: ['SCOPE_01/archive'] }])
    expect(await openOf(core, near.id)).toMatchObject({
      verdict: 'not_yet',
      open: [{ id: 'copies' }],
    })
    const refused = (await core.handlers['cleanup.run']({ jobs: [near.id] })).refused
    expect(refused[0]?.message).toContain('On archive: 0 of 2 files verified')
    lab.pass(30 * HOUR)
    await core.idle()
    expect(existsSync(join(folder, 'a.tif'))).toBe(true)

    mkdirSync(join(archive, 'raw'))
    await core.handlers['destinations.accept']({ instrumentId: 'SCOPE_01/archive' })
    await core.idle()
    expect(await get(core, far.id)).toMatchObject({ state: 'verified' })
    expect(readFileSync(join(archive, 'raw/Run/sub/b.tif'), 'utf8')).toBe('bbb')
    const digests = async (id: number) => (await filesOf(core, id)).map(({ sha256 }) => sha256)
    expect(await digests(far.id)).toEqual(await digests(near.id))
    // a copy that is damaged there keeps the originals here
    renameSync(join(archive, 'raw/Run/a.tif'), join(archive, 'kept'))
    expect(await openOf(core, near.id)).toMatchObject({ open: [{ id: 'copies' }] })
    // the look has that copy checked at once
    await core.idle()
    expect(await get(core, far.id)).toMatchObject({
      state: 'failed',
      lastError: { reason: 'remote_changed' },
    })
    expect((await get(core, near.id)).state).not.toBe('cleaned')
    renameSync(join(archive, 'kept'), join(archive, 'raw/Run/a.tif'))
    await act(core, far.id, 'retry')
    await core.idle()
    // asked for at the row of the second destination: one deletion for both
    expect(await core.handlers['cleanup.run']({ jobs: [far.id] })).toMatchObject({ refused: [] })
    await core.idle()
    for (const { id } of [near, far])
      expect(await get(core, id)).toMatchObject({
        state: 'cleaned',
        files: { byState: { cleaned: 2 } },
      })
    expect(existsSync(join(folder, 'a.tif'))).toBe(false)
    expect(readFileSync(join(nas, 'Run/a.tif'), 'utf8')).toBe('aaa')
    // the copy there is checked as that of any cleaned run
    await act(core, far.id, 'verify')
    await core.idle()
    expect(await get(core, far.id)).toMatchObject({ state: 'cleaned', lastError: null })

    // the program was killed when the first job said that the originals are gone, and the other one only of a part
    await core.stop()
    const db = openDatabase(join(lab.dataDir, 'queue.db'))
    db.exec(
      `UPDATE files SET state = 'verified' WHERE job_id = ${far.id} AND path = 'a.tif';
       UPDATE jobs SET state = 'verified' WHERE id = ${far.id}`,
    )
    db.close()
    const next = await lab.open()
    await next.idle()
    expect(await get(next, far.id)).toMatchObject({
      state: 'cleaned',
      files: { byState: { cleaned: 2 } },
      lastError: null,
    })
  })

  it('that was added before the destination was: it is sent there only when a person asks', async () => {
    const { lab, archive, instrument, also } = setUp()
    mkdirSync(join(archive, 'raw'))
    lab.configure([instrument], DELETE.replace('true', 'false'))
    const core = await lab.open()
    const near = await add(core, lab.run('SCOPE_01', 'Run', { 'a.tif': 'aaa' }))
    await core.idle()
    lab.configure([also('second', 'raw')], DELETE.replace('true', 'false'))
    await core.handlers['config.reload']({})
    await core.idle()
    expect(await jobsOf(core)).toHaveLength(1)
    expect((await openOf(core, near)).open).toMatchObject([
      { id: 'copies', words: 'It was never sent to archive, which is required' },
    ])
    const lacking = { instrument: 'SCOPE_01', slot: 'archive', required: true, runs: 1 }
    expect(await core.handlers['jobs.lacking']({})).toMatchObject({ rows: [lacking] })
    const asked = { instrumentId: 'SCOPE_01', slot: 'archive' }
    expect(await core.handlers['jobs.sendLacking'](asked)).toEqual({ added: 1, refused: [] })
    await core.idle()
    expect(await jobsOf(core)).toMatchObject([
      { state: 'verified', target: 'nas:raw/Run' },
      { state: 'verified', target: 'second:raw/Run' },
    ])
    expect(await core.handlers['jobs.lacking']({})).toEqual({ rows: [] })
    expect((await openOf(core, near)).verdict).toBe('safe')
  })
})

describe('destinations that are exchanged in the settings', () => {
  const KEEP = DELETE.replace('true', 'false')

  /** A run that is proven at `nas:raw` and `second:raw`. */
  const proven = async () => {
    const world = setUp()
    mkdirSync(join(world.archive, 'raw'))
    world.lab.configure([world.also('second', 'raw')], KEEP)
    const core = await world.lab.open()
    const near = await add(core, world.lab.run('SCOPE_01', 'Run', { 'a.tif': 'aaa' }))
    await core.idle()
    const [, far] = await jobsOf(core)
    if (far === undefined) throw new Error('two jobs are expected')
    const set = async (first: string, more: readonly string[]): Promise<void> => {
      const { instrument, lab } = world
      const transport = instrument.transport.map((line) =>
        line.replace('rclone_remote: nas', `rclone_remote: ${first}`),
      )
      lab.configure([{ ...instrument, transport, more }], KEEP)
      await core.handlers['config.reload']({})
    }
    const conf = JSON.stringify(join(world.lab.dir, 'rclone.conf'))
    const further = (name: string, remote: string): string[] => [
      `  - name: ${name}`,
      `    transport: { type: rclone, rclone_remote: ${remote}, rclone_remote_path: raw, rclone_config: ${conf} }`,
    ]
    return { ...world, core, near, far: far.id, set, further }
  }

  it('keep their jobs, and what was proven there; each is checked where it was sent', async () => {
    const { core, near, far, set, further } = await proven()
    await set('second', ['also:', ...further('archive', 'nas')])
    await act(core, near, 'verify')
    await act(core, far, 'verify')
    await core.idle()
    expect(await jobsOf(core)).toMatchObject([
      { id: near, slot: 'archive', lead: far, state: 'verified', target: 'nas:raw/Run' },
      { id: far, slot: '', lead: far, state: 'verified', target: 'second:raw/Run' },
    ])
    expect(await core.handlers['jobs.lacking']({})).toEqual({ rows: [] })
    expect((await openOf(core, far)).verdict).toBe('safe')

    // the one that is first now is the only one: the other one says that it is set up no more, and is required no more
    await set('second', [])
    await act(core, near, 'verify')
    await core.idle()
    expect(await get(core, near)).toMatchObject({
      state: 'blocked',
      lastError: { reason: 'instrument_unknown' },
    })
    expect((await openOf(core, far)).verdict).toBe('safe')
    await set('nas', ['also:', ...further('archive', 'second')])
    await core.idle()
    expect(await jobsOf(core)).toMatchObject([
      { id: near, slot: '', lead: near, state: 'verified' },
      { id: far, slot: 'archive', lead: near, state: 'verified' },
    ])
  })

  it('of which the first is a new one: the run is not safe until a person has it sent there too', async () => {
    const { core, near, far, set, further, lab } = await proven()
    const conf = join(lab.dir, 'rclone.conf')
    const third = join(lab.dir, 'third')
    mkdirSync(join(third, 'raw'), { recursive: true })
    writeFileSync(conf, `${readFileSync(conf, 'utf8')}[third]\ntype = alias\nremote = ${third}\n`)
    await set('third', ['also:', ...further('old', 'nas'), ...further('archive', 'second')])
    await act(core, near, 'verify')
    await core.idle()
    expect(await jobsOf(core)).toMatchObject([
      { id: near, slot: 'old', state: 'verified', target: 'nas:raw/Run' },
      { id: far, slot: 'archive', state: 'verified' },
    ])
    expect((await openOf(core, near)).open).toMatchObject([
      { id: 'copies', words: 'It was never sent to the first destination, which is required' },
    ])
    const { rows } = await core.handlers['cleanup.space']({ look: false })
    expect(rows).toMatchObject([{ jobId: near, answer: 'not_yet' }])
    expect(await core.handlers['jobs.lacking']({})).toMatchObject({ rows: [{ slot: '', runs: 1 }] })
    const asked = { instrumentId: 'SCOPE_01', slot: '' }
    expect(await core.handlers['jobs.sendLacking'](asked)).toEqual({ added: 1, refused: [] })
    await core.idle()
    const all = await jobsOf(core)
    expect(all.map(({ slot, state }) => [slot, state])).toEqual([
      ['old', 'verified'],
      ['archive', 'verified'],
      ['', 'verified'],
    ])
    const first = all.at(-1)?.id ?? 0
    expect(all.map(({ lead }) => lead)).toEqual([first, first, first])
    expect((await openOf(core, first)).verdict).toBe('safe')
  })

  it('keep their runs under another name of the instrument too, also those that were not sent yet', async () => {
    const { core, near, far, lab } = await proven()
    await core.handlers['engine.pause']({ paused: true })
    const waiting = await add(core, lab.run('SCOPE_01', 'Later', { 'a.tif': 'aaa' }))
    await core.stop()
    const config = readFileSync(lab.configFile, 'utf8')
    writeFileSync(lab.configFile, config.replace('id: SCOPE_01', 'id: SCOPE_X'))
    const next = await lab.open()
    await next.handlers['engine.pause']({ paused: false })
    await act(next, near, 'verify')
    await next.idle()
    expect(await jobsOf(next)).toMatchObject([
      { id: near, route: 'SCOPE_X', state: 'verified', target: 'nas:raw/Run' },
      { id: far, route: 'SCOPE_X/archive', state: 'verified' },
      { id: waiting, route: 'SCOPE_X', state: 'verified', target: 'nas:raw/Later' },
      { route: 'SCOPE_X/archive', state: 'verified' },
    ])
    expect((await openOf(next, near)).verdict).toBe('safe')
  })

  it('to a place that another run has: the run waits for a person, who sends it beside that one', async () => {
    const { core, set, nas, lab, instrument } = await proven()
    await set('nas', [])
    const OTHER = 'SCOPE_02'
    const transport = instrument.transport.map((line) => line.replace('raw', 'other'))
    mkdirSync(join(nas, '../other'), { recursive: true })
    lab.configure([instrument, { ...instrument, id: OTHER, transport }], KEEP)
    await core.handlers['config.reload']({})
    const folder = lab.run(OTHER, 'Run', { 'b.tif': 'bbb' })
    const { id } = await work(core, folder)
    expect(await get(core, id)).toMatchObject({ state: 'verified', target: 'nas:other/Run' })
    lab.configure([instrument, { ...instrument, id: OTHER }], KEEP)
    await core.handlers['config.reload']({})
    await act(core, id, 'verify')
    await core.idle()
    expect(await get(core, id)).toMatchObject({
      state: 'blocked',
      lastError: { reason: 'target_taken' },
    })
    await core.handlers['jobs.sendBeside']({ jobId: id })
    await core.idle()
    expect(await get(core, id)).toMatchObject({ state: 'verified', target: 'nas:raw/Run (2)' })
    expect(readFileSync(join(nas, 'Run (2)/b.tif'), 'utf8')).toBe('bbb')
  })
})

describe('a second destination', () => {
  it('that is optional stops no deletion, and is told', async () => {
    const { lab, also } = setUp(false)
    lab.configure([also('second', 'raw')], DELETE.replace('true', 'false'))
    const core = await lab.open()
    const near = await add(core, lab.run('SCOPE_01', 'Run', { 'a.tif': 'aaa' }))
    await core.idle()
    const { verdict, conditions } = await core.handlers['cleanup.look']({ jobId: near })
    expect(verdict).toBe('safe')
    expect(conditions.find(({ id }) => id === 'copies')?.words).toContain(
      'Not proven on archive, which is optional',
    )
  })

  it('that is the first one by another way is refused: one copy never stands for two', async () => {
    const { lab, nas, archive, also } = setUp()
    symlinkSync(nas, join(archive, 'raw'))
    lab.configure([also('second', 'raw')], DELETE)
    const core = await lab.open()
    const near = await add(core, lab.run('SCOPE_01', 'Run', { 'a.tif': 'aaa' }))
    await core.idle()
    const [first, second] = await jobsOf(core)
    expect(first).toMatchObject({ id: near, state: 'verified' })
    expect(second).toMatchObject({ state: 'blocked', lastError: { reason: 'destinations_same' } })
    expect((await openOf(core, near)).verdict).not.toBe('safe')
  })
})
