// The status of a run over the product of state, fault, failures, due time, hold by a person, pause of everything, hold of the
// destination and recording guard: word, holder, next time and list agree with each other and with the counts (docs/ux.md D5).
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEFAULT_SETTINGS, type Settings } from '../../../../../electron/core/domain/config.ts'
import { type Database, openInMemory } from '../../../../../electron/core/db/database.ts'
import { createFileStore } from '../../../../../electron/core/files/file-store.ts'
import { createJobList } from '../../../../../electron/core/queue/job-list.ts'
import { createJobCounts } from '../../../../../electron/core/queue/job-counts.ts'
import { createJobStore } from '../../../../../electron/core/queue/job-store.ts'
import { createJobSummaries } from '../../../../../electron/core/services/runs/job-summaries.ts'
import { STATE_CHIP_NAMES } from '../../../../../shared/messages/runs.ts'
import { DUE_SOON_MS, NO_OVERVIEW } from '../../../../../shared/constants.ts'
import { RUN_STATE_FILTERS } from '../../../../../shared/model/states.ts'
import { STATE_CHIPS } from '../../../../../shared/model/state-chips.ts'
import type { JobState, LivePhase } from '../../../../../shared/model/model.ts'
import { JOB_STATES } from '../../../../../shared/model/states.ts'
import { type RunStatus, runStatus } from '../../../../../shared/run-status.ts'

const NOW = 1_000_000_000
const DUE = { past: NOW - 1, soon: NOW + 1_000, later: NOW + DUE_SOON_MS + 60_000, never: null }
const PAUSED = {
  paused: true,
  pausedSince: NOW - 60_000,
  pausedUntil: NOW + 3_600_000,
  pausedBy: null,
}
const RUNNING = { paused: false, pausedSince: null, pausedUntil: null, pausedBy: null }

let db: Database
let id = 0
let list: ReturnType<typeof createJobList>
let files: ReturnType<typeof createFileStore>
let jobs: ReturnType<typeof createJobStore>
let countJobs: ReturnType<typeof createJobCounts>
beforeAll(() => {
  db = openInMemory()
  list = createJobList(db)
  files = createFileStore(db)
  jobs = createJobStore(db, { now: () => NOW })
  countJobs = createJobCounts(db)
  id = jobs.add({
    folder: '/acq/Run',
    run: 'Run',
    instrument: 'A',
    runPath: 'Run',
    target: 'nas:Run',
    folderIdentity: null,
    about: { label: '', operator: '' },
  }).job.id
})
afterAll(() => db.close())

interface Case {
  readonly state: JobState
  readonly live: boolean
  /** A fault of its own folder, which leaves its proof as it is. */
  readonly fault: boolean
  readonly failures: number
  readonly due: keyof typeof DUE
  readonly held: boolean
  readonly pause: boolean
  readonly hold: boolean
  readonly guard: boolean
}

const both = [false, true]
const ordinary: Case[] = JOB_STATES.flatMap((state) =>
  (['awaiting_verify', 'running', 'cleaned'].includes(state) ? both : [false]).flatMap((live) =>
    [0, 2].flatMap((failures) =>
      (Object.keys(DUE) as (keyof typeof DUE)[]).flatMap((due) =>
        both.flatMap((held) =>
          both.flatMap((pause) =>
            both.flatMap((hold) =>
              both.map((guard) => ({
                state,
                live,
                fault: false,
                failures,
                due,
                held,
                pause,
                hold,
                guard,
              })),
            ),
          ),
        ),
      ),
    ),
  ),
)
/** Runs after whose end a person has to mend their folder, unless they were cancelled. */
const faulty: Case[] = ordinary
  .filter(
    ({ state, due }) =>
      ['verified', 'cleanup_eligible', 'cancelled'].includes(state) && due === 'never',
  )
  .map((one) => ({ ...one, fault: true }))
const cases = [...ordinary, ...faulty]

const FAULT = JSON.stringify({
  kind: 'auth',
  reason: 'records_unsafe',
  message: 'The records are a link',
  exitCode: null,
  stderr: '',
  attempt: 1,
  at: NOW,
})

const settings: Settings = {
  ...DEFAULT_SETTINGS,
  sync: { ...DEFAULT_SETTINGS.sync, instrumentGuard: 'hold' },
}

interface Looked extends RunStatus {
  /** The list that the counts have it in. */
  readonly counted: RunStatus['list']
  /** The chips of All runs that count it. */
  readonly chips: readonly string[]
}

/** The status of the one run, and what else the window says of it. */
const look = (one: Case): Looked => {
  const { state, live, failures, held, pause, hold, guard } = one
  db.prepare(
    'UPDATE jobs SET state = ?, failures = ?, due_at = ?, held = ?, last_error = ? WHERE id = ?',
  ).run(state, failures, DUE[one.due], Number(held), one.fault ? FAULT : null, id)
  const phase: LivePhase | null = !live ? null : state === 'running' ? 'sending' : 'checking'
  const summaries = createJobSummaries({
    files,
    isUnmarkedCopy: false,
    holds: {
      heldBy: () =>
        hold ? { reason: 'dns_failure', message: "Can't find nas", dueAt: NOW + 30_000 } : null,
    },
    controls: {
      paused: () => pause,
      applied: (from) => from,
      state: () => ({
        ...(pause ? PAUSED : RUNNING),
        unlimited: false,
        speed: NO_OVERVIEW.speed,
        limitMbps: null,
        limitUntil: null,
      }),
    },
    settings: () => settings,
    phaseOf: () => phase,
    clock: { now: () => NOW },
    recordingCause: () => (guard ? 'A is recording' : null),
  })
  const job = jobs.get(id)
  if (job === null) throw new Error('the run is gone')
  const facts = {
    dueSoonUntil: pause ? -1 : NOW + DUE_SOON_MS,
    held: summaries.heldBy('A', 0) === null ? [] : ['A'],
    allHeld: pause,
    exemptJobs: [],
    liveJobs: live ? [id] : [],
    safeJobs: [],
    routesTo: () => [],
    instrumentsNamed: () => [],
    shownAs: () => [],
    runsWithFile: () => [],
    left: {},
    speed: {},
  }
  const { counts, states } = countJobs(facts)
  const chipCounts = list.stateCounts({ view: 'all', search: '' }, facts)
  const chips = RUN_STATE_FILTERS.filter(
    (state) => chipCounts[state] === 1 && state in STATE_CHIP_NAMES,
  ).map((state) => Reflect.get(STATE_CHIP_NAMES, state))
  const lists = (['needs_you', 'active', 'waiting', 'done'] as const).filter(
    (list) => counts[list] === 1,
  )
  expect(lists.length, JSON.stringify(one)).toBeLessThan(2)
  // the chips of the overview are those of the list
  expect(STATE_CHIPS.map((chip) => states[chip] ?? 0)).toEqual(
    STATE_CHIPS.map((chip) => chipCounts[chip]),
  )
  const status = runStatus(summaries.summary(job), NOW)
  return { ...status, counted: lists[0] ?? null, chips }
}

describe('the status of a run', () => {
  it('has one word, one holder and one next time, and is in the list that the counts have it in', () => {
    for (const one of cases) {
      const status = look(one)
      const what = JSON.stringify(one)
      expect(status.list, what).toBe(status.counted)
      expect(status.chips, what).toEqual([status.label])
      // a proven run whose folder a person must mend is not done, whatever its word
      if (one.fault && one.state !== 'cancelled') expect(status.list, what).toBe('needs_you')
      const waits =
        !one.live &&
        (one.state === 'queued' || (one.state === 'awaiting_verify' && one.due !== 'never'))
      const isHeld = one.held || one.pause || one.hold || one.guard
      expect(status.label === 'Held', what).toBe(waits && isHeld)
      // a run that is held says who holds it, and no other run does
      expect(status.holder !== null, what).toBe(status.label === 'Held')
      if (status.label === 'Held') expect(status.list, what).toBe('waiting')
      // nothing is promised for the run that a person, or a recording, holds
      if (one.held && waits) expect(status.nextAt, what).toBeNull()
      if (waits && !one.held && one.pause) expect(status.nextAt, what).toBe(PAUSED.pausedUntil)
      if (waits && !one.held && !one.pause && one.hold)
        expect(status.nextAt, what).toBe(NOW + 30_000)
      if (waits && !isHeld)
        // a run that was never tried waits for its turn alone
        expect(status.nextAt, what).toBe(
          (one.due === 'soon' || one.due === 'later') &&
            (one.state !== 'queued' || one.failures > 0)
            ? DUE[one.due]
            : null,
        )
      // only work that goes on is active
      if (status.list === 'active')
        expect(one.live || one.state === 'running' || !isHeld, what).toBe(true)
    }
    expect(cases.length).toBeGreaterThan(700)
  })

  const quiet: Case = {
    state: 'queued',
    live: false,
    fault: false,
    failures: 0,
    due: 'past',
    held: false,
    pause: false,
    hold: false,
    guard: false,
  }
  it.each([
    [{ ...quiet, state: 'awaiting_verify', guard: true }, 'Held', 'A is recording', 'waiting'],
    [
      { ...quiet, state: 'awaiting_verify', failures: 1, due: 'soon' },
      'Retrying 2/5',
      null,
      'active',
    ],
    [
      { ...quiet, state: 'awaiting_verify', failures: 1, due: 'later' },
      'Retrying 2/5',
      null,
      'waiting',
    ],
    [{ ...quiet, hold: true }, 'Held', "Can't find nas", 'waiting'],
    [{ ...quiet, held: true, pause: true }, 'Held', 'by you', 'waiting'],
    [{ ...quiet, state: 'cancelled' }, 'Cancelled', null, null],
    [{ ...quiet, state: 'running', live: true }, 'Sending', null, 'active'],
  ] as const)('%o: %s, %s, %s', (one, word, holder, list) => {
    const status = look(one)
    expect(status).toMatchObject({ word, holder, list })
  })
  it('a pause says who paused, and the run goes on when it ends', () => {
    expect(look({ ...quiet, pause: true })).toMatchObject({
      holder: 'Paused by you',
      nextAt: PAUSED.pausedUntil,
    })
  })
})

describe('a stalled run', () => {
  it('is called so in place of Sending, and only while something is sent', () => {
    const job = {
      state: 'running',
      held: false,
      heldBy: null,
      heldUntil: null,
      slowedBy: null,
      failures: 0,
      maxAttempts: 5,
      dueAt: null,
      livePhase: 'sending',
      lastError: null,
      verifiedAt: null,
      restoredAt: null,
      needsPerson: false,
    } as const
    const live = (phase: LivePhase, idle: number) => ({
      jobId: 1,
      phase,
      bytes: 1,
      bytesTotal: 2,
      rate: 1,
      etaSeconds: 1,
      movedAt: NOW - idle,
      active: [],
    })
    expect(runStatus(job, NOW, live('sending', 59_000)).word).toBe('Sending')
    expect(runStatus(job, NOW, live('sending', 66_000))).toMatchObject({
      label: 'Stalled',
      word: 'Stalled 1 min',
      list: 'active',
    })
    const checked = { ...job, state: 'awaiting_verify', livePhase: 'checking', dueAt: 1 } as const
    expect(runStatus(checked, NOW, live('checking', 66_000)).word).toBe('Checking')
  })
})
