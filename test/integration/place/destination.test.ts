// A destination is known again by its identity file, and never made silently (docs/spec.md 2a).
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { act, add, get, localNas, makeLab, work } from '../../helpers/lab.ts'

const setUp = () => {
  const lab = makeLab()
  const { nas, instrument } = localNas(lab)
  lab.configure([instrument])
  return { lab, nas, instrument }
}

const FIVE_MINUTES = 300_000

describe('a destination', () => {
  it('whose folder is not there holds what waits, and nothing is made; it goes on when it is there', async () => {
    const { lab, nas } = setUp()
    rmSync(nas, { recursive: true })
    const core = await lab.open()
    const jobId = await add(core, lab.run('SCOPE_01', 'Run 1', { 'a.tif': 'aaa' }))
    await core.idle()
    expect(existsSync(nas)).toBe(false)
    expect(await get(core, jobId)).toMatchObject({
      state: 'queued',
      lastError: { reason: 'destination_missing' },
    })
    expect(core.overview().holds).toMatchObject([{ reason: 'destination_missing' }])
    mkdirSync(nas)
    lab.pass(FIVE_MINUTES)
    await core.idle()
    await core.idle()
    expect(await get(core, jobId)).toMatchObject({ state: 'verified', lastError: null })
    expect(core.overview().holds).toEqual([])
  })

  it('that is unmounted after a run was sent is held: nothing is sent, proven or deleted', async () => {
    const { lab, nas } = setUp()
    const core = await lab.open()
    const first = await work(core, lab.run('SCOPE_01', 'Run 1', { 'a.tif': 'aaa' }))
    renameSync(nas, `${nas}-away`)
    mkdirSync(nas)
    await act(core, first.id, 'verify')
    const jobId = await add(core, lab.run('SCOPE_01', 'Run 2', { 'a.tif': 'aaa' }))
    await core.idle()
    expect(readdirSync(nas)).toEqual([])
    expect(core.overview().holds).toMatchObject([{ reason: 'destination_changed' }])
    for (const id of [first.id, jobId])
      expect(['queued', 'awaiting_verify']).toContain((await get(core, id)).state)
    rmSync(nas, { recursive: true })
    renameSync(`${nas}-away`, nas)
    lab.pass(FIVE_MINUTES)
    await core.idle()
    await core.idle()
    expect(await get(core, first.id)).toMatchObject({ state: 'verified' })
    expect(await get(core, jobId)).toMatchObject({ state: 'verified' })
  })

  it('with another identity is held', async () => {
    const { lab, nas } = setUp()
    const core = await lab.open()
    await work(core, lab.run('SCOPE_01', 'Run 1', { 'a.tif': 'aaa' }))
    const file = join(nas, '.exlab-sync/destination.json')
    const before = readFileSync(file, 'utf8')
    writeFileSync(file, before.replace(/"id": "[0-9a-f]{8}/, '"id": "00000000'))
    await add(core, lab.run('SCOPE_01', 'Run 2', { 'a.tif': 'aaa' }))
    await core.idle()
    expect(core.overview().holds).toMatchObject([{ reason: 'destination_changed' }])
    expect(existsSync(join(nas, 'Run 2'))).toBe(false)
  })

  it('for which another volume stands since: what was proven on the one before does not count for a deletion', async () => {
    const { lab, nas, instrument } = setUp()
    const RULES = 'nas_cleanup:\n  enabled: false\n  min_verify_passes: 2\n  min_age_hours: 0\n'
    lab.configure([instrument], RULES)
    const core = await lab.open()
    const { id } = await work(core, lab.run('SCOPE_01', 'Run 1', { 'a.tif': 'aaa' }))
    const later = async (): Promise<void> => {
      lab.pass(2 * 3_600_000)
      await core.idle()
    }
    const decision = async () => {
      const { verdict, conditions } = await core.handlers['cleanup.look']({ jobId: id })
      return { verdict, passes: conditions.find((one) => one.id === 'passes')?.words }
    }
    await later()
    expect((await decision()).verdict).toBe('safe')
    // the files were copied to another volume, and the old one is not there any more
    rmSync(join(nas, '.exlab-sync'), { recursive: true })
    await act(core, id, 'verify')
    await core.idle()
    expect(core.overview().holds).toMatchObject([{ reason: 'destination_changed' }])
    await core.handlers['destinations.accept']({ instrumentId: 'SCOPE_01' })
    await core.idle()
    expect(await get(core, id)).toMatchObject({ state: 'verified', lastError: null })
    expect(await decision()).toMatchObject({
      verdict: 'not_yet',
      passes: expect.stringContaining('1 of 2 verify passes') as unknown,
    })
    expect((await core.handlers['jobs.details']({ jobId: id })).passes).toHaveLength(1)
    await later()
    expect((await decision()).verdict).toBe('safe')
  })

  it('that lies in a run, and a run that lies in a destination, are refused by name', async () => {
    const { lab, nas, instrument } = setUp()
    const core = await lab.open()
    await work(core, lab.run('SCOPE_01', 'Run 1', { 'a.tif': 'aaa' }))
    // a folder of the mounted NAS, added as a run
    mkdirSync(join(nas, 'Old'))
    writeFileSync(join(nas, 'Old/x.tif'), 'x')
    await expect(add(core, join(nas, 'Old'))).rejects.toThrow('which is a destination of runs')
    expect(readdirSync(join(nas, 'Old'))).toEqual(['x.tif'])
    // a destination whose folder is a run that was sent
    lab.configure([
      instrument,
      {
        id: 'SCOPE_02',
        transport: instrument.transport.map((line) =>
          line.replace(/path: raw$/, 'path: raw/Run 1'),
        ),
      },
    ])
    await core.handlers['config.reload']({})
    await add(core, lab.run('SCOPE_02', 'Run 2', { 'b.tif': 'b' }))
    await core.idle()
    expect(core.overview().holds).toMatchObject([{ reason: 'destination_unfit' }])
    expect(existsSync(join(nas, 'Run 1/Run 2'))).toBe(false)
  })
})
