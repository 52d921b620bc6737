// Safe to delete rests on a look at both sides: whatever happened to them since the proof, and on whichever side, a look
// sees it, withdraws the verdict, and has the run verified again.
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Core } from '../../../electron/core/core.ts'
import type { JobSummary } from '../../../shared/model/model.ts'
import { cli } from '../../helpers/cli.ts'
import { act, get, localNas, makeLab, work } from '../../helpers/lab.ts'

const MINUTE = 60_000
const SHOW = 'nas_cleanup:\n  enabled: false\n  min_verify_passes: 1\n  min_age_hours: 0\n'
const DELETE = SHOW.replace('false', 'true')
// nothing but the look itself notices what happens
const UNWATCHED = 'watch:\n  enabled: false\n'

const setUp = async (more: string) => {
  const lab = makeLab()
  const { nas, instrument } = localNas(lab)
  const rclone = lab.wrap(
    'rclone',
    `if [ -e "${join(lab.dir, 'away')}" ]; then echo 'dial tcp 10.0.0.9:445: connect: network is unreachable' >&2; exit 1; fi`,
  )
  const configure = (path = 'raw', rules = more): void =>
    lab.configure(
      [
        {
          ...instrument,
          transport: instrument.transport.map((line) =>
            line.startsWith('rclone_remote_path') ? `rclone_remote_path: ${path}` : line,
          ),
        },
      ],
      `${rules}${UNWATCHED}tools:\n  rclone: ${rclone}\nsync:\n  max_attempts: 2\n`,
    )
  configure()
  const core = await lab.open()
  const folder = lab.run('SCOPE_01', 'Run', { 'a.tif': 'aaa', 'sub/b.tif': 'bbb' })
  const { id, state } = await work(core, folder)
  expect(state).toBe('verified')
  return { lab, nas, core, folder, id, configure }
}
type World = Awaited<ReturnType<typeof setUp>>

const decisionOf = (core: Core, jobId: number) => core.handlers['cleanup.decision']({ jobId })
const lookAt = (core: Core, jobId: number) => core.handlers['cleanup.look']({ jobId })
const openOf = (decision: Awaited<ReturnType<typeof lookAt>>): string[] =>
  decision.conditions.filter((one) => !one.holds).map((one) => one.id)

describe('a look', () => {
  it('makes a proven run safe for ten minutes; after that it says when the run was safe, and ticks nothing that was not seen', async () => {
    const { lab, core, id } = await setUp(SHOW)
    expect(await decisionOf(core, id)).toMatchObject({ verdict: 'not_yet', needsLook: true })
    const at = lab.now()
    expect(await lookAt(core, id)).toMatchObject({ verdict: 'safe', lookedAt: at, looking: null })
    lab.pass(10 * MINUTE)
    expect((await decisionOf(core, id)).verdict).toBe('safe')
    lab.pass(1)
    const old = await decisionOf(core, id)
    expect(old).toMatchObject({ verdict: 'not_yet', needsLook: true, lookedAt: at })
    expect(old.headline).toMatch(/^Was safe at \S.*: check now$/)
    expect(openOf(old)).toEqual(['reachable', 'remote', 'local', 'destination', 'place'])
    const receipt = [...(await core.receiptOf(id, 'text'))].join('')
    expect(receipt).toContain(old.headline)
    expect(receipt).toMatch(/^no {3}Not checked since .*: whether every file is on the NAS$/m)
    expect((await lookAt(core, id)).verdict).toBe('safe')
    const fresh = [...(await core.receiptOf(id, 'json'))].join('')
    expect(JSON.parse(fresh)).toMatchObject({
      receipt: { verdict: { verdict: 'safe', lookedAt: lab.now() } },
    })
  })

  it('is forgotten when the program ends', async () => {
    const { lab, core, id } = await setUp(SHOW)
    expect((await lookAt(core, id)).verdict).toBe('safe')
    await core.stop()
    const again = await lab.open()
    await again.idle()
    expect(await decisionOf(again, id)).toMatchObject({ verdict: 'not_yet', lookedAt: null })
  })

  const LOCAL: readonly (readonly [string, (folder: string) => void])[] = [
    ['an original changed', (folder) => appendFileSync(join(folder, 'a.tif'), 'more')],
    [
      'an original edited in place with its time set back',
      (folder) => {
        const file = join(folder, 'a.tif')
        writeFileSync(file, 'AAA')
        utimesSync(file, 1_700_000_000, 1_700_000_000)
      },
    ],
    ['a file added', (folder) => writeFileSync(join(folder, 'late.tif'), 'late')],
    [
      'the folder emptied and another run put in',
      (folder) => {
        rmSync(join(folder, 'a.tif'))
        rmSync(join(folder, 'sub'), { recursive: true })
        writeFileSync(join(folder, 'other.tif'), 'other')
      },
    ],
  ]
  const REMOTE: readonly (readonly [string, (nas: string) => void])[] = [
    ['the run gone from the NAS', (nas) => rmSync(join(nas, 'Run'), { recursive: true })],
    ['a file gone from the NAS', (nas) => rmSync(join(nas, 'Run/sub/b.tif'))],
    ['a copy cut short', (nas) => writeFileSync(join(nas, 'Run/sub/b.tif'), 'b')],
  ]
  const expectWithdrawn = async (
    { core, id, folder }: World,
    safe: Awaited<ReturnType<typeof lookAt>>,
  ): Promise<JobSummary> => {
    expect(safe.verdict).not.toBe('safe')
    const job = await get(core, id)
    expect(job.state).not.toBe('verified')
    expect(existsSync(folder)).toBe(true)
    return job
  }

  it.each(LOCAL)('sees %s, and the run is verified again', async (_what, damage) => {
    const world = await setUp(SHOW)
    const { core, id, folder } = world
    expect((await lookAt(core, id)).verdict).toBe('safe')
    damage(folder)
    await expectWithdrawn(world, await lookAt(core, id))
    await core.idle()
    expect((await decisionOf(core, id)).verdict).not.toBe('safe')
  })

  it.each(REMOTE)('sees %s, and the run is verified again', async (_what, damage) => {
    const world = await setUp(SHOW)
    const { core, id, nas } = world
    expect((await lookAt(core, id)).verdict).toBe('safe')
    damage(nas)
    const job = await expectWithdrawn(world, await lookAt(core, id))
    expect(job.lastError?.reason).toMatch(/^remote_/)
  })

  it.each([
    ['the NAS moved away', ({ nas }: World) => renameSync(nas, `${nas}-elsewhere`)],
    [
      'the remote of that name pointed at another place',
      ({ lab }: World) => {
        const conf = join(lab.dir, 'rclone.conf')
        writeFileSync(
          conf,
          readFileSync(conf, 'utf8').replace(/remote = .*/, `remote = ${join(lab.dir, 'other')}`),
        )
        mkdirSync(join(lab.dir, 'other'))
      },
    ],
    [
      'another destination in config.yaml',
      ({ configure }: World) => configure('elsewhere', DELETE),
    ],
    ['a NAS that does not answer', ({ lab }: World) => writeFileSync(join(lab.dir, 'away'), '')],
    [
      'a folder that is another one of the same content',
      ({ folder }: World) => {
        renameSync(folder, `${folder}-before`)
        mkdirSync(join(folder, 'sub'), { recursive: true })
        writeFileSync(join(folder, 'a.tif'), 'aaa')
        writeFileSync(join(folder, 'sub/b.tif'), 'bbb')
      },
    ],
    [
      'a folder that became a link to the copy',
      ({ folder, nas }: World) => {
        renameSync(folder, `${folder}-before`)
        symlinkSync(join(nas, 'Run'), folder)
      },
    ],
    [
      'a folder above it that became a link',
      ({ folder }: World) => {
        const parent = dirname(folder)
        renameSync(parent, `${parent}-before`)
        symlinkSync(`${parent}-before`, parent)
      },
    ],
  ])(
    'sees %s: the run is not safe to delete, and a cleanup deletes nothing',
    async (_what, damage) => {
      const world = await setUp(SHOW)
      const { lab, core, id, nas, folder } = world
      await core.handlers['engine.pause']({ paused: true })
      world.configure('raw', DELETE)
      await core.handlers['config.reload']({})
      expect((await lookAt(core, id)).verdict).toBe('safe')
      damage(world)
      await core.handlers['config.reload']({})
      expect((await lookAt(core, id)).verdict).not.toBe('safe')
      await core.handlers['cleanup.run']({ jobs: [id] })
      await core.handlers['engine.pause']({ paused: false })
      await core.idle()
      lab.pass(25 * 60 * MINUTE)
      await core.idle()
      const original = existsSync(`${folder}-before`) ? `${folder}-before` : folder
      expect(existsSync(join(original, 'a.tif'))).toBe(true)
      expect((await get(core, id)).state).not.toBe('cleaned')
      if (existsSync(nas)) expect(existsSync(join(nas, 'Run/a.tif'))).toBe(true)
    },
  )

  it('that a person stops answers nothing, and the last one counts', async () => {
    const { lab, core, id } = await setUp(SHOW)
    const gate = join(lab.dir, 'wait')
    const slow = lab.wrap('rclone', `while [ -e "${gate}" ]; do sleep 0.05; done`)
    writeFileSync(
      lab.configFile,
      readFileSync(lab.configFile, 'utf8').replace(/rclone: \/.*/, `rclone: ${slow}`),
    )
    await core.handlers['config.reload']({})
    writeFileSync(gate, '')
    const looking = lookAt(core, id)
    expect((await decisionOf(core, id)).looking).toMatchObject({ total: 4 })
    await core.handlers['cleanup.stopLook']({ jobId: id })
    expect(await looking).toMatchObject({ verdict: 'not_yet', lookedAt: null, looking: null })
    rmSync(gate)
    expect((await lookAt(core, id)).verdict).toBe('safe')
  })

  it('hashes a file again of which only the time moved, and the run stays safe', async () => {
    const { core, id, folder } = await setUp(SHOW)
    utimesSync(join(folder, 'a.tif'), 1_600_000_000, 1_600_000_000)
    expect((await lookAt(core, id)).verdict).toBe('safe')
    expect((await get(core, id)).state).toBe('verified')
    await act(core, id, 'verify')
    await core.idle()
    expect(await get(core, id)).toMatchObject({ state: 'verified', lastError: null })
  })
})

describe('a cleanup that is under way', () => {
  it('stops where the folder of the run is replaced by a link to its copy', async () => {
    const { lab, core, nas, configure } = await setUp(SHOW)
    const names = Array.from({ length: 250 }, (_, i) => `f${String(i).padStart(3, '0')}`)
    const folder = lab.run(
      'SCOPE_01',
      'Many',
      Object.fromEntries(names.map((name) => [name, name])),
    )
    const { id } = await work(core, folder)
    await core.handlers['cleanup.look']({ jobId: id })
    await core.handlers['engine.pause']({ paused: true })
    configure('raw', DELETE)
    await core.handlers['config.reload']({})
    await core.handlers['cleanup.run']({ jobs: [id] })
    let replaced = false
    const replaceWhenBegun = (): void => {
      if (existsSync(join(folder, 'f000'))) return void setImmediate(replaceWhenBegun)
      renameSync(folder, `${folder}-before`)
      symlinkSync(join(nas, 'Many'), folder)
      replaced = true
    }
    replaceWhenBegun()
    await core.handlers['engine.pause']({ paused: false })
    await core.idle()
    expect(replaced).toBe(true)
    for (const name of names) expect(readFileSync(join(nas, 'Many', name), 'utf8')).toBe(name)
    expect(existsSync(join(`${folder}-before`, 'f249'))).toBe(true)
    expect((await get(core, id)).state).not.toBe('cleaned')
  })
})

it('the dry run of the command line looks first', async () => {
  const { lab, core, folder, nas } = await setUp(SHOW)
  await core.stop()
  appendFileSync(join(folder, 'a.tif'), 'more')
  rmSync(join(nas, 'Run'), { recursive: true })
  const { code, out } = await cli(lab, 'cleanup', '1', '--dry-run')
  expect(out).toContain('Do not delete')
  expect(out).toContain('1 file changed on this computer since the run was verified: a.tif')
  expect(code).toBe(1)
})
