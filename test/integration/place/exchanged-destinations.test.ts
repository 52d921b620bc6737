// Destinations of an instrument that are exchanged, replaced or renamed in the settings: each run stays with what was proven of it.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { act, add, get, localNas, makeLab, work } from '../../helpers/lab.ts'
import { DELETE, jobsOf, openOf, setUpTwo } from '../../helpers/two-destinations.ts'

describe('destinations that are exchanged in the settings', () => {
  const KEEP = DELETE.replace('true', 'false')

  /** A run that is proven at `nas:raw` and `second:raw`. */
  const proven = async () => {
    const world = setUpTwo()
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

describe('instruments', () => {
  /** Two instruments with a proven run each, at `nas:raw` and `nas:other`, and a run that waits. */
  const two = async () => {
    const lab = makeLab()
    const { nas, instrument } = localNas(lab)
    mkdirSync(join(nas, '../other'))
    const transport = instrument.transport.map((line) => line.replace('raw', 'other'))
    lab.configure([instrument, { ...instrument, id: 'SCOPE_02', transport }])
    const core = await lab.open()
    const one = await work(core, lab.run('SCOPE_01', 'Run', { 'a.tif': 'aaa' }))
    const other = await work(core, lab.run('SCOPE_02', 'Run', { 'b.tif': 'bbb' }))
    return { lab, nas, core, one: one.id, other: other.id }
  }

  it('whose ids were exchanged keep their runs: each is checked where it was proven', async () => {
    const { lab, core, one, other } = await two()
    await core.handlers['engine.pause']({ paused: true })
    const waiting = await add(core, lab.run('SCOPE_01', 'Later', { 'a.tif': 'aaa' }))
    const text = readFileSync(lab.configFile, 'utf8')
    const ids: Record<string, string> = { SCOPE_01: 'SCOPE_02', SCOPE_02: 'SCOPE_01' }
    writeFileSync(
      lab.configFile,
      text.replaceAll(/(?<=id: )SCOPE_0[12]/g, (id) => ids[id] ?? id),
    )
    await core.handlers['config.reload']({})
    await core.handlers['engine.pause']({ paused: false })
    await act(core, one, 'verify')
    await act(core, other, 'verify')
    await core.idle()
    expect(await jobsOf(core)).toMatchObject([
      { id: one, instrument: 'SCOPE_02', state: 'verified', target: 'nas:raw/Run' },
      { id: other, instrument: 'SCOPE_01', state: 'verified', target: 'nas:other/Run' },
      { id: waiting, instrument: 'SCOPE_02', state: 'verified', target: 'nas:raw/Later' },
    ])
  })

  it('whose path changed: what is not at the new one was never there, and it is said where it was proven', async () => {
    const { lab, nas, core, one } = await two()
    mkdirSync(join(nas, '../new'))
    const text = readFileSync(lab.configFile, 'utf8')
    writeFileSync(lab.configFile, text.replace('path: raw', 'path: new'))
    await core.handlers['config.reload']({})
    await act(core, one, 'verify')
    await core.idle()
    const words = 'It was proven at nas:raw/Run, and its place was changed in the settings since.'
    expect((await get(core, one)).lastError?.message).toBe(
      `Not on the NAS: the folder of the run, nas:new/Run. ${words}`,
    )
    // a folder of that name is there, and not its file
    mkdirSync(join(nas, '../new/Run'))
    writeFileSync(join(nas, '../new/Run/other.tif'), 'x')
    await act(core, one, 'verify')
    await core.idle()
    expect((await get(core, one)).lastError?.message).toBe(`Not on the NAS: a.tif. ${words}`)
  })
})
