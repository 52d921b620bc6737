// Times of files outside of what JavaScript's numbers and dates hold: stored, read and shown without a fault.
import { Stats } from 'node:fs'
import { expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../../../electron/core/db/database.ts'
import { createFilePages } from '../../../../electron/core/files/file-pages.ts'
import { createFileStore } from '../../../../electron/core/files/file-store.ts'
import { createFileSearch } from '../../../../electron/core/files/search/file-search.ts'
import { identityOf } from '../../../../electron/core/lib/file-identity.ts'
import { createJobStore } from '../../../../electron/core/queue/job-store.ts'

const statAt = (mtimeMs: number): Stats =>
  Object.assign(Object.create(Stats.prototype), { size: 1, mtimeMs, ctimeMs: mtimeMs, ino: 1 })

it.each([
  ['1601, where NTFS begins', Date.UTC(1601, 0, 1)],
  ['1901', Date.UTC(1901, 0, 1)],
  ['2400', Date.UTC(2400, 0, 1)],
  ['the end of JavaScript dates', 8.64e15],
  ['beyond any date', 1e19],
  ['before any date', -1e19],
])('%s', async (_, at) => {
  const db = openDatabase(':memory:')
  const search = createFileSearch(':memory:')
  onTestFinished(async () => {
    await search.close()
    db.close()
  })
  const { job } = createJobStore(db, { now: () => 1 }).add({
    folder: '/data/Run',
    run: 'Run',
    instrument: 'SCOPE_01',
    runPath: 'Run',
    target: 'nas:Run',
    folderIdentity: null,
    about: { label: '', operator: '' },
  })
  const files = createFileStore(db)
  const { mtimeUs } = identityOf(statAt(at))
  files.append(job.id, 0, { path: 'a.tif', size: 1, mtimeUs, skipped: null })
  expect(files.find(job.id, 'a.tif')?.mtimeUs).toBe(mtimeUs)
  const shown = createFilePages(db, search).one(job.id, 0)?.file.modifiedAt ?? Number.NaN
  expect(Number.isSafeInteger(shown)).toBe(true)
  expect(() => new Date(shown).toISOString()).not.toThrow()
  if (Math.abs(at) <= 8.64e15) expect(shown).toBe(at)
  // the digest of a file is stored only for its very time
  files.setDigests(job.id, [
    {
      seq: 0,
      sha256: new Uint8Array(32),
      size: 1,
      mtimeUs,
      ctimeUs: mtimeUs,
      inode: 1,
      settled: true,
    },
  ])
  expect(files.find(job.id, 'a.tif')).toMatchObject({ ctimeUs: mtimeUs, inode: 1 })
})
