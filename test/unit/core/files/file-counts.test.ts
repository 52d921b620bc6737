// The counts of all runs at once are those of each run.
import { expect, it } from 'vitest'
import { openInMemory } from '../../../../electron/core/db/database.ts'
import { createFileStore } from '../../../../electron/core/files/file-store.ts'

it('counts of all runs are those of each run; a run without files has none', () => {
  const db = openInMemory()
  db.exec(`INSERT INTO jobs (id, folder, run, instrument, run_path, target, state, created_at, updated_at)
    VALUES (1, '/a', 'a', 'I', 'a', 'n:a', 'queued', 0, 0), (2, '/b', 'b', 'I', 'b', 'n:b', 'queued', 0, 0),
    (3, '/c', 'c', 'I', 'c', 'n:c', 'queued', 0, 0)`)
  const files = createFileStore(db)
  for (const [job, size] of [
    [1, 5],
    [1, 7],
    [2, 11],
  ] as const)
    files.append(job, files.nextSeq(job), {
      path: `${size}`,
      size,
      mtimeUs: 0,
      skipped: size === 7 ? 'a link' : null,
    })
  // a damaged state counts as failed
  db.exec(
    `PRAGMA ignore_check_constraints = ON; UPDATE file_counts SET state = 'x' WHERE job_id = 2`,
  )
  const all = files.countsOfAll()
  expect(all.get(1)).toEqual({
    byState: { pending: 1, skipped: 1 },
    bytes: { pending: 5, skipped: 7 },
  })
  expect(all.get(2)).toEqual({ byState: { failed: 1 }, bytes: { failed: 11 } })
  expect(all.get(3)).toBeUndefined()
  for (const id of [1, 2]) expect(all.get(id)).toEqual(files.counts(id))
})
