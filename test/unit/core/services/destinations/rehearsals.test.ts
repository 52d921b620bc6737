// The engine rehearses destinations where nothing was proven for long, one at a time, and says which failed until something passes.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../../../../electron/core/db/database.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../../../../electron/core/domain/config.ts'
import { testedDigest } from '../../../../../electron/core/destinations/tested-digest.ts'
import { Refusal } from '../../../../../electron/core/errors.ts'
import { createActivityStore } from '../../../../../electron/core/queue/activity-store.ts'
import { createDestinationStore } from '../../../../../electron/core/queue/destination-store.ts'
import { createQueryCache } from '../../../../../electron/core/queue/query-cache.ts'
import { createRehearsalStore } from '../../../../../electron/core/queue/rehearsal-store.ts'
import { createRehearsals } from '../../../../../electron/core/services/destinations/rehearsals.ts'
import { saveReport } from '../../../../../electron/core/services/destinations/connection-test/last-reports.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../../shared/duration.ts'
import type { ConnectionTestReport } from '../../../../../shared/model/reports.ts'
import { instrument } from '../../../../helpers/hold-lab.ts'

const START = 1_000 * DAY_MS
const nas = (remotePath: string) => ({
  type: 'rclone' as const,
  remote: 'nas',
  remotePath,
  configFile: null,
  bandwidth: null,
})
const outcomesOf = (failing: string | null) =>
  ['folder', 'identity', 'send', 'prove', 'remove'].map((id, at, all) => {
    const cut = failing === null ? all.length : all.indexOf(failing)
    return {
      id,
      title: `Step ${id}`,
      outcome:
        id === failing
          ? ('failed' as const)
          : at > cut && id !== 'remove'
            ? ('skipped' as const)
            : ('passed' as const),
      ms: 800,
      message: `About ${id}.`,
      command: null,
      answer: '',
    }
  })

/** Destinations `nas:0`, `nas:1`, ... that became known at the start. */
const lab = (folders = 1, reading = false) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'exlab-rehearsals-'))
  const db = openDatabase(':memory:')
  onTestFinished(() => {
    db.close()
    rmSync(dataDir, { recursive: true })
  })
  let now = START
  const clock = { now: () => now }
  let settings: Settings = {
    ...DEFAULT_SETTINGS,
    instruments: Array.from({ length: folders }, (_, at) => instrument(`I${at}`, nas(String(at)))),
  }
  const destinations = createDestinationStore(db)
  for (let at = 0; at < folders; at += 1) destinations.remember(`nas:${at}`, `uuid ${at}`, START)
  const rehearsals = createRehearsalStore(db, createQueryCache(db))
  const activity = createActivityStore(db, clock)
  const busy = new Set<string>()
  const made: {
    readonly route: string
    readonly at: number
    readonly folder: string | undefined
  }[] = []
  const passed: string[] = []
  const answers: { failing: string | null; error: Error | null } = { failing: null, error: null }
  const reportOf = (route: string): ConnectionTestReport => {
    const found = settings.instruments.find(({ id }) => id === route)
    if (found === undefined) throw new Error(`no ${route}`)
    return {
      instrument: route,
      destination: route,
      at: now,
      steps: outcomesOf(answers.failing),
      proof: 'sha256',
      files: 7,
      tested: testedDigest(found.destination, settings),
    }
  }
  const service = createRehearsals({
    clock,
    dataDir,
    rehearsals,
    destinations,
    activity,
    changes: { overviewTouched: () => undefined },
    tests: {
      async rehearse(route, folder) {
        // on record before anything is written there
        expect(rehearsals.get(`nas:${route.slice(1)}`)?.folder).toBe(folder)
        made.push({ route, at: now, folder })
        if (answers.error !== null) throw answers.error
        return reportOf(route)
      },
    },
    holds: { tested: (route) => void passed.push(route) },
    engine: reading ? null : { isFree: (route) => !busy.has(route) },
    settings: () => settings,
    onBug(error) {
      throw error
    },
  })
  return {
    service,
    made,
    passed,
    busy,
    answers,
    rehearsals,
    reportOf,
    dataDir,
    /** Lets time pass, looking for a due rehearsal every five minutes of the last `look`. */
    async pass(ms: number, look = 0) {
      now += ms - look
      for (let left = look; left > 0; left -= 5 * MINUTE_MS) {
        now += 5 * MINUTE_MS
        await service.check()
      }
      await service.check()
    },
    set: (change: Partial<Settings>) => {
      settings = { ...settings, ...change }
    },
    told: () =>
      activity
        .page({ level: 'info', search: '' }, 0, 50)
        .rows.map(({ level, text }) => `${level}: ${text}`),
    /** A run was proven at `nas:0` now. */
    prove() {
      db.exec(
        `INSERT INTO jobs (id, folder, run, instrument, run_path, target, state, created_at, updated_at)
         VALUES (1, '/d/Run', 'Run', 'I0', 'Run', 'nas:0/Run', 'verified', 0, 0)`,
      )
      db.prepare(
        `INSERT INTO verify_passes (job_id, attempt, at, verified, proof, files, bytes, tools)
         VALUES (1, 1, ?, 1, 'sha256', 1, 1, '')`,
      ).run(now)
    },
  }
}

describe('a destination where nothing was proven', () => {
  it('is rehearsed after 30 days, once, and again after 30 more', async () => {
    const one = lab()
    await one.pass(30 * DAY_MS - 1)
    expect(one.made).toEqual([])
    await one.pass(1)
    expect(one.made).toHaveLength(1)
    expect(one.told()).toEqual(['info: Rehearsed nas:0: 7 files proven in 4 s'])
    expect(one.passed).toEqual(['I0'])
    expect(one.rehearsals.get('nas:0')?.folder).toBeNull()
    await one.pass(29 * DAY_MS, HOUR_MS)
    expect(one.made).toHaveLength(1)
    await one.pass(DAY_MS, HOUR_MS)
    expect(one.made).toHaveLength(2)
    expect(one.service.reports(['I0'])).toMatchObject([{ files: 7 }])
  })
  it('is not where a run was proven there, or a person tested it, within the time', async () => {
    const one = lab()
    await one.pass(20 * DAY_MS)
    one.prove()
    await one.pass(29 * DAY_MS, HOUR_MS)
    one.service.noted('I0', one.reportOf('I0'))
    await one.pass(29 * DAY_MS, HOUR_MS)
    expect(one.made).toEqual([])
    await one.pass(DAY_MS)
    expect(one.made).toHaveLength(1)
  })
  it('waits while something is sent there or it is on hold', async () => {
    const one = lab()
    one.busy.add('I0')
    await one.pass(31 * DAY_MS)
    expect(one.made).toEqual([])
    one.busy.clear()
    await one.service.check()
    expect(one.made).toHaveLength(1)
  })
  it('is not where nothing was ever sent to it, where it is switched off, or beside another engine', async () => {
    const one = lab()
    one.set({ instruments: [instrument('I9', nas('9'))] })
    await one.pass(90 * DAY_MS)
    const off = lab()
    off.set({ sync: { ...DEFAULT_SETTINGS.sync, rehearseDays: 0 } })
    await off.pass(90 * DAY_MS)
    const reader = lab(1, true)
    await reader.pass(90 * DAY_MS)
    expect([...one.made, ...off.made, ...reader.made]).toEqual([])
  })
  it('ten of them are rehearsed one after the other, ten minutes apart', async () => {
    const ten = lab(10)
    await ten.pass(31 * DAY_MS, 3 * HOUR_MS)
    expect(new Set(ten.made.map(({ route }) => route)).size).toBe(10)
    const gaps = ten.made.slice(1).map(({ at }, n) => at - (ten.made[n]?.at ?? 0))
    expect(gaps.every((ms) => ms >= 10 * MINUTE_MS)).toBe(true)
    expect(ten.made).toHaveLength(10)
  })
})

describe('a rehearsal that fails', () => {
  const failing = async (step: string) => {
    const one = lab()
    one.answers.failing = step
    await one.pass(31 * DAY_MS)
    return one
  }
  it('is told with its step and reason, once in Activity, and tried again', async () => {
    const one = await failing('prove')
    expect(one.service.failed()).toMatchObject([
      {
        route: 'I0',
        connection: 'rclone nas',
        destination: 'nas:0',
        step: 'Step prove',
        message: 'About prove.',
      },
    ])
    expect(one.passed).toEqual([])
    await one.pass(2 * HOUR_MS, 2 * HOUR_MS)
    expect(one.made).toHaveLength(3)
    expect(one.told()).toEqual([
      'warning: The rehearsal of nas:0 failed at "Step prove": About prove.',
    ])
  })
  it.each([
    [
      'a rehearsal that passes',
      async (one: ReturnType<typeof lab>) => {
        one.answers.failing = null
        await one.pass(10 * MINUTE_MS)
      },
    ],
    [
      'a test that a person made',
      async (one: ReturnType<typeof lab>) => {
        one.answers.failing = null
        one.service.noted('I0', one.reportOf('I0'))
      },
    ],
    [
      'a test that another process made',
      async (one: ReturnType<typeof lab>) => {
        one.answers.failing = null
        await one.pass(1)
        saveReport(one.dataDir, one.reportOf('I0'))
      },
    ],
    [
      'a run that was proven',
      async (one: ReturnType<typeof lab>) => {
        await one.pass(1)
        one.prove()
      },
    ],
    [
      'a change of what was rehearsed',
      async (one: ReturnType<typeof lab>) => {
        one.set({ tools: { ...DEFAULT_SETTINGS.tools, rclone: '/opt/rclone' } })
      },
    ],
    [
      'the end of its instrument',
      async (one: ReturnType<typeof lab>) => {
        one.set({ instruments: [] })
      },
    ],
  ])('is over after %s', async (_what, end) => {
    const one = await failing('send')
    expect(one.service.failed()).toHaveLength(1)
    await end(one)
    expect(one.service.failed()).toEqual([])
  })
  it('is not over after a test that failed too', async () => {
    const one = await failing('send')
    await one.pass(1)
    saveReport(one.dataDir, one.reportOf('I0'))
    one.service.noted('I0', one.reportOf('I0'))
    expect(one.service.failed()).toHaveLength(1)
  })
})

describe('the test folder on the NAS', () => {
  it('of a rehearsal that was stopped is taken over by the next one, ten minutes later', async () => {
    const one = lab()
    one.answers.error = new Refusal('conflict', 'The test of I0 was stopped.')
    await one.pass(31 * DAY_MS)
    one.answers.error = null
    await one.pass(10 * MINUTE_MS, 10 * MINUTE_MS)
    expect(one.made).toHaveLength(2)
    expect(one.made[1]?.folder).toBe(one.made[0]?.folder)
    expect(one.made[0]?.folder).toMatch(/^exlab-sync-test-[0-9a-f]{12}$/)
    expect(one.rehearsals.get('nas:0')?.folder).toBeNull()
  })
  it('stays on record where it could not be removed, and where the next one did not come so far', async () => {
    const one = lab()
    one.answers.failing = 'remove'
    await one.pass(31 * DAY_MS)
    const left = one.made[0]?.folder
    expect(one.rehearsals.get('nas:0')?.folder).toBe(left)
    one.answers.failing = 'folder'
    await one.pass(HOUR_MS)
    expect(one.rehearsals.get('nas:0')?.folder).toBe(left)
    one.answers.failing = null
    await one.pass(DAY_MS)
    expect(one.made.at(-1)?.folder).toBe(left)
    expect(one.rehearsals.get('nas:0')?.folder).toBeNull()
  })
  it('is not on record where nothing was written', async () => {
    const one = lab()
    one.answers.failing = 'identity'
    await one.pass(31 * DAY_MS)
    expect(one.rehearsals.get('nas:0')?.folder).toBeNull()
  })
})
