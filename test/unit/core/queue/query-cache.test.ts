// The query cache answers from memory until a run changes, and never answers an outdated value.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type Database,
  openDatabase,
  openDatabaseToRead,
} from '../../../../electron/core/db/database.ts'
import { createJobCounts } from '../../../../electron/core/queue/job-counts.ts'
import { createJobStore } from '../../../../electron/core/queue/job-store.ts'
import type { ViewFacts } from '../../../../electron/core/queue/job-views.ts'
import { createQueryCache } from '../../../../electron/core/queue/query-cache.ts'

let dir = ''
let db: Database
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'exlab-cache-'))
  db = openDatabase(join(dir, 'queue.db'))
})
afterEach(() => {
  db.close()
  rmSync(dir, { recursive: true })
})

const run = (name: string) => ({
  folder: `/acq/${name}`,
  run: name,
  instrument: 'A',
  runPath: name,
  target: `nas:${name}`,
  folderIdentity: null,
  about: { label: '', operator: '' },
})

/** No destination is on hold, and no retry is due soon. */
const NOTHING_HELD: ViewFacts = {
  allHeld: false,
  dueSoonUntil: -1,
  held: [],
  exemptJobs: [],
  liveJobs: [],
  safeJobs: [],
}

describe('the query cache', () => {
  it('runs the query again after each change of a run, and only then', () => {
    const jobs = createJobStore(db, { now: () => 1 })
    let asked = 0
    const failed = createQueryCache(db)(() => {
      asked += 1
      return createJobCounts(db)(NOTHING_HELD)
    })
    expect(failed().counts.all).toBe(0)
    const { job } = jobs.add(run('one'))
    expect(failed().counts).toMatchObject({ all: 1, waiting: 1 })
    const before = asked
    for (let i = 0; i < 10; i += 1) jobs.bumpRevision(job.id)
    expect(failed().counts.all).toBe(1)
    expect(asked).toBe(before)
    db.exec(`UPDATE jobs SET state = 'failed'`)
    expect(failed()).toMatchObject({ failed: 1, unacknowledged: 1 })
    db.exec(`UPDATE jobs SET ack = '{}'`)
    expect(failed()).toMatchObject({ failed: 1, unacknowledged: 0 })
    // for a run that waits for a person, the answers include its files
    const then = asked
    jobs.bumpRevision(job.id)
    failed()
    expect(asked).toBe(then + 1)
    jobs.patch({ ...job, state: 'failed' }, { archivedAt: 1 })
    expect(failed().counts.all).toBe(0)
  })
  it('follows a rollback', () => {
    const jobs = createJobStore(db, { now: () => 1 })
    const all = createQueryCache(db)(() => createJobCounts(db)(NOTHING_HELD).counts.all)
    expect(all()).toBe(0)
    db.exec('BEGIN')
    jobs.add(run('one'))
    expect(all()).toBe(1)
    db.exec('ROLLBACK')
    expect(all()).toBe(0)
    jobs.add(run('two'))
    expect(all()).toBe(1)
  })
  it('follows the writes of another process, also on a read-only connection', () => {
    const reader = openDatabaseToRead(join(dir, 'queue.db'))
    try {
      const all = createQueryCache(reader)(() => createJobCounts(reader)(NOTHING_HELD))
      expect(all().counts.all).toBe(0)
      createJobStore(db, { now: () => 1 }).add(run('one'))
      expect(all().counts.all).toBe(1)
    } finally {
      reader.close()
    }
  })
})
