// A run of which a file is held by another program is not finished: on Windows any of its files counts, elsewhere the newest.
import { expect, it, vi } from 'vitest'
import { DEFAULT_SETTINGS, type Instrument } from '../../../../../electron/core/domain/config.ts'
import { inspectRun } from '../../../../../electron/core/services/watch/inspect-run.ts'

const NOW = Date.UTC(2026, 0, 1)

// an older file than the newest is held, which is seen by who opens them all
vi.mock('../../../../../electron/core/engine/scan/walk.ts', () => ({
  WalkError: Error,
  measureFolder: async (_folder: string, _leaveOut: readonly string[], opens = false) => ({
    files: 2,
    bytes: 9,
    newestMs: 1_000,
    changedMs: 1_000,
    newest: 'data.raw',
    held: opens ? 'index.dat' : null,
  }),
}))

const INSTRUMENT: Instrument = {
  id: 'S',
  label: 'S',
  localRoot: '/acq',
  nasRoot: null,
  completeness: { signal: 'quiet_period', minutes: 0 },
  runFolders: [],
  exclude: [],
  ignoreBefore: null,
  onlyAfter: null,
  guardPrograms: [],
  also: [],
  destination: { type: 'folder', path: '/nas', bandwidth: null },
}

const inspect = async (platform: NodeJS.Platform) => {
  const settings = { ...DEFAULT_SETTINGS, watch: { ...DEFAULT_SETTINGS.watch, settleMs: 0 } }
  const look = (before: Parameters<typeof inspectRun>[3], now: number) =>
    inspectRun('/acq/run', INSTRUMENT, settings, before, now, new Map(), platform)
  const first = await look(null, NOW)
  if (first === null || first === 'left_alone') throw new Error('no inspection')
  return look(first.state, NOW + 3_600_000)
}

it('waits on Windows for a program that holds an older file', async () => {
  expect(await inspect('win32')).toMatchObject({
    complete: false,
    state: { waitsFor: 'another program to let go of index.dat' },
  })
})

it('opens no other file than the newest elsewhere', async () => {
  expect(await inspect('linux')).toMatchObject({ complete: true })
})
