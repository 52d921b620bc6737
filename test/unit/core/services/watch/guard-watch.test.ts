// When the recording guard asks which programs run and what folders gain, and what it says of it: only while it is on and a run is
// sent or waits, every few seconds by the clock that is passed in, and never longer than it is so (docs/spec.md 7).
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { DEFAULT_SETTINGS, type Settings } from '../../../../../electron/core/domain/config.ts'
import type { ProgramList } from '../../../../../electron/core/process/running-programs.ts'
import { createGuardWatch } from '../../../../../electron/core/services/watch/guard-watch.ts'
import { A } from '../../../../helpers/hold-lab.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

const MB = 1_000_000

const setUp = (sync: Partial<Settings['sync']>, guardPrograms: readonly string[] = []) => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'exlab-guard-')))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const world = {
    time: 1_000_000,
    hasWork: true,
    records: false,
    list: { names: [], fault: null } as ProgramList,
    listed: 0,
    changes: 0,
    stored: new Map<string, string>(),
    settings: {
      ...DEFAULT_SETTINGS,
      instruments: [{ ...A, localRoot: root, guardPrograms }],
      sync: { ...DEFAULT_SETTINGS.sync, instrumentGuard: 'hold', ...sync },
    } as Settings,
  }
  const guard = createGuardWatch({
    clock: { now: () => world.time },
    settings: () => world.settings,
    hasWork: () => world.hasWork,
    isRecording: () => world.records,
    programs() {
      world.listed += 1
      return Promise.resolve(world.list)
    },
    platform: 'linux',
    discovery: { dataDir: join(root, '..', 'no-data'), isQueued: () => false },
    recordingCauses: {
      of: (id) => world.stored.get(id) ?? null,
      replace: (causes) => void (world.stored = new Map(causes)),
    },
    onChange: () => void (world.changes += 1),
    onBug(error) {
      throw error
    },
  })
  onTestFinished(() => guard.stop())
  /** The engine looks for work, and what it sets off is done. */
  const turn = async (ms = 0): Promise<string | null> => {
    world.time += ms
    guard.causeOf('A')
    await vi.advanceTimersByTimeAsync(1)
    await guard.settled()
    return guard.causeOf('A')
  }
  return { root, world, guard, turn }
}

it.each([
  ['the guard is off', { instrumentGuard: 'off' }, ['zen'], true],
  ['no run is sent or waits', {}, ['zen'], false],
  ['no program is named', {}, [], true],
] as const)('asks for no programs while %s', async (_what, sync, names, hasWork) => {
  const { world, turn } = setUp(sync, names)
  world.hasWork = hasWork
  world.list = { names: ['zen'], fault: null }
  expect(await turn()).toBeNull()
  expect(await turn(20_000)).toBeNull()
  expect(world.listed).toBe(0)
})

it('asks for programs every fifteen seconds, and tells when one runs and when it ended', async () => {
  const { world, turn } = setUp({}, ['zen', 'acq'])
  expect(await turn()).toBeNull()
  expect([world.listed, world.changes]).toEqual([1, 1])
  world.list = { names: ['init', 'acq'], fault: null }
  expect(await turn(5_000)).toBeNull()
  expect(await turn(5_000)).toBeNull()
  expect(world.listed).toBe(1)
  expect(await turn(5_000)).toBe('acq is running')
  expect([world.listed, world.changes]).toEqual([2, 2])
  expect([...world.stored]).toEqual([['A', 'acq is running']])
  world.list = { names: ['init'], fault: null }
  expect(await turn(15_000)).toBeNull()
  expect(world.changes).toBe(3)
  expect([...world.stored]).toEqual([])
})

it('begins nothing before it was asked what runs, and only where the settings name programs', async () => {
  const { world, guard, turn } = setUp({}, ['zen'])
  expect(guard.isKnown()).toBe(false)
  await turn()
  expect([guard.isKnown(), world.changes]).toEqual([true, 1])
  world.hasWork = false
  await turn(5_000)
  expect(guard.isKnown()).toBe(true)
  world.hasWork = true
  expect(guard.isKnown()).toBe(false)
  const none = setUp({})
  expect(none.guard.isKnown()).toBe(true)
})

it('forgets what ran once nothing waits, and asks at once when something does again', async () => {
  const { world, turn } = setUp({}, ['zen'])
  world.list = { names: ['zen'], fault: null }
  expect(await turn()).toBe('zen is running')
  world.hasWork = false
  expect(await turn(5_000)).toBeNull()
  expect([...world.stored]).toEqual([])
  world.hasWork = true
  expect(await turn()).toBe('zen is running')
  expect(world.listed).toBe(2)
})

it('takes settings that changed at once', async () => {
  const { world, guard, turn } = setUp({}, ['zen'])
  world.list = { names: ['zen'], fault: null }
  expect(await turn()).toBe('zen is running')
  world.settings = {
    ...world.settings,
    instruments: world.settings.instruments.map((one) => ({ ...one, guardPrograms: ['other'] })),
  }
  expect(guard.causeOf('A')).toBeNull()
})

it('where programs cannot be listed says so, holds nothing, and says it no longer once they can', async () => {
  const { world, guard, turn } = setUp({}, ['zen'])
  world.list = { names: [], fault: "The programs that run can't be listed (ENOENT)." }
  expect(await turn()).toBeNull()
  expect(guard.fault()).toContain("can't be listed (ENOENT)")
  expect(world.changes).toBe(1)
  await turn(15_000)
  expect(world.changes).toBe(1)
  const named = world.settings
  world.settings = {
    ...named,
    instruments: named.instruments.map((one) => ({ ...one, guardPrograms: [] })),
  }
  expect(guard.fault()).toBeNull()
  world.settings = named
  world.list = { names: ['zen'], fault: null }
  expect(await turn(15_000)).toBe('zen is running')
  expect(guard.fault()).toBeNull()
})

it('measures what the folder gains, and ceases two minutes after the last of it', async () => {
  const { root, world, turn } = setUp({ guardWriteMbS: 1 })
  mkdirSync(join(root, 'A', 'Run'), { recursive: true })
  writeFileSync(join(root, 'A', 'Run', 'a.tif'), '')
  const grow = (mb: number): void =>
    appendFileSync(join(root, 'A', 'Run', 'a.tif'), Buffer.alloc(mb * MB, 1))
  expect(await turn()).toBeNull()
  grow(10)
  expect(await turn(5_000)).toBeNull()
  grow(10)
  expect(await turn(5_000)).toBe('A is writing 2 MB/s')
  expect(await turn(5_000)).toBe('A was writing a moment ago')
  expect(await turn(110_000)).toBe('A was writing a moment ago')
  expect(await turn(5_000)).toBeNull()
  expect(world.changes).toBe(3)
})

it('does not measure without a limit', async () => {
  const { root, turn } = setUp({})
  writeFileSync(join(root, 'a.tif'), '')
  await turn()
  for (const _ of [1, 2, 3]) {
    appendFileSync(join(root, 'a.tif'), Buffer.alloc(10 * MB, 1))
    expect(await turn(5_000)).toBeNull()
  }
})

it('tells of a run that is recorded as soon as the watcher sees it', async () => {
  const { world, guard, turn } = setUp({})
  await turn()
  world.records = true
  expect(guard.causeOf('A')).toBe('A is recording')
  await turn(5_000)
  expect(world.changes).toBe(1)
})
