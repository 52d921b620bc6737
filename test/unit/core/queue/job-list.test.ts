// The list of runs: those that need a person first, those that are over last; pages join without gaps.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RunQuery } from '../../../../shared/model/list-rows.ts'
import { RUN_STATE_FILTERS } from '../../../../shared/model/states.ts'
import { JOB_STATES } from '../../../../shared/model/states.ts'
import { type Database, openDatabase } from '../../../../electron/core/db/database.ts'
import { createJobCounts } from '../../../../electron/core/queue/job-counts.ts'
import { createJobList } from '../../../../electron/core/queue/job-list.ts'
import { NOT_AT_REST } from '../../../../electron/core/queue/job-views.ts'
import { createJobStore } from '../../../../electron/core/queue/job-store.ts'

const FACTS = {
  dueSoonUntil: -1,
  held: [],
  allHeld: false,
  exemptJobs: [],
  liveJobs: [],
  safeJobs: [],
  routesTo: () => [],
  instrumentsNamed: (text: string) => ('confocal two'.includes(text.toLowerCase()) ? ['B'] : []),
  shownAs: () => [],
  runsWithFile: (word: string) => (word === 'z1.czi' ? [1, 4] : []),
  left: {},
  speed: {},
}
const RUNS = [
  ['A', 'verified'],
  ['B', 'failed'],
  ['A', 'cancelled'],
  ['A', 'running'],
  ['B', 'verified'],
  ['A', 'queued'],
  ['B', 'cleaned'],
] as const

let dir = ''
let db: Database
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'exlab-list-'))
  db = openDatabase(join(dir, 'queue.db'))
  const jobs = createJobStore(db, { now: () => 1 })
  for (const [instrument, state] of RUNS) {
    const run = `${state} of ${instrument}`
    const { job } = jobs.add({
      folder: `/acq/${instrument}/${run}`,
      run,
      instrument,
      runPath: run,
      target: `nas:${instrument}/${run}`,
      folderIdentity: null,
      about: { label: '', operator: '' },
    })
    db.prepare('UPDATE jobs SET state = ? WHERE id = ?').run(state, job.id)
  }
})
afterEach(() => {
  db.close()
  rmSync(dir, { recursive: true })
})

const names = (query: Partial<RunQuery>, offset = 0, limit = 100): string[] =>
  createJobList(db)
    .page({ view: 'all', search: '', ...query }, FACTS, offset, limit)
    .jobs.map((job) => job.run)

describe('the list of runs', () => {
  it('lists runs that need a person, then active, then waiting ones, then those that are over, newest first', () => {
    expect(names({})).toEqual([
      'failed of B',
      'running of A',
      'queued of A',
      'cleaned of B',
      'verified of B',
      'cancelled of A',
      'verified of A',
    ])
    // a cancelled run is in none of the lists
    expect(names({ view: 'done' })).toEqual(['cleaned of B', 'verified of B', 'verified of A'])
    expect(names({ view: 'waiting' })).toEqual(['queued of A'])
    expect(names({ instrument: 'A' })).toEqual(names({}).filter((name) => name.endsWith('A')))
  })

  it('finds words in any order: in name, instrument, its label, state, place and last error', () => {
    const lastError = JSON.stringify({ message: 'nas:B refused the password', exitCode: 1 })
    db.prepare(`UPDATE jobs SET last_error = ? WHERE run = 'failed of B'`).run(lastError)
    expect(names({ search: 'B  verified' })).toEqual(['verified of B'])
    expect(names({ search: 'CONFOCAL cleaned' })).toEqual(['cleaned of B'])
    expect(names({ search: 'sending' })).toEqual(['running of A'])
    // the words of the screen, not those of the rows
    db.prepare(
      `UPDATE jobs SET due_at = NULL, state = 'awaiting_verify' WHERE run = 'cancelled of A'`,
    ).run()
    db.prepare(`UPDATE jobs SET failures = 1 WHERE run = 'queued of A'`).run()
    expect(names({ search: 'retrying' })).toEqual(['queued of A'])
    expect(names({ search: 'Sent, not proven' })).toEqual(['cancelled of A'])
    expect(names({ search: 'On NAS only' })).toEqual(['cleaned of B'])
    expect(names({ search: 'waiting' })).toEqual([])
    // runs with a file of that name, and only with the other words
    expect(names({ search: 'z1.czi' })).toEqual(['running of A', 'verified of A'])
    expect(names({ search: 'z1.czi verified' })).toEqual(['verified of A'])
    expect(names({ search: 'password refused' })).toEqual(['failed of B'])
    expect(names({ search: 'nas:a/' })).toEqual(names({ instrument: 'A' }))
    expect(names({ search: 'password cleaned' })).toEqual([])
    expect(names({ search: '%' })).toEqual([])
    expect(names({ search: ' ' })).toEqual(names({}))
  })

  it('sorts names as people count: run 9 before run 10', () => {
    const rename = db.prepare('UPDATE jobs SET run = ? WHERE run = ?')
    rename.run('Run 10', 'verified of A')
    rename.run('run 9', 'verified of B')
    rename.run('Run 010b', 'queued of A')
    const sorted = names({ sort: { by: 'run', descending: false } })
    expect(sorted.filter((name) => /^run \d/i.test(name))).toEqual(['run 9', 'Run 10', 'Run 010b'])
  })

  it('leaves with each chip exactly the runs that the chip counts', () => {
    const set = (run: string, values: string): unknown =>
      db.prepare(`UPDATE jobs SET ${values} WHERE run = ?`).run(run)
    set('verified of A', `state = 'awaiting_verify', due_at = NULL`)
    set('queued of A', 'failures = 2, due_at = 5')
    set('cancelled of A', `state = 'queued', held = 1`)
    set('verified of B', 'archived_at = 3')
    const list = createJobList(db)
    const facts = { ...FACTS, held: ['B'] }
    set('cleaned of B', `state = 'queued', failures = 1`)
    const counts = list.stateCounts({ view: 'all', search: '' }, facts)
    for (const state of RUN_STATE_FILTERS)
      expect([state, list.page({ view: 'all', search: '', state }, facts, 0, 100).total]).toEqual([
        state,
        counts[state],
      ])
    expect(counts.all).toBe(list.page({ view: 'all', search: '' }, facts, 0, 100).total)
    expect(counts).toMatchObject({
      unproven: 1,
      checking: 0,
      retrying: 1,
      held: 2,
      waiting: 0,
      archived: 1,
      verified: 0,
      failed: 1,
    })
    expect(list.stateCounts({ view: 'all', search: 'password' }, facts).failed).toBe(0)
  })

  it('has of the runs that are safe to delete those that are verified and on the list still', () => {
    const list = createJobList(db)
    const facts = { ...FACTS, safeJobs: [1, 2, 5] }
    const safe = () =>
      list.page({ view: 'all', search: '', state: 'safe' }, facts, 0, 100).jobs.map(({ id }) => id)
    expect(safe()).toEqual([5, 1])
    expect(list.stateCounts({ view: 'all', search: '' }, facts).safe).toBe(2)
    // the chip says the number that a click on it shows
    expect(createJobCounts(db)(facts).safe).toBe(2)
    db.prepare(`UPDATE jobs SET archived_at = 3 WHERE id = 5`).run()
    expect([safe(), createJobCounts(db)(facts).safe]).toEqual([[1], 1])
    expect(createJobCounts(db)(FACTS).safe).toBe(0)
  })

  it('has a proven run whose folder a person must mend among those that need a person, and leaves it when finished runs go', () => {
    const set = db.prepare('UPDATE jobs SET last_error = ? WHERE run = ?')
    set.run(JSON.stringify({ reason: 'run_folder_link' }), 'verified of A')
    set.run(JSON.stringify({ reason: 'connection_timeout' }), 'verified of B')
    expect(names({ view: 'needs_you' })).toEqual(['failed of B', 'verified of A'])
    expect(names({ view: 'done' })).toEqual(['cleaned of B', 'verified of B'])
    expect(names({}).slice(0, 2)).toEqual(['failed of B', 'verified of A'])
    for (const size of [1, 3])
      expect([0, 1, 2, 3, 4, 5, 6].flatMap((at) => names({}, at * size, size))).toEqual(names({}))
    const counted = createJobCounts(db)(FACTS)
    expect(counted).toMatchObject({
      counts: { all: 7, needs_you: 2, done: 2 },
      states: { verified: 2, failed: 1 },
      proven: 3,
      unacknowledged: 2,
    })
    expect(counted.instruments.find(({ id }) => id === 'A')).toMatchObject({ needsYou: 1 })
    const finished = createJobStore(db, { now: () => 1 }).finishedIds()
    expect(finished).toEqual([3, 5, 7])
    set.run(null, 'verified of A')
    expect(createJobCounts(db)(FACTS).counts).toMatchObject({ needs_you: 1, done: 3 })
  })

  it('reads at a glance every run of which anything is to be said, and counts the others', () => {
    db.exec('PRAGMA ignore_check_constraints = ON; DELETE FROM jobs')
    const add = db.prepare(
      `INSERT INTO jobs (folder, run, instrument, run_path, target, state, created_at, updated_at, proof)
       VALUES (?1, ?2, 'A', ?2, ?2, ?3, 1, 1, 'sha256')`,
    )
    const error = `'{"kind":"network","reason":"connection_timeout","message":"m","exitCode":1,"stderr":"","attempt":1,"at":1}'`
    const said =
      `last_error = ${error};last_error = '';push_error = ${error};push_error = 'x';ack = '{"by":"J","note":"","at":1}';
      ack = '';restored_at = 1;proof = 'x';level = 'x';held = 2;chosen = -1;located = 3`.split(
        /;\s*/,
      )
    const changes = ['id = id', `level = 'read_back'`, 'held = 1', 'archived_at = 1', ...said]
    for (const state of JOB_STATES)
      for (const change of changes) {
        const run = `${state} ${change}`
        add.run(`/${run}`, run, state)
        db.exec(`UPDATE jobs SET ${change} WHERE id = last_insert_rowid()`)
      }
    const list = createJobList(db)
    const all = list.page({ view: 'all', search: '' }, FACTS, 0, 1_000).jobs
    const over = ['verified', 'cleanup_eligible', 'cleaned', 'cancelled']
    const isQuiet = ({ run }: { readonly run: string }): boolean =>
      over.some((state) => run.startsWith(`${state} `)) &&
      said.every((change) => !run.endsWith(change))
    const restOf = (newest: number): Record<string, number> => {
      const quiet = all.filter(isQuiet).toSorted((a, b) => b.id - a.id)
      return Object.fromEntries(
        over.flatMap((state) => {
          const n = quiet.slice(newest).filter((job) => job.state === state).length
          return n === 0 ? [] : [[state, n]]
        }),
      )
    }
    for (const newest of [0, 1, 5, 100]) {
      const { jobs, rest } = list.glance(FACTS, newest)
      const quiet = jobs.filter(isQuiet)
      expect(quiet).toHaveLength(Math.min(newest, 3 * over.length))
      expect(rest).toEqual(restOf(newest))
      // in the order of the list, and nothing of it left out
      const shown = new Set(jobs.map((job) => job.id))
      expect(jobs).toEqual(all.filter((job) => shown.has(job.id)))
      expect(all.filter((job) => !isQuiet(job) && !shown.has(job.id))).toEqual([])
    }
    // without the index every row would be looked at
    const plan = db.prepare(
      `EXPLAIN QUERY PLAN SELECT id FROM jobs INDEXED BY jobs_not_at_rest WHERE ${NOT_AT_REST}`,
    )
    expect(() => plan.all()).not.toThrow()
  })

  it('is the same in pages of any size', () => {
    for (const size of [1, 2, 3, 4, 7]) {
      const pages = Array.from({ length: Math.ceil(RUNS.length / size) }, (_, page) =>
        names({}, page * size, size),
      )
      expect(pages.flat()).toEqual(names({}))
    }
    expect(names({}, 7, 5)).toEqual([])
  })

  it('counts each run once, in all and for its instrument', () => {
    const { counts, instruments, failed, proven, cancelled, unacknowledged } =
      createJobCounts(db)(FACTS)
    expect(counts).toEqual({ all: 7, needs_you: 1, active: 1, waiting: 1, done: 3 })
    expect(instruments.toSorted((a, b) => a.id.localeCompare(b.id))).toEqual([
      { id: 'A', needsYou: 0, known: 0, active: 1, waiting: 1 },
      { id: 'B', needsYou: 1, known: 0, active: 0, waiting: 0 },
    ])
    expect({ failed, proven, cancelled, unacknowledged }).toEqual({
      failed: 1,
      proven: 3,
      cancelled: 1,
      unacknowledged: 1,
    })
  })
})
