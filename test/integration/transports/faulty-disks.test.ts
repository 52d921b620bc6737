// Disks and shares with the faults of other systems: files that another program holds, a cache that answers what is not stored, names
// that differ by case alone, times in steps of two seconds. No run is Verified that is not there.
import { mkdirSync, readFileSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { canMountFaultyDisk, mountFaultyDisk } from '../../helpers/faulty-disk.ts'
import { act, filesOf, get, localNas, logOf, makeLab, work } from '../../helpers/lab.ts'
import { makeSshLab } from '../../helpers/ssh-lab.ts'

describe.runIf(canMountFaultyDisk())('a disk (by FUSE, mounted as root)', () => {
  it('whose files another program holds: the others are sent, and these follow when it lets go', async () => {
    const lab = makeLab()
    lab.configure([localNas(lab).instrument])
    const local = join(lab.dir, 'acquisition/SCOPE_01')
    const disk = await mountFaultyDisk(join(lab.dir, 'disk'), local, { busy: ['held.raw'] })
    const run = join(disk.backing, 'Run')
    mkdirSync(run)
    for (const name of ['a.tif', 'held.raw']) writeFileSync(join(run, name), name)
    const core = await lab.open()
    const job = await work(core, join(local, 'Run'))
    expect(job).toMatchObject({
      lastError: { reason: 'source_changed' },
      files: { byState: { verified: 1 } },
    })
    const held = (await filesOf(core, job.id)).find(({ path }) => path === 'held.raw')
    expect(held?.lastError).toContain('EBUSY')
    disk.have({})
    await act(core, job.id, 'retry')
    await core.idle()
    expect(await get(core, job.id)).toMatchObject({ state: 'verified', lastError: null })
  })

  it('whose cache answers what is not stored: the run is never Verified', async () => {
    const lab = makeLab()
    const nas = join(lab.dir, 'nas')
    const disk = await mountFaultyDisk(join(lab.dir, 'disk'), nas, { lies: true })
    lab.configure([{ id: 'SCOPE_01', transport: ['type: folder', `path: ${JSON.stringify(nas)}`] }])
    const core = await lab.open()
    const job = await work(core, lab.run('SCOPE_01', 'Run', { 'a.tif': 'bytes' }))
    expect(readFileSync(join(nas, 'Run/a.tif'), 'utf8')).toBe('bytes')
    expect(readFileSync(join(disk.backing, 'Run/a.tif'), 'utf8')).not.toBe('bytes')
    expect(job).toMatchObject({
      state: 'awaiting_verify',
      lastError: { reason: 'cache_not_passed' },
      files: { byState: { size_only: 1 } },
    })
  })

  it('that takes names for one that differ by case alone: none of them writes over the other', async () => {
    const { lab, nas } = await makeSshLab()
    const disk = await mountFaultyDisk(join(lab.dir, 'disk'), nas, { folds: true })
    const core = await lab.open()
    const files = { 'a.tif': 'small', 'A.tif': 'CAPITAL', 'b.tif': 'b' }
    const job = await work(core, lab.run('FLOW_01', 'Run', files))
    expect(job).toMatchObject({ state: 'blocked', lastError: { reason: 'names_collide' } })
    expect(job.lastError?.message).toContain('A.tif and a.tif')
    expect(readdirSync(disk.backing)).not.toContain('Run')
    const other = await work(core, lab.run('FLOW_01', 'Run 2', { 'a.tif': 'a', 'b/c.tif': 'c' }))
    expect(other).toMatchObject({ state: 'verified', lastError: null })
  })

  it('that keeps times in steps of two seconds, here and there: a proven run stays so, and nothing is sent again', async () => {
    const { lab, nas } = await makeSshLab()
    await mountFaultyDisk(join(lab.dir, 'far'), nas, { seconds: 2 })
    const local = join(lab.dir, 'acquisition/FLOW_01')
    const disk = await mountFaultyDisk(join(lab.dir, 'near'), local, {})
    const core = await lab.open()
    const run = lab.run('FLOW_01', 'Run', { 'a.tif': 'one', 'deep/b.tif': 'two' })
    utimesSync(join(run, 'a.tif'), 1_790_000_001.5, 1_790_000_001.5)
    const job = await work(core, run)
    expect(job).toMatchObject({ state: 'verified', lastError: null })
    const before = await logOf(core, job.id)
    expect(before).toContain('sent a.tif')
    // as such a disk has it after it was taken out and put in again
    disk.have({ seconds: 2 })
    utimesSync(join(run, 'a.tif'), 1_790_000_001.5, 1_790_000_001.5)
    expect(statSync(join(run, 'a.tif')).mtimeMs).toBe(1_790_000_000_000)
    await act(core, job.id, 'verify')
    await core.idle()
    expect(await get(core, job.id)).toMatchObject({ state: 'verified', lastError: null })
    expect((await logOf(core, job.id)).slice(before.length)).not.toContain('sent a.tif')
  })
})
