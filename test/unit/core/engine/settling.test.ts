// What is written after an attempt is written once, also where the disk was full in between and it is asked for again.
import { expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../../../electron/core/db/database.ts'
import { DEFAULT_SETTINGS } from '../../../../electron/core/domain/config.ts'
import type { EngineDeps } from '../../../../electron/core/engine/engine-types.ts'
import { createSettling } from '../../../../electron/core/engine/settling.ts'
import { createFileStore } from '../../../../electron/core/files/file-store.ts'
import { createAttemptStore } from '../../../../electron/core/queue/attempt-store.ts'
import { createFolderStore } from '../../../../electron/core/queue/folder-store.ts'
import { createJobStore } from '../../../../electron/core/queue/job-store.ts'
import { createVerifyPassStore } from '../../../../electron/core/queue/verify-pass-store.ts'

it('a deletion that could be noted for the first job alone is noted for the others later, and no pass is noted twice', () => {
  const db = openDatabase(':memory:')
  onTestFinished(() => db.close())
  let now = 1_000
  const clock = { now: () => now }
  const files = createFileStore(db)
  let isFull = true
  const deps = {
    db,
    clock,
    jobs: createJobStore(db, clock),
    attempts: createAttemptStore(db, clock),
    passStore: createVerifyPassStore(db),
    folders: createFolderStore(db),
    changes: { jobTouched: () => undefined, filesTouched: () => undefined },
    files: {
      ...files,
      moveAll(...args: Parameters<typeof files.moveAll>) {
        if (isFull) throw new Error('database or disk is full')
        return files.moveAll(...args)
      },
    },
  }
  const { jobs, attempts, passStore } = deps
  const run = { folder: '/data/Run', run: 'Run', instrument: 'A', runPath: 'Run' }
  const none = { folderIdentity: null, about: { label: '', operator: '' } }
  const lead = jobs.add({ ...run, ...none, target: 'nas:Run' }).job.id
  const further = { slot: 'archive', lead }
  const other = jobs.add({ ...run, ...none, target: 'archive:Run', further }).job.id
  for (const id of [lead, other])
    db.exec(
      `INSERT INTO files (job_id, seq, path, size, mtime_us, state, sha256) VALUES (${id}, 0, 'a.tif', 3, 1, 'verified', zeroblob(32));
       UPDATE jobs SET state = 'verified', verified_at = 1 WHERE id = ${id}`,
    )
  const begun = attempts.begin(lead, 'cleanup')
  db.exec(
    `UPDATE jobs SET state = 'cleanup_eligible' WHERE id = ${lead};
     UPDATE files SET state = 'cleaned' WHERE job_id = ${lead}`,
  )
  // settling asks for these members alone
  const settle = createSettling(deps as unknown as EngineDeps, {
    failed: () => undefined,
    worked: () => undefined,
  })
  const outcome = { next: 'cleaned', proof: 'sha256', tools: 't', keptFiles: [] } as const
  const again = (): void => settle(lead, null, begun, outcome, DEFAULT_SETTINGS)
  expect(again).toThrow('full')
  expect([jobs.get(lead)?.state, jobs.get(other)?.state]).toEqual(['cleaned', 'verified'])
  const before = jobs.get(lead)
  now = 5_000
  isFull = false
  again()
  expect(jobs.get(lead)).toEqual(before)
  expect(passStore.passes(lead).map(({ at }) => at)).toEqual([1_000])
  expect(jobs.get(other)?.state).toBe('cleaned')
  expect(files.counts(other).byState).toEqual({ cleaned: 1 })
})
