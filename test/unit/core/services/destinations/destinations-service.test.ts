// What is said of a destination: reachable only by an answer of its NAS for this account, as the settings and their files are now,
// and no longer once a test failed (docs/ux.md D11).
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '../../../../../electron/core/db/database.ts'
import { testedDigest } from '../../../../../electron/core/destinations/tested-digest.ts'
import {
  DEFAULT_SETTINGS,
  type RcloneDestination,
  type Settings,
} from '../../../../../electron/core/domain/config.ts'
import { createContactStore } from '../../../../../electron/core/queue/contact-store.ts'
import { createHistoryStore } from '../../../../../electron/core/queue/history-store.ts'
import { saveReport } from '../../../../../electron/core/services/destinations/connection-test/last-reports.ts'
import { listDestinations } from '../../../../../electron/core/services/destinations/destinations-service.ts'
import { reachOf } from '../../../../../renderer/features/destinations/reach.ts'
import { MINUTE_MS } from '../../../../../shared/duration.ts'
import type { FailedRehearsal } from '../../../../../shared/model/reports.ts'
import { instrument } from '../../../../helpers/hold-lab.ts'

const NOW = 1_000_000_000_000
let dir = ''
let db: Database
let conf = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'exlab-reach-'))
  db = openDatabase(join(dir, 'queue.db'))
  conf = join(dir, 'rclone.conf')
  writeFileSync(conf, '[nas]\n')
})
afterEach(() => {
  db.close()
  rmSync(dir, { recursive: true })
})

const NAS: Omit<RcloneDestination, 'configFile'> = {
  type: 'rclone',
  remote: 'nas',
  remotePath: 'raw',
  bandwidth: null,
}

const settingsWith = (more: Partial<RcloneDestination> = {}): Settings => ({
  ...DEFAULT_SETTINGS,
  instruments: [instrument('A', { ...NAS, configFile: conf, ...more })],
})

const destinationOf = (settings: Settings) => {
  const [first] = settings.instruments
  if (first === undefined) throw new Error('no instrument')
  return first.destination
}

let failedRehearsals: FailedRehearsal[] = []
beforeEach(() => {
  failedRehearsals = []
})
const rehearsalAt = (at: number): FailedRehearsal => ({
  route: 'A',
  connection: 'rclone nas',
  destination: 'nas:raw',
  at,
  step: 'A tiny run is sent',
  message: 'It did not answer.',
})

/** What the window says of the one destination. */
const said = (settings: Settings): string => {
  const deps = {
    dataDir: dir,
    configFile: join(dir, 'config.yaml'),
    history: createHistoryStore(db),
    rehearsals: { reports: () => [], failed: () => failedRehearsals },
    contacts: createContactStore(db),
  }
  const [info] = listDestinations(settings, deps)
  return info === undefined ? '' : reachOf(info, undefined, NOW).title
}

/** A connection test ended `minutes` ago; the first step that is not named passed is the one that failed. */
const tested = (settings: Settings, minutes: number, ...passed: readonly string[]): void => {
  const steps = ['tool', 'name', 'list', 'write'].map((id) => ({
    id,
    title: id,
    outcome: passed.includes(id) ? ('passed' as const) : ('failed' as const),
    ms: 1,
    message: '',
    command: null,
    answer: '',
  }))
  saveReport(dir, {
    instrument: 'A',
    destination: 'nas:raw',
    at: NOW - minutes * MINUTE_MS,
    steps,
    proof: 'sha256',
    tested: testedDigest(destinationOf(settings), settings),
  })
}

const contact = (settings: Settings, minutes: number): void =>
  createContactStore(db).note(
    'A',
    testedDigest(destinationOf(settings), settings),
    NOW - minutes * MINUTE_MS,
  )

describe('a destination', () => {
  it('is not called reachable by steps that pass on this computer', () => {
    const settings = settingsWith()
    expect(said(settings)).toBe('not tested yet')
    tested(settings, 2, 'tool', 'name')
    expect(said(settings)).toBe('test failed 2 min ago')
  })

  it('is reachable once it answered a test or a run, with the time of the last answer', () => {
    const settings = settingsWith()
    tested(settings, 5, 'tool', 'name', 'list', 'write')
    expect(said(settings)).toBe('reachable, answered 5 min ago')
    contact(settings, 3)
    expect(said(settings)).toBe('reachable, answered 3 min ago')
  })

  it('that answered, and failed a later step of the same test, is not called reachable', () => {
    const settings = settingsWith()
    tested(settings, 4, 'tool', 'name', 'list')
    // the sign-in of the test was noted
    contact(settings, 4)
    expect(said(settings)).toBe('test failed 4 min ago')
  })

  it('is reachable no longer after a test that failed, until it answers again', () => {
    const settings = settingsWith()
    contact(settings, 9)
    tested(settings, 4, 'tool')
    expect(said(settings)).toBe('test failed 4 min ago')
    contact(settings, 1)
    expect(said(settings)).toBe('reachable, answered 1 min ago')
  })

  it('is reachable no longer after a rehearsal by itself that failed, until it answers again', () => {
    const settings = settingsWith()
    contact(settings, 9)
    failedRehearsals = [rehearsalAt(NOW - 4 * MINUTE_MS)]
    expect(said(settings)).toBe('test failed 4 min ago')
    failedRehearsals = [{ ...rehearsalAt(NOW), connection: 'rclone other' }]
    expect(said(settings)).toBe('reachable, answered 9 min ago')
  })

  it.each<[string, () => Settings]>([
    ['another folder', () => settingsWith({ remotePath: 'other' })],
    [
      'another rclone.conf under its name',
      () => {
        utimesSync(conf, 1, 1)
        return settingsWith()
      },
    ],
  ])('forgets what answered, and a test that failed, once it is %s', (_what, change) => {
    const settings = settingsWith()
    contact(settings, 9)
    expect(said(change())).toBe('not tested yet')
    tested(settingsWith(), 1, 'tool')
    expect(said(settingsWith({ remotePath: 'third' }))).toBe('not tested yet')
  })

  it('keeps its answer where only its speed limit changes', () => {
    contact(settingsWith(), 1)
    const slow = settingsWith({ bandwidth: { uploadMbps: 5, windows: [] } })
    expect(said(slow)).toBe('reachable, answered 1 min ago')
  })
})
