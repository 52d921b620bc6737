// A queue that another process works is followed: each run that changed there is named once, and nothing where nothing changed.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { openDatabase, openDatabaseToRead } from '../../../../electron/core/db/database.ts'
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
  const onFault = vi.fn()
  const stop = followQueue(
    db,
    {
      jobTouched: (id) => said.push(`run ${id}`),
      filesTouched: (id) => said.push(`files ${id}`),
      jobRemoved: (id) => said.push(`gone ${id}`),
      overviewTouched: () => said.push('overview'),
    },
    onFault,
  )
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
  stop()
  add('third')
  expect(after()).toEqual([])
  expect(onFault).not.toHaveBeenCalled()
  other.close()
  db.close()
})
