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
import { openDatabase } from '../../../electron/core/db/database.ts'
import { statusOf } from '../../../electron/core/wizard/creation-record.ts'
import { act, add, filesOf, get } from '../../helpers/lab.ts'
import { DELETE, jobsOf, openOf, setUpTwo } from '../../helpers/two-destinations.ts'
import { creationText } from '../../helpers/wizard-records.ts'

const HOUR = 3_600_000

describe('a run with a required second destination', () => {
  it('is not safe while that one is away, and is deleted for both once it holds the run', async () => {
    const { lab, nas, archive, also } = setUpTwo()
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
    const { lab, archive, instrument, also } = setUpTwo()
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

describe('a second destination', () => {
  it('that is optional stops no deletion, and is told', async () => {
    const { lab, also } = setUpTwo(false)
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
    const { lab, nas, archive, also } = setUpTwo()
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

describe('the records of ExLab-Wizard in the copies', () => {
  it('say `synced` at no destination before every required one holds the run, and at each after it', async () => {
    const { lab, nas, archive, also } = setUpTwo()
    lab.configure([also('second', 'raw')], 'nas_cleanup: { min_verify_passes: 1 }\n')
    const core = await lab.open()
    const folder = lab.run('SCOPE_01', 'Run', { 'a.tif': 'aaa' })
    const records = (run: string) => join(run, '.exlab-wizard', 'creation.json')
    mkdirSync(join(folder, '.exlab-wizard'))
    writeFileSync(records(folder), creationText())
    await add(core, folder)
    await core.idle()
    const says = (run: string): string => statusOf(JSON.parse(readFileSync(records(run), 'utf8')))
    const copies = [join(nas, 'Run'), join(archive, 'raw/Run')]
    // `archive/raw` is not there: as a volume that is not mounted
    expect((await jobsOf(core)).map(({ state }) => state)).toEqual(['verified', 'queued'])
    expect([folder, join(nas, 'Run')].map(says)).toEqual(['pending', 'pending'])

    mkdirSync(join(archive, 'raw'))
    await core.handlers['destinations.accept']({ instrumentId: 'SCOPE_01/archive' })
    await core.idle()
    expect((await jobsOf(core)).map(({ state }) => state)).toEqual(['verified', 'verified'])
    expect([folder, ...copies].map(says)).toEqual(['synced', 'synced', 'synced'])

    // a further destination is required from now on, and does not hold the run
    const { more = [], ...rest } = also('second', 'raw')
    const third = more.slice(1).map((line) => line.replace('name: archive', 'name: third'))
    const elsewhere = third.map((line) => line.replace('path: raw', 'path: third'))
    lab.configure(
      [{ ...rest, more: [...more, ...elsewhere] }],
      'nas_cleanup: { min_verify_passes: 1 }\n',
    )
    await core.handlers['config.reload']({})
    await core.idle()
    expect([folder, ...copies].map(says)).toEqual(['pending', 'pending', 'pending'])
  })
})
