// A service of rehearsals over a queue in memory, with a clock that only the test moves and a rehearsal that it answers.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { openDatabase } from '../../electron/core/db/database.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../electron/core/domain/config.ts'
import { testedDigest } from '../../electron/core/destinations/tested-digest.ts'
import { createActivityStore } from '../../electron/core/queue/activity-store.ts'
import { createDestinationStore } from '../../electron/core/queue/destination-store.ts'
import { createQueryCache } from '../../electron/core/queue/query-cache.ts'
import { createRehearsalStore } from '../../electron/core/queue/rehearsal-store.ts'
import { createRehearsals } from '../../electron/core/services/destinations/rehearsals.ts'
import { DAY_MS, MINUTE_MS } from '../../shared/duration.ts'
import type { ConnectionTestReport } from '../../shared/model/reports.ts'
import { instrument } from './hold-lab.ts'

const START = 1_000 * DAY_MS
export const nasAt = (remotePath: string) => ({
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
export const rehearsalLab = (folders = 1, reading = false) => {
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
    instruments: Array.from({ length: folders }, (_, at) =>
      instrument(`I${at}`, nasAt(String(at))),
    ),
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
