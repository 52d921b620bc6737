// A run's place on real servers: another's run, an exchanged share and a changed copy are never overwritten (docs/spec.md 2).
import { mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { act, add, get, makeLab, work } from '../../helpers/lab.ts'
import { NAS_SERVERS } from '../../helpers/nas-servers.ts'

describe.each(NAS_SERVERS)('on $name', ({ start }) => {
  it('two workstations never share the place of a run', async () => {
    const { lab, nas, instrument } = await start()
    const first = await lab.open()
    const run = await work(first, lab.run('FLOW_01', 'Run', { 'a.tif': 'ours', 'b.tif': 'same' }))
    expect(run).toMatchObject({ state: 'verified', lastError: null })
    const other = makeLab()
    other.configure([instrument])
    const second = await other.open()
    const taken = await work(
      second,
      other.run('FLOW_01', 'Run', { 'a.tif': 'them', 'b.tif': 'same' }),
    )
    expect(taken).toMatchObject({ state: 'blocked', lastError: { reason: 'place_taken' } })
    expect(readFileSync(join(nas, 'Run/a.tif'), 'utf8')).toBe('ours')
  })

  it('a share that was exchanged gets nothing, and proves nothing', async () => {
    const { lab, nas } = await start()
    const core = await lab.open()
    const run = await work(core, lab.run('FLOW_01', 'Run 1', { 'a.tif': 'aaa' }))
    expect(run).toMatchObject({ state: 'verified', lastError: null })
    renameSync(nas, `${nas}-away`)
    mkdirSync(nas)
    await act(core, run.id, 'verify')
    await add(core, lab.run('FLOW_01', 'Run 2', { 'a.tif': 'aaa' }))
    await core.idle()
    expect(core.overview().holds).toMatchObject([{ reason: 'destination_changed' }])
    expect(readdirSync(nas)).toEqual([])
    expect(await get(core, run.id)).not.toMatchObject({ state: 'verified' })
  })

  it('a proven copy that somebody changed stays until a person decides', async () => {
    const { lab, nas } = await start()
    const core = await lab.open()
    const run = await work(core, lab.run('FLOW_01', 'Run', { 'a.tif': 'aaa', 'b.tif': 'bbb' }))
    expect(run).toMatchObject({ state: 'verified', lastError: null })
    writeFileSync(join(nas, 'Run/a.tif'), 'annotated')
    await act(core, run.id, 'verify')
    await core.idle()
    lab.pass(60_000)
    await core.idle()
    expect(await get(core, run.id)).toMatchObject({
      state: 'failed',
      lastError: { reason: 'remote_changed' },
    })
    expect(readFileSync(join(nas, 'Run/a.tif'), 'utf8')).toBe('annotated')
  })
})
