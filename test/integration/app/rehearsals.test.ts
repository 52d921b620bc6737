// Rehearsals that the engine makes by itself, with real programs: what is left on the NAS, what a failure says, and what ends it.
import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Core } from '../../../electron/core/core.ts'
import { openDatabase } from '../../../electron/core/db/database.ts'
import { DAY_MS, MINUTE_MS } from '../../../shared/duration.ts'
import { cli } from '../../helpers/cli.ts'
import { type Lab, get, localNas, makeLab, work } from '../../helpers/lab.ts'
import { makeSshLab } from '../../helpers/ssh-lab.ts'

const OFTEN = { rehearsalCheckMs: 20 }

const rehearsal = async (core: Core) =>
  (await core.handlers['destinations.list']({})).rows[0]?.rehearsal ?? null
/** The second verify pass of its runs proves the destination once more; nothing is planned after it. */
const passLastCheck = async (lab: Lab, core: Core): Promise<void> => {
  lab.pass(2 * DAY_MS)
  await core.idle()
}
const told = async (core: Core): Promise<string[]> => {
  const query = { level: 'info', search: '', offset: 0, limit: 50 } as const
  const { rows } = await core.handlers['activity.page'](query)
  return rows.map(({ text }) => text).filter((text) => /rehears/iu.test(text))
}

describe('a rehearsal that the engine makes by itself', () => {
  it('sends, proves and removes a tiny run after 30 days without a proof, and a restart does not repeat it', async () => {
    const lab = makeLab()
    const { nas, instrument } = localNas(lab)
    lab.configure([instrument])
    const first = await lab.open(OFTEN)
    expect((await work(first, lab.run('SCOPE_01', 'Run', { 'a.tif': 'a' }))).state).toBe('verified')
    const before = readdirSync(nas).toSorted()
    await passLastCheck(lab, first)
    lab.pass(31 * DAY_MS)
    await expect.poll(() => rehearsal(first), { timeout: 30_000 }).toMatchObject({ files: 7 })
    expect((await rehearsal(first))?.steps.filter(({ outcome }) => outcome !== 'passed')).toEqual(
      [],
    )
    expect(readdirSync(nas).toSorted()).toEqual(before)
    expect(first.overview().unrehearsed).toEqual([])
    await first.stop()
    const again = await lab.open(OFTEN)
    lab.pass(29 * DAY_MS)
    // a connection test ends after the next looks for a due rehearsal
    await again.handlers['destinations.test']({ instrumentId: 'SCOPE_01' })
    expect(await told(again)).toEqual([
      expect.stringMatching(/^Rehearsed nas:raw: 7 files proven in /),
    ])
  })

  it('that fails names step and reason, makes no folder, leaves the runs alone, and ends once it passes', async () => {
    const lab = makeLab()
    const { nas, instrument } = localNas(lab)
    lab.configure([instrument])
    const core = await lab.open(OFTEN)
    const job = await work(core, lab.run('SCOPE_01', 'Run', { 'a.tif': 'a' }))
    await passLastCheck(lab, core)
    renameSync(nas, `${nas}-away`)
    lab.pass(31 * DAY_MS)
    await expect
      .poll(() => core.overview().unrehearsed, { timeout: 30_000 })
      .toMatchObject([
        {
          route: 'SCOPE_01',
          step: 'Its folder is there',
          message: expect.stringContaining('is not there'),
        },
      ])
    expect(existsSync(nas)).toBe(false)
    expect((await get(core, job.id)).state).toBe('verified')
    expect(core.overview()).toMatchObject({ unacknowledged: 0, holds: [] })
    const status = await cli(lab, 'status')
    expect(status.out).toMatch(
      /The rehearsal of nas:raw at 20.*failed at "Its folder is there": .*exlab-sync doctor SCOPE_01/,
    )
    expect((await cli(lab, 'doctor')).out).toContain('The rehearsal of nas:raw')
    renameSync(`${nas}-away`, nas)
    lab.pass(10 * MINUTE_MS)
    await expect.poll(() => core.overview().unrehearsed, { timeout: 30_000 }).toEqual([])
  })

  it('passes over a destination on hold, until that is over', async () => {
    const lab = makeLab()
    const { nas, instrument } = localNas(lab)
    const other = join(lab.dir, 'other')
    mkdirSync(other)
    const transport = ['type: folder', `path: ${other}`]
    lab.configure([instrument, { id: 'FLOW_01', transport }])
    const first = await lab.open()
    await work(first, lab.run('SCOPE_01', 'Run', { 'a.tif': 'a' }))
    await work(first, lab.run('FLOW_01', 'Run', { 'a.tif': 'a' }))
    await passLastCheck(lab, first)
    await first.stop()
    const db = openDatabase(join(lab.dataDir, 'queue.db'))
    db.prepare(
      `INSERT INTO holds VALUES ('rclone nas', 'nas:raw', 'ssh_host_key_unknown', 'Held', '', ?, NULL, 0, 0, 1)`,
    ).run(lab.now())
    // it would be the first one
    db.exec('UPDATE verify_passes SET at = at - 86400000 WHERE job_id = 1')
    db.close()
    const core = await lab.open(OFTEN)
    const made = async (): Promise<(string | undefined)[]> =>
      (await core.handlers['destinations.list']({})).rows.map(
        ({ rehearsal: report }) => report?.instrument,
      )
    lab.pass(31 * DAY_MS)
    await expect.poll(made, { timeout: 30_000 }).toEqual([undefined, 'FLOW_01'])
    await core.handlers['destinations.resume']({ key: 'rclone nas' })
    lab.pass(10 * MINUTE_MS)
    await expect.poll(made, { timeout: 30_000 }).toEqual(['SCOPE_01', 'FLOW_01'])
    expect([...readdirSync(nas), ...readdirSync(other)].toSorted()).toEqual([
      '.exlab-sync',
      '.exlab-sync',
      'Run',
      'Run',
    ])
  })

  it('takes over what one that was killed left, here and on the NAS, and nothing else', async () => {
    const ssh = await makeSshLab({ nasName: "nas it's" })
    const { lab, nas } = ssh
    const first = await lab.open()
    await work(first, lab.run('FLOW_01', 'Run', { 'a.tif': 'a' }))
    const { target } = (
      await first.handlers['jobs.list']({ view: 'all', search: '', offset: 0, limit: 1 })
    ).rows[0] ?? { target: '' }
    await first.stop()
    const left = 'exlab-sync-test-0123456789ab'
    const stranger = 'exlab-sync-test-ba9876543210'
    for (const folder of [left, stranger]) {
      mkdirSync(join(nas, folder, 'write'), { recursive: true })
      writeFileSync(join(nas, folder, 'write', 'old.txt'), 'old')
    }
    mkdirSync(join(lab.dataDir, 'doctor', left), { recursive: true })
    const db = openDatabase(join(lab.dataDir, 'queue.db'))
    db.prepare(
      'INSERT INTO rehearsals (target, begun_at, folder) SELECT target, ?, ? FROM destinations',
    ).run(lab.now(), left)
    db.close()
    const core = await lab.open(OFTEN)
    lab.pass(11 * MINUTE_MS)
    await expect.poll(() => rehearsal(core), { timeout: 30_000 }).toMatchObject({ files: 7 })
    expect((await rehearsal(core))?.steps.filter(({ outcome }) => outcome === 'failed')).toEqual([])
    expect(target).toContain('Run')
    expect(readdirSync(nas).toSorted()).toEqual(['.exlab-sync', 'Run', stranger].toSorted())
    expect(readdirSync(join(lab.dataDir, 'doctor'))).toEqual([])
  })
})
