// A queue that another process works is followed: each run that changed there is named once, and nothing where nothing changed.
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { openDatabase, openDatabaseToRead } from '../../../../electron/core/db/database.ts'
import { createAttemptStore } from '../../../../electron/core/queue/attempt-store.ts'
import { followQueue } from '../../../../electron/core/services/follow-queue.ts'
import { createJobStore } from '../../../../electron/core/queue/job-store.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('names the runs that another connection added or changed', () => {
  const dir = mkdtempSync(join(tmpdir(), 'exlab-test-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const file = join(dir, 'queue.db')
  const other = openDatabase(file)
  let now = 1_000
  const jobs = createJobStore(other, { now: () => (now += 1) })
  const add = (run: string): number =>
    jobs.add({
      folder: `/data/${run}`,
      run,
      instrument: 'SCOPE_01',
      runPath: run,
      target: `nas:${run}`,
      folderIdentity: null,
      about: { label: '', operator: '' },
    }).job.id
  const first = add('first')
  const db = openDatabaseToRead(file)
  const said: string[] = []
  const onBug = vi.fn()
  const stop = followQueue({
    db,
    attempts: createAttemptStore(db, { now: () => now }),
    changes: {
      jobTouched: (id) => said.push(`run ${id}`),
      filesTouched: (id) => said.push(`files ${id}`),
      jobRemoved: (id) => said.push(`gone ${id}`),
      overviewTouched: () => said.push('overview'),
      logAppended: (id, lines) => said.push(`log ${id}: ${lines}`),
    },
    logFile: (jobId, attemptId) => join(dir, `${jobId}-${attemptId}.log`),
    onBug,
  })
  const after = (): string[] => {
    said.length = 0
    vi.advanceTimersByTime(1_000)
    return [...said]
  }
  expect(after()).toEqual([])
  const second = add('second')
  expect(after()).toEqual([`files ${second}`, 'overview'])
  const job = jobs.get(first)
  if (job !== null) jobs.settle(job, 'start')
  expect(after()).toEqual([`run ${first}`, 'overview'])
  jobs.bumpRevision(first)
  expect(after()).toEqual([`files ${first}`, 'overview'])
  expect(after()).toEqual([])
  // another turn is a change, though no activity of the run
  other.prepare('UPDATE jobs SET due_at = 7 WHERE id = ?').run(second)
  expect(after()).toEqual([`run ${second}`, 'overview'])
  // the log of an attempt grows without a change of the queue, up to its last lines
  const attempts = createAttemptStore(other, { now: () => now })
  const { id: attempt } = attempts.begin(first, 'push')
  after()
  const log = join(dir, `${first}-${attempt}.log`)
  appendFileSync(log, 'one\n')
  expect(after()).toEqual([`log ${attempt}: 1`])
  expect(after()).toEqual([])
  appendFileSync(log, 'two\n')
  attempts.end(attempt, 'done', 0, null)
  expect(after()).toContain(`log ${attempt}: 2`)
  appendFileSync(log, 'nobody writes this\n')
  expect(after()).toEqual([])
  stop()
  add('third')
  expect(after()).toEqual([])
  expect(onBug).not.toHaveBeenCalled()
  other.close()
  db.close()
})
