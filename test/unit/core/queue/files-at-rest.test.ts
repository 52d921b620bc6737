// No file is being sent in a run that is not: whatever ends a push, its files wait (docs/spec.md 4).
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../../../electron/core/db/database.ts'
import { JOB_EVENTS, canMove } from '../../../../electron/core/domain/job-state.ts'
import { createFileStore } from '../../../../electron/core/files/file-store.ts'
import { createJobStore } from '../../../../electron/core/queue/job-store.ts'

const ENDS = JOB_EVENTS.filter((event) => canMove('running', event))

it.each(ENDS)('%s', (event) => {
  const dir = mkdtempSync(join(tmpdir(), 'exlab-rest-'))
  const db = openDatabase(join(dir, 'queue.db'))
  onTestFinished(() => {
    db.close()
    rmSync(dir, { recursive: true })
  })
  const jobs = createJobStore(db, { now: () => 1 })
  const files = createFileStore(db)
  const { job } = jobs.add({
    folder: '/acq/Run',
    run: 'Run',
    instrument: 'A',
    runPath: 'Run',
    target: 'nas:Run',
    folderIdentity: null,
    about: { label: '', operator: '' },
  })
  for (const [seq, path] of ['a', 'b', 'c'].entries())
    files.append(job.id, seq, { path, size: 1, mtimeUs: 1, skipped: null })
  jobs.settle(job, 'start')
  const running = jobs.get(job.id)
  if (running === null) throw new Error('the run is gone')
  const tried = { attempt: 1, at: 1 }
  files.setReported(job.id, ['a'], { state: 'sending', lastError: null }, tried)
  files.setReported(job.id, ['b'], { state: 'sent', lastError: null }, tried)
  expect(files.counts(job.id).byState).toMatchObject({ sending: 1, sent: 1, pending: 1 })
  jobs.settle(running, event, { dueAt: null })
  expect(files.counts(job.id).byState).toEqual({ sent: 1, pending: 2 })
})
