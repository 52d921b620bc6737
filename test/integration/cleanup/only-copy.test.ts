// Runs of which the NAS has the only copy: they are checked again against the stored digests, and never sent.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Core } from '../../../electron/core/core.ts'
import { cli } from '../../helpers/cli.ts'
import { act, get, localNas, logOf, makeLab, work } from '../../helpers/lab.ts'

const DAY = 24 * 3_600_000
const NOW = 'nas_cleanup:\n  enabled: true\n  min_verify_passes: 1\n  min_age_hours: 0\n'
const NO_HOST =
  'echo "2026/11/23 10:00:00 Failed to hashsum: dial tcp: lookup nas on 1.1.1.1:53: no such host" >&2; exit 1'

const setUp = async (more = '') => {
  const lab = makeLab()
  const { nas, instrument } = localNas(lab)
  lab.configure([instrument], NOW + more)
  const core = await lab.open()
  const folder = lab.run('SCOPE_01', 'Run', { 'a.tif': 'aaa', 'sub/b.tif': 'bbb' })
  const { id } = await work(core, folder)
  await core.idle()
  expect(await get(core, id)).toMatchObject({ state: 'cleaned', actions: ['verify', 'archive'] })
  return { lab, nas, core, folder, id, copy: join(nas, 'Run', 'sub/b.tif') }
}

const verify = async (core: Core, id: number) => {
  expect((await act(core, id, 'verify')).refused).toEqual([])
  await core.idle()
  return get(core, id)
}
const pushes = async (core: Core, jobId: number): Promise<number> =>
  (await core.handlers['attempts.list']({ jobId })).rows.filter((row) => row.phase === 'push')
    .length

describe('a run whose local data was deleted', () => {
  it('is proven again by a click, without its folder, and stays on the NAS only', async () => {
    const { lab, core, folder, id } = await setUp()
    rmSync(folder, { recursive: true })
    lab.pass(3 * DAY)
    const passes = async () => (await core.handlers['jobs.details']({ jobId: id })).passes
    const before = await passes()
    expect(await verify(core, id)).toMatchObject({
      state: 'cleaned',
      proof: 'read_back',
      verifiedAt: lab.now(),
      files: { byState: { cleaned: 2 } },
    })
    const after = await passes()
    expect(after).toHaveLength(before.length + 1)
    expect(after.at(-1)).toMatchObject({ at: lab.now(), verified: true, files: 2 })
    expect(await core.handlers['cleanup.decision']({ jobId: id })).toMatchObject({
      headline: 'The local data was deleted already',
      conditions: [
        { holds: true, words: expect.stringMatching(/^2 of 2 on the NAS, last checked /) },
      ],
    })
  })

  it('is proven again by schedule', async () => {
    const { lab, core, id } = await setUp('verify:\n  repeat_days: 10\n')
    const { attempts, maintenanceAt } = await get(core, id)
    expect(maintenanceAt).toBeGreaterThan(lab.now() + 8 * DAY)
    lab.pass(12 * DAY)
    await core.idle()
    const after = await get(core, id)
    expect(after).toMatchObject({ state: 'cleaned', attempts: attempts + 1, verifiedAt: lab.now() })
    expect(after.maintenanceAt).toBeGreaterThan(lab.now() + 8 * DAY)
  })

  it.each([
    ['gone', (copy: string) => rmSync(copy), 'No longer on the NAS: sub/b.tif.'],
    [
      'different',
      (copy: string) => writeFileSync(copy, 'XXX'),
      'Changed on the NAS since it was verified: sub/b.tif.',
    ],
  ])(
    'with a file that is %s there needs a person, and nothing is ever sent',
    async (_what, harm, message) => {
      const { lab, core, folder, id, copy } = await setUp()
      const sent = await pushes(core, id)
      const failed = { state: 'failed', needsPerson: true, actions: ['verify', 'archive'] }
      harm(copy)
      expect(await verify(core, id)).toMatchObject({
        ...failed,
        lastError: { reason: 'only_copy_unproven', message },
        maintenanceAt: null,
      })
      expect(await core.handlers['cleanup.decision']({ jobId: id })).toMatchObject({
        verdict: 'do_not',
      })
      // every way on that sends other runs checks this one again, or is refused
      mkdirSync(join(folder, 'sub'), { recursive: true })
      writeFileSync(join(folder, 'sub/b.tif'), 'another')
      await act(core, id, 'retry')
      await core.idle()
      expect((await act(core, id, 'cancel')).refused).toHaveLength(1)
      expect(await core.handlers['jobs.act']({ jobs: 'all_failed', action: 'retry' })).toEqual({
        changed: 0,
        changedIds: [],
        refused: [],
      })
      await expect(core.handlers['files.retry']({ jobId: id, files: 'attention' })).rejects.toThrow(
        'only the copy on the NAS is left. Nothing of it can be sent again now.',
      )
      await expect(
        core.handlers['files.exclude']({ jobId: id, files: { pattern: '*' }, by: 'x', note: '' }),
      ).rejects.toThrow('was deleted after its proof')
      lab.pass(40 * DAY)
      await core.idle()
      expect(await get(core, id)).toMatchObject(failed)
      expect(await pushes(core, id)).toBe(sent)
      rmSync(join(folder, 'sub'), { recursive: true })
      writeFileSync(copy, 'bbb')
      expect(await verify(core, id)).toMatchObject({
        state: 'cleaned',
        lastError: null,
        needsPerson: false,
        files: { byState: { cleaned: 2 } },
      })
      expect(await pushes(core, id)).toBe(sent)
    },
  )

  it('whose whole copy is gone needs a person, and nothing is sent', async () => {
    const { nas, core, id } = await setUp()
    const sent = await pushes(core, id)
    rmSync(join(nas, 'Run'), { recursive: true })
    expect(await verify(core, id)).toMatchObject({
      state: 'failed',
      needsPerson: true,
      lastError: { reason: 'only_copy_unproven' },
      files: { byState: { missing: 2 } },
    })
    expect(await pushes(core, id)).toBe(sent)
  })

  it('is not called into question by a NAS that is away, and is checked when it is back', async () => {
    const { lab, core, id } = await setUp()
    const conf = readFileSync(lab.configFile, 'utf8')
    writeFileSync(lab.configFile, `${conf}tools:\n  rclone: ${lab.wrap('rclone', NO_HOST)}\n`)
    await core.handlers['config.reload']({})
    lab.pass(DAY)
    const before = await get(core, id)
    const after = await verify(core, id)
    expect(after).toMatchObject({
      state: 'cleaned',
      verifiedAt: before.verifiedAt,
      lastError: null,
    })
    expect(await logOf(core, id)).toContain('dns_failure')
    writeFileSync(lab.configFile, conf)
    await core.handlers['config.reload']({})
    lab.pass(2 * 3_600_000)
    await core.idle()
    expect(await get(core, id)).toMatchObject({ state: 'cleaned', verifiedAt: lab.now() })
  })
})

describe('the command line', () => {
  it('shows, checks and does not clean a cleaned run again', async () => {
    const lab = makeLab()
    const { nas, instrument } = localNas(lab)
    lab.configure([instrument], NOW)
    await cli(lab, 'add', lab.run('SCOPE_01', 'Run', { 'a.tif': 'aaa' }))
    await cli(lab, 'run', '--until-idle')
    expect(await cli(lab, 'status')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/On NAS only {2}Run .*1 of 1 on the NAS, last checked \S/),
    })
    expect(await cli(lab, 'cleanup', 'Run')).toMatchObject({
      code: 0,
      out: expect.stringMatching(
        /^Run was cleaned up already: 1 of 1 on the NAS, last checked .*\n$/,
      ),
      err: '',
    })
    expect(await cli(lab, 'cleanup', 'Run', '--dry-run')).toMatchObject({
      code: 0,
      out: expect.stringMatching(
        /^Run: The local data was deleted already\n {2}yes {2}1 of 1 on the NAS/,
      ),
    })
    expect(await cli(lab, 'verify', 'Run')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^Run: On NAS only, Read back: 1 of 1 on the NAS, last checked /),
    })
    lab.configure([instrument], `${NOW}tools:\n  rclone: ${lab.wrap('rclone', NO_HOST)}\n`)
    expect(await cli(lab, 'verify', 'Run')).toMatchObject({
      code: 3,
      out: expect.stringMatching(/^Run: could not be checked now: \S/),
    })
    lab.configure([instrument], NOW)
    rmSync(join(nas, 'Run', 'a.tif'))
    expect(await cli(lab, 'verify', 'Run')).toMatchObject({
      code: 1,
      out: 'Run: Failed, Read back: No longer on the NAS: a.tif.\n',
    })
    expect((await cli(lab, 'status')).code).toBe(1)
    expect((await cli(lab, 'cleanup', 'Run')).code).toBe(1)
  })
})
