// A newer version is fetched and installed only while nothing is sent, checked or recorded, and never before the queue was copied.
import { expect, it, onTestFinished } from 'vitest'
import { NO_OVERVIEW } from '../../../../shared/constants.ts'
import type { Core } from '../../../../electron/core/core.ts'
import { DEFAULT_SETTINGS } from '../../../../electron/core/domain/config.ts'
import {
  createUpdates,
  takesUpdates,
  withoutUpdates,
} from '../../../../electron/shell/system/updates.ts'

const FEED = 'https://it.example/exlab-sync'
const HOUR = 3_600_000

const setUp = (offered: string | null = '2.0.0') => {
  const world = {
    feedUrl: FEED as string | null,
    offered,
    now: 0,
    busy: false,
    active: 0,
    recordings: [] as string[],
    down: false,
  }
  const done: string[] = []
  const recordings = async () => ({
    rows: world.recordings.map((run) => ({ run })),
    total: world.recordings.length,
  })
  const core = {
    settings: () => ({ ...DEFAULT_SETTINGS, updates: { feedUrl: world.feedUrl } }),
    busy: () => world.busy,
    overview: () => ({
      ...NO_OVERVIEW,
      counts: { ...NO_OVERVIEW.counts, active: world.active },
    }),
    backUp: async () => void done.push('backed up'),
    handlers: { 'recordings.list': recordings },
  } as unknown as Pick<Core, 'settings' | 'busy' | 'overview' | 'backUp' | 'handlers'>
  const updates = createUpdates({
    core,
    version: '1.0.0',
    now: () => world.now,
    onBug(error) {
      throw error
    },
    updater: {
      async check(url) {
        done.push(`asked ${url}`)
        if (world.down) throw new Error('ENOTFOUND')
        return world.offered
      },
      async download() {
        done.push('fetched')
      },
      install: () => done.push('installed'),
    },
  })
  onTestFinished(updates.stop)
  return { world, done, updates }
}

it('is off where no feed is named', async () => {
  const { world, done, updates } = setUp()
  world.feedUrl = null
  await updates.turn()
  await updates.prepare()
  expect(updates.install()).toBe(false)
  expect(updates.sentence()).toBeNull()
  expect(done).toEqual([])
})

it('is fetched and installed when nothing goes on, after the queue was copied', async () => {
  const { done, updates } = setUp()
  await updates.turn()
  expect(updates.sentence()).toContain('2.0.0 is ready')
  await updates.prepare()
  expect(updates.install()).toBe(true)
  expect(done).toEqual([`asked ${FEED}`, 'fetched', 'backed up', 'installed'])
})

it.each([
  ['is at work', 'busy', 'when nothing is being sent, checked or recorded'],
  ['sends or checks runs', 'active', 'when the 2 runs that are being sent or checked are done'],
  ['sees a run recorded', 'recordings', 'when Run 1 and 1 more run are recorded to the end'],
] as const)('waits while the program %s, and says for what', async (_, what, words) => {
  const { world, done, updates } = setUp()
  const work = (goesOn: boolean): void => {
    if (what === 'busy') world.busy = goesOn
    else if (what === 'active') world.active = goesOn ? 2 : 0
    else world.recordings = goesOn ? ['Run 1', 'Run 2'] : []
  }
  work(true)
  await updates.turn()
  expect(updates.sentence()).toContain(words)
  work(false)
  await updates.turn()
  work(true)
  await updates.prepare()
  expect(updates.install()).toBe(false)
  expect(done).toEqual([`asked ${FEED}`, 'fetched'])
})

it('does not say that it is the newest before the feed was asked', async () => {
  const { world, updates } = setUp(null)
  expect(updates.sentence()).toBe(
    `Newer versions are looked for at ${FEED}, for the first time in a minute.`,
  )
  await updates.turn()
  expect(updates.sentence()).toContain('1.0.0 is the newest')
  world.feedUrl = 'https://other.example/'
  await updates.turn()
  expect(updates.sentence()).toContain('https://other.example/')
})

it('asks the feed every six hours, and says that it could not be asked', async () => {
  const { world, done, updates } = setUp(null)
  world.down = true
  await updates.turn()
  await updates.turn()
  expect(done).toEqual([`asked ${FEED}`])
  expect(updates.sentence()).toContain('ENOTFOUND')
  world.down = false
  world.now = 6 * HOUR
  await updates.turn()
  expect(done).toHaveLength(2)
  expect(updates.sentence()).toContain('1.0.0 is the newest')
})

it.each([
  ['an installed program', {}, true],
  ['a checkout', { isPackaged: false }, false],
  [
    'settings of several accounts, of which one could name a feed of its own',
    { isShared: true },
    false,
  ],
  ['an MSI or a portable copy of Windows', { hasUninstaller: false }, false],
  ['a program on macOS', { platform: 'darwin' as const, hasUninstaller: false }, true],
  ['a program of a package manager', { platform: 'linux' as const }, false],
  ['an AppImage', { platform: 'linux' as const, env: { APPIMAGE: '/opt/x.AppImage' } }, true],
])('%s is, or is not, updated from a feed', (_, more, expected) => {
  const installation = {
    isPackaged: true,
    isShared: false,
    hasUninstaller: true,
    platform: 'win32' as const,
    env: {},
  }
  expect(takesUpdates({ ...installation, ...more })).toBe(expected)
})

it('installs nothing of a feed that the settings do not name any more', async () => {
  const { world, done, updates } = setUp()
  await updates.turn()
  world.feedUrl = null
  await updates.prepare()
  expect(updates.install()).toBe(false)
  expect(done).not.toContain('installed')
})

it('a feed that an installation does not ask is said, where the settings name one', () => {
  const settings = (feedUrl: string | null) => ({
    settings: () => ({ ...DEFAULT_SETTINGS, updates: { feedUrl } }),
  })
  expect(withoutUpdates(settings(null)).sentence()).toBeNull()
  const updates = withoutUpdates(settings(FEED))
  expect(updates.sentence()).toContain(`${FEED} is not asked`)
  expect(updates.install()).toBe(false)
})
