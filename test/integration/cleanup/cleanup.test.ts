// Cleanup deletes local files only when every condition holds, file by file, and leaves everything else in the folder.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import type { Core } from '../../../electron/core/core.ts'
import { act, get, localNas, logOf, makeLab, work } from '../../helpers/lab.ts'

const HOUR = 3_600_000
const ON = 'nas_cleanup:\n  enabled: true\n'

const setUp = async (more = ON) => {
  const lab = makeLab()
  const { nas, instrument } = localNas(lab)
  lab.configure([instrument], more)
  const core = await lab.open()
  return { lab, nas, core }
}

const open = async (core: Core, jobId: number): Promise<string[]> => {
  const { conditions } = await core.handlers['cleanup.look']({ jobId })
  return conditions.filter((c) => !c.holds).map((c) => c.id)
}

describe('cleanup', () => {
  it('waits for two verify passes and a day, verifies once more, and deletes only what the manifest lists', async () => {
    const { lab, nas, core } = await setUp()
    const folder = lab.run('SCOPE_01', 'Run', { 'a.tif': 'aaa', 'sub/deep/b.tif': 'bbb' })
    const job = await work(core, folder)
    expect(job.state).toBe('verified')
    expect(await open(core, job.id)).toEqual(['passes', 'age'])
    lab.pass(2 * HOUR)
    await core.idle()
    // the second verify pass came by schedule
    expect(await open(core, job.id)).toEqual(['age'])
    expect(existsSync(join(folder, 'a.tif'))).toBe(true)
    lab.pass(25 * HOUR)
    await core.idle()
    expect(await get(core, job.id)).toMatchObject({
      state: 'cleaned',
      files: { byState: { cleaned: 2 } },
    })
    expect(existsSync(join(folder, 'a.tif'))).toBe(false)
    expect(existsSync(join(folder, 'sub'))).toBe(false)
    expect(existsSync(join(folder, '.exlab-wizard', 'checksums.sha256'))).toBe(true)
    expect(readFileSync(join(nas, 'Run', 'sub/deep/b.tif'), 'utf8')).toBe('bbb')
    expect(await logOf(core, job.id)).toMatch(
      /deleted: a\.tif \(3 bytes, SHA-256 [0-9a-f]{64} on the NAS\)/,
    )
  })

  it('is off unless the lab switches it on, and the decision says so', async () => {
    const { lab, core } = await setUp('')
    const folder = lab.run('SCOPE_01', 'Run', { 'a.tif': 'aaa' })
    const job = await work(core, folder)
    for (let i = 0; i < 3; i += 1) {
      lab.pass(25 * HOUR)
      await act(core, job.id, 'verify')
      await core.idle()
    }
    lab.pass(25 * HOUR)
    await core.idle()
    // nobody has looked: the dry run looks first where it is asked to
    expect(await core.handlers['cleanup.preview']({})).toMatchObject({
      runs: 0,
      toCheck: { runs: 1, bytes: 3 },
    })
    expect(await core.handlers['cleanup.preview']({ look: true })).toMatchObject({
      runs: 1,
      bytes: 3,
      toCheck: { runs: 0 },
    })
    const verdict = await core.handlers['cleanup.decision']({ jobId: job.id })
    expect(verdict).toMatchObject({ verdict: 'safe', enabled: false })
    const { refused } = await core.handlers['cleanup.run']({ jobs: [job.id] })
    expect(refused[0]?.message).toContain('Cleanup is switched off')
    expect(existsSync(join(folder, 'a.tif'))).toBe(true)
  })

  it('that is off: the second pass comes by itself, and the run becomes safe to delete at the time that was said', async () => {
    const { lab, core } = await setUp('')
    const job = await work(core, lab.run('SCOPE_01', 'Run', { 'a.tif': 'aaa' }))
    const first = await core.handlers['cleanup.decision']({ jobId: job.id })
    expect(first).toMatchObject({ verdict: 'not_yet', possibleAt: lab.now() + 25 * HOUR })
    expect(first.headline).toMatch(/^Not yet, from \S/)
    lab.pass(HOUR)
    await core.idle()
    expect(await open(core, job.id)).toEqual(['age'])
    const second = await core.handlers['cleanup.decision']({ jobId: job.id })
    expect(second.possibleAt).toBe(first.possibleAt)
    lab.pass(24 * HOUR)
    await core.idle()
    expect(await core.handlers['cleanup.look']({ jobId: job.id })).toMatchObject({
      verdict: 'safe',
      headline: expect.stringMatching(/^Safe to delete, as of /),
      possibleAt: null,
      enabled: false,
    })
    expect((await get(core, job.id)).maintenanceAt).toBeNull()
  })

  it('runs of a queue that planned no second pass get one at the next start, each at its own time', async () => {
    const { lab, core } = await setUp('')
    const ids: number[] = []
    for (const name of ['One', 'Two', 'Three'])
      ids.push((await work(core, lab.run('SCOPE_01', name, { a: name }))).id)
    await core.stop()
    const db = new DatabaseSync(join(lab.dataDir, 'queue.db'))
    db.exec("UPDATE jobs SET maintenance_at = NULL; DELETE FROM flags WHERE name = 'planned_by'")
    db.close()
    lab.pass(30 * 24 * HOUR)
    const again = await lab.open()
    await again.idle()
    const due = await Promise.all(ids.map(async (id) => (await get(again, id)).maintenanceAt ?? 0))
    expect(new Set(due).size).toBe(3)
    for (const at of due) {
      expect(at).toBeGreaterThan(lab.now())
      expect(at).toBeLessThanOrEqual(lab.now() + 7 * 24 * HOUR)
    }
    lab.pass(7 * 24 * HOUR)
    await again.idle()
    for (const id of ids) expect(await open(again, id)).toEqual(['age'])
  })

  it('a copy that went missing in the last hour keeps every original', async () => {
    const { lab, nas, core } = await setUp()
    const folder = lab.run('SCOPE_01', 'Run', { 'a.tif': 'aaa', 'b.tif': 'bbb' })
    const job = await work(core, folder)
    lab.pass(2 * HOUR)
    await core.idle()
    rmSync(join(nas, 'Run', 'b.tif'))
    lab.pass(25 * HOUR)
    await core.idle()
    expect(existsSync(join(folder, 'a.tif'))).toBe(true)
    expect(existsSync(join(folder, 'b.tif'))).toBe(true)
    // the missing copy was found and recorded; a person has it sent again
    expect(await get(core, job.id)).toMatchObject({
      state: 'failed',
      lastError: { reason: 'remote_changed', message: 'No longer on the NAS: b.tif.' },
    })
    await act(core, job.id, 'retry')
    await core.idle()
    expect(readFileSync(join(nas, 'Run', 'b.tif'), 'utf8')).toBe('bbb')
  })

  it('a folder that is gone from the NAS keeps every original', async () => {
    const { lab, nas, core } = await setUp()
    const folder = lab.run('SCOPE_01', 'Run', { 'a.tif': 'aaa', 'b.tif': 'bbb' })
    await work(core, folder)
    lab.pass(2 * HOUR)
    await core.idle()
    rmSync(join(nas, 'Run'), { recursive: true })
    lab.pass(25 * HOUR)
    await core.idle()
    expect(readFileSync(join(folder, 'a.tif'), 'utf8')).toBe('aaa')
    expect(readFileSync(join(folder, 'b.tif'), 'utf8')).toBe('bbb')
  })

  it('a run with a changed original stays whole, and says which file it is', async () => {
    const { lab, core } = await setUp()
    const folder = lab.run('SCOPE_01', 'Run', { 'a.tif': 'aaa', 'dir/b.tif': 'bbb' })
    const job = await work(core, folder)
    lab.pass(2 * HOUR)
    await core.idle()
    writeFileSync(join(folder, 'a.tif'), 'aXa!')
    lab.pass(25 * HOUR)
    await core.idle()
    expect(existsSync(join(folder, 'dir/b.tif'))).toBe(true)
    expect((await get(core, job.id)).lastError).toMatchObject({ reason: 'changed_since_verified' })
    expect(await core.handlers['cleanup.decision']({ jobId: job.id })).toMatchObject({
      verdict: 'do_not',
    })
  })

  it('an override that was revoked in ExLab-Wizard holds it back', async () => {
    const { lab, core } = await setUp()
    const folder = lab.run('SCOPE_01', 'Run', { 'a.tif': 'aaa' })
    mkdirSync(join(folder, '.exlab-wizard'), { recursive: true })
    const job = await work(core, folder)
    lab.pass(2 * HOUR)
    await core.idle()
    const at = new Date(lab.now() + 20 * HOUR).toISOString()
    writeFileSync(
      join(folder, '.exlab-wizard', 'creation.json'),
      JSON.stringify({ validation_overrides: [{ id: '1', revoked: true, recorded_at: at }] }),
    )
    lab.pass(25 * HOUR)
    await core.idle()
    expect(await open(core, job.id)).toEqual(['gate'])
    expect(existsSync(join(folder, 'a.tif'))).toBe(true)
    lab.pass(25 * HOUR)
    await core.idle()
    expect((await get(core, job.id)).state).toBe('cleaned')
  })
})

describe('a creation.json that cannot be read at that moment', () => {
  it('keeps every original until it can', async () => {
    const { lab, core } = await setUp()
    const folder = lab.run('SCOPE_01', 'Run', { 'a.tif': 'aaa' })
    mkdirSync(join(folder, '.exlab-wizard'), { recursive: true })
    const file = join(folder, '.exlab-wizard', 'creation.json')
    writeFileSync(file, '{}')
    const job = await work(core, folder)
    lab.pass(2 * HOUR)
    await core.idle()
    writeFileSync(file, '{ "validation_overr')
    lab.pass(25 * HOUR)
    await core.idle()
    expect(await open(core, job.id)).toEqual(['gate'])
    expect(existsSync(join(folder, 'a.tif'))).toBe(true)
    writeFileSync(file, '{}')
    lab.pass(25 * HOUR)
    await core.idle()
    expect((await get(core, job.id)).state).toBe('cleaned')
  })
})

describe('verify again', () => {
  it('by schedule records each pass, and spreads runs that were verified in one night', async () => {
    const { lab, core } = await setUp(
      'verify:\n  repeat_days: 10\nnas_cleanup:\n  min_verify_passes: 1\n',
    )
    const one = await work(core, lab.run('SCOPE_01', 'One', { a: '1' }))
    const two = await work(core, lab.run('SCOPE_01', 'Two', { a: '2' }))
    const due = [(await get(core, one.id)).maintenanceAt, (await get(core, two.id)).maintenanceAt]
    expect(Math.abs((due[0] ?? 0) - (due[1] ?? 0))).toBeGreaterThan(HOUR)
    lab.pass(12 * 24 * HOUR)
    await core.idle()
    const { rows } = await core.handlers['attempts.list']({ jobId: one.id })
    expect(rows.map((row) => row.phase)).toEqual(['verify', 'verify', 'push'])
    expect((await get(core, one.id)).maintenanceAt).toBeGreaterThan(lab.now())
  })
})
