// Every check of a proven run that finds something takes it out of Verified at once; one that could not look says so.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../../electron/core/db/database.ts'
import type { Core } from '../../../electron/core/core.ts'
import type { JobSummary } from '../../../shared/model/model.ts'
import { act, get, localNas, makeLab, work } from '../../helpers/lab.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const CLEANUP = 'nas_cleanup:\n  enabled: true\n  min_verify_passes: 1\n  min_age_hours: 48\n'
const PROVEN = ['verified', 'cleanup_eligible', 'cleaned']

/** A verified run; with the file `no-copy` no push succeeds, with `no-answer` no list of digests. */
const setUp = async (more: string) => {
  const lab = makeLab()
  const { nas, instrument } = localNas(lab)
  const blocked = (file: string): string => join(lab.dir, file)
  const refuse = (command: string, file: string): string =>
    `if [ "$1" = ${command} ] && [ -e "${blocked(file)}" ]; then echo '2026/11/23 10:00:00 Failed to ${command}: dial tcp 10.0.0.9:445: connect: network is unreachable' >&2; exit 1; fi`
  const rclone = lab.wrap(
    'rclone',
    `${refuse('copy', 'no-copy')}\n${refuse('config', 'no-answer')}`,
  )
  lab.configure([instrument], `${more}sync:\n  max_attempts: 2\ntools:\n  rclone: ${rclone}\n`)
  const core = await lab.open()
  const folder = lab.run('SCOPE_01', 'Run', { 'a.tif': 'aaa', 'b.tif': 'bbb' })
  const job = await work(core, folder)
  expect(job.state).toBe('verified')
  return {
    lab,
    nas,
    core,
    folder,
    id: job.id,
    block: (file: string) => writeFileSync(blocked(file), ''),
    unblock: (file: string) => rmSync(blocked(file)),
  }
}

type World = Awaited<ReturnType<typeof setUp>>

const CHECKS: readonly (readonly [string, string, (world: World) => Promise<unknown>])[] = [
  ['the cleanup', CLEANUP, async ({ lab }) => lab.pass(50 * HOUR)],
  ['a planned verify pass', 'verify:\n  repeat_days: 2\n', async ({ lab }) => lab.pass(3 * DAY)],
  ['a verify pass by a person', '', async ({ core, id }) => act(core, id, 'verify')],
]

const reasonsOf = async (core: Core, jobId: number): Promise<unknown[]> =>
  (await core.handlers['attempts.list']({ jobId })).rows.map((row) => row.error?.reason ?? null)

const expectOriginals = (folder: string): void => {
  for (const name of ['a.tif', 'b.tif']) expect(existsSync(join(folder, name))).toBe(true)
}

const expectWithdrawn = async ({ core, id, folder }: World): Promise<JobSummary> => {
  const after = await get(core, id)
  expect(PROVEN).not.toContain(after.state)
  expect(after.lastError).not.toBeNull()
  expect((await core.handlers['cleanup.decision']({ jobId: id })).verdict).not.toBe('safe')
  expectOriginals(folder)
  return after
}

describe.each(CHECKS)('%s', (_name, config, check) => {
  it('that finds no copy at all withdraws the proof, and a retry sends the run again', async () => {
    const world = await setUp(config)
    const { lab, nas, core, id } = world
    rmSync(join(nas, 'Run'), { recursive: true })
    await check(world)
    await core.idle()
    expect(await expectWithdrawn(world)).toMatchObject({
      lastError: {
        reason: 'remote_path_missing',
        message: expect.stringContaining('No longer on the NAS: the folder of the run'),
      },
      files: { byState: { missing: 2 } },
    })
    const { conditions } = await core.handlers['cleanup.decision']({ jobId: id })
    expect(conditions.find((one) => one.id === 'passes')?.holds).toBe(false)
    lab.pass(DAY)
    await core.idle()
    await expectWithdrawn(world)
    await act(core, id, 'retry')
    await core.idle()
    expect(await get(core, id)).toMatchObject({ state: 'verified', lastError: null })
    expect(readFileSync(join(nas, 'Run/b.tif'), 'utf8')).toBe('bbb')
  })

  it.each([
    ['a part of the copy gone', (nas: string) => rmSync(join(nas, 'Run/b.tif'))],
    ['the copy altered', (nas: string) => writeFileSync(join(nas, 'Run/b.tif'), 'BBB')],
  ])(
    'that finds %s withdraws the proof until the file is sent and proven again',
    async (_what, damage) => {
      const world = await setUp(config)
      const { nas, core, id, block, unblock } = world
      damage(nas)
      block('no-copy')
      await check(world)
      await core.idle()
      await expectWithdrawn(world)
      expect(await reasonsOf(core, id)).toContain('remote_changed')
      unblock('no-copy')
      await act(core, id, 'retry')
      await core.idle()
      expect((await get(core, id)).state).toBe('verified')
      expect(readFileSync(join(nas, 'Run/b.tif'), 'utf8')).toBe('bbb')
      expectOriginals(world.folder)
    },
  )

  it.each([
    [
      'the place changed in config.yaml',
      ({ lab }: World) => {
        const text = readFileSync(lab.configFile, 'utf8')
        writeFileSync(
          lab.configFile,
          text.replace('rclone_remote_path: raw', 'rclone_remote_path: other'),
        )
      },
    ],
    [
      'another place under the name of the remote',
      ({ lab }: World) => {
        const conf = join(lab.dir, 'rclone.conf')
        writeFileSync(
          conf,
          readFileSync(conf, 'utf8').replace(/remote = .*/, `remote = ${lab.dir}`),
        )
      },
    ],
  ])('after %s: nothing is safe to delete, and every original stays', async (_what, change) => {
    const world = await setUp(config)
    const { core, id, folder } = world
    change(world)
    await core.handlers['config.reload']({})
    await check(world)
    await core.idle()
    expect((await core.handlers['cleanup.look']({ jobId: id })).verdict).not.toBe('safe')
    expect((await get(core, id)).state).not.toBe('cleaned')
    expectOriginals(folder)
  })

  it('that cannot look leaves the proof, says so, and nothing is safe to delete until one could', async () => {
    const world = await setUp(config)
    const { lab, core, id, folder, block, unblock } = world
    block('no-answer')
    await check(world)
    await core.idle()
    for (let i = 0; i < 3; i += 1) {
      expect(await get(core, id)).toMatchObject({
        proof: 'read_back',
        lastError: { reason: 'network_unreachable' },
        files: { byState: { verified: 2 } },
        needsPerson: false,
      })
      expect((await core.handlers['cleanup.decision']({ jobId: id })).verdict).not.toBe('safe')
      expectOriginals(folder)
      lab.pass(5 * HOUR)
      await core.idle()
    }
    expect((await get(core, id)).state).toBe('verified')
    unblock('no-answer')
    lab.pass(DAY + HOUR)
    await core.idle()
    expect(await get(core, id)).toMatchObject({ lastError: null })
    expect(PROVEN).toContain((await get(core, id)).state)
  })
})

it('a cleanup that finds the copy gone beside a changed and a new original is no success', async () => {
  const world = await setUp(CLEANUP)
  const { lab, nas, core, id, folder } = world
  rmSync(join(nas, 'Run'), { recursive: true })
  writeFileSync(join(folder, 'a.tif'), 'more than before')
  writeFileSync(join(folder, 'late.tif'), 'late')
  lab.pass(50 * HOUR)
  await core.idle()
  await expectWithdrawn(world)
  expect(core.overview().counts.done).toBe(0)
  expect(id).toBeGreaterThan(0)
})

it('a run that an older version called verified in spite of its files is checked again at the start', async () => {
  const { lab, core, id, folder } = await setUp('')
  await core.stop()
  const db = openDatabase(join(lab.dataDir, 'queue.db'))
  db.exec(`UPDATE files SET state = 'changed' WHERE path = 'a.tif'`)
  db.close()
  writeFileSync(join(folder, 'a.tif'), 'more than before')
  const again = await lab.open()
  await again.idle()
  expect(await get(again, id)).toMatchObject({
    state: 'failed',
    lastError: { reason: 'changed_since_verified' },
  })
})
