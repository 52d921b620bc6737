// After a deletion the proven jobs of the run say that the originals are gone; the others keep what they are.
import { expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../../../../electron/core/db/database.ts'
import { followCleanup } from '../../../../../electron/core/engine/cleanup/follow-cleanup.ts'
import { createFileStore } from '../../../../../electron/core/files/file-store.ts'
import { createFolderStore } from '../../../../../electron/core/queue/folder-store.ts'
import { createJobStore } from '../../../../../electron/core/queue/job-store.ts'

const setUp = () => {
  const db = openDatabase(':memory:')
  onTestFinished(() => db.close())
  const touched: number[] = []
  const deps = {
    db,
    jobs: createJobStore(db, { now: () => 5 }),
    files: createFileStore(db),
    folders: createFolderStore(db),
    changes: { jobTouched: (id: number) => void touched.push(id), filesTouched: () => undefined },
  }
  let lead: number | null = null
  /** Adds a job of the run whose files are all verified; then sets columns of it. */
  const add = (slot: string, columns: Record<string, string | number | null>): number => {
    const { id } = deps.jobs.add({
      folder: '/acq/Run',
      run: 'Run',
      instrument: 'A',
      runPath: 'Run',
      target: `${slot}:Run`,
      folderIdentity: null,
      about: { label: '', operator: '' },
      ...(lead === null ? {} : { further: { slot, lead } }),
    }).job
    lead ??= id
    for (const [seq, path] of ['gone.tif', 'kept.tif'].entries())
      db.prepare(
        `INSERT INTO files (job_id, seq, path, size, mtime_us, state, sha256) VALUES (?, ?, ?, 3, 1, 'verified', zeroblob(32))`,
      ).run(id, seq, path)
    for (const [column, value] of Object.entries({ verified_at: 1, ...columns }))
      db.prepare(`UPDATE jobs SET ${column} = ? WHERE id = ?`).run(value, id)
    return id
  }
  const stateOf = (id: number) => [deps.jobs.get(id)?.state, deps.files.counts(id).byState]
  return { db, deps, add, stateOf, touched }
}
const failure = JSON.stringify({
  kind: 'network',
  reason: 'network_unreachable',
  message: 'm',
  exitCode: null,
  stderr: '',
  attempt: null,
  at: 0,
})

it('brings along the proven ones alone, file by file', () => {
  const { db, deps, add, stateOf, touched } = setUp()
  const first = add('', { state: 'verified' })
  const proven = add('proven', { state: 'verified' })
  const unseen = add('unseen', { state: 'verified', last_error: failure })
  const waiting = add('waiting', { state: 'awaiting_verify' })
  const both = { verified: 2 }
  followCleanup(proven, deps)
  expect(stateOf(proven)).toEqual(['verified', both])
  db.exec(
    `UPDATE files SET state = 'cleaned' WHERE job_id = ${first} AND path = 'gone.tif';
     UPDATE jobs SET state = 'cleanup_eligible' WHERE id = ${first};
     UPDATE jobs SET state = 'cleaned', maintenance_at = 77 WHERE id = ${first}`,
  )
  // whichever job of the run is asked for
  followCleanup(waiting, deps)
  expect(stateOf(proven)).toEqual(['cleaned', { cleaned: 1, verified: 1 }])
  expect(deps.jobs.get(proven)?.maintenanceAt).toBe(77)
  // its last check could not look, so nobody knows what is there
  expect(stateOf(unseen)).toEqual(['verified', both])
  expect(stateOf(waiting)).toEqual(['awaiting_verify', both])
  expect(touched).toEqual([proven])
})
