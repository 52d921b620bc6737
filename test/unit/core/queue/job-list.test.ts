// The list of runs: those that need a person first, those that are over last; pages join without gaps.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RunQuery } from '../../../../shared/model/list-rows.ts'
import { type Database, openDatabase } from '../../../../electron/core/db/database.ts'
import { createJobCounts } from '../../../../electron/core/queue/job-counts.ts'
import { createJobList } from '../../../../electron/core/queue/job-list.ts'
import { createJobStore } from '../../../../electron/core/queue/job-store.ts'

const FACTS = {
  dueSoonUntil: -1,
  held: [],
  exemptJobs: [],
  liveJobs: [],
  instrumentsAt: () => [],
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
