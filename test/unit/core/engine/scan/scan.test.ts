// Tests what a scan in a verify pass makes of files that differ from their rows, in a run that was verified before.
import { mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../../../../electron/core/db/database.ts'
import { scanRun } from '../../../../../electron/core/engine/scan/scan.ts'
import { createFileStore } from '../../../../../electron/core/files/file-store.ts'
import { createExclusionStore } from '../../../../../electron/core/queue/exclusion-store.ts'

const PASS = 1

/** A run with one file, and its row with a digest. */
const setUp = () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'exlab-scan-')))
  const db = openDatabase(':memory:')
  onTestFinished(() => {
    db.close()
    rmSync(folder, { recursive: true })
  })
  db.exec(`INSERT INTO jobs (id, folder, run, instrument, run_path, target, state, created_at, updated_at)
    VALUES (7, '/r', 'r', 'A', 'r', 'nas:r', 'awaiting_verify', 1, 1)`)
  const files = createFileStore(db)
  const file = join(folder, 'a.tif')
  writeFileSync(file, 'aaa')
  utimesSync(file, 1_700_000_000, 1_700_000_000)
  files.append(7, 0, { path: 'a.tif', size: 3, mtimeUs: 1_700_000_000_000_000, skipped: null })
  const digest = { sha256: new Uint8Array(32).fill(1), size: 3, mtimeUs: 1_700_000_000_000_000 }
  files.setDigests(7, [{ seq: 0, ...digest, ctimeUs: 1, inode: 1, settled: true }])
  const scan = (mode: 'proven' | 'resending') =>
    scanRun(
      { id: 7, folder, folderReusedAt: null },
      mode,
      {
        db,
        files,
        exclusions: createExclusionStore(db, () => [], { now: () => 0 }),
        refuse: () => null,
        onRows: () => undefined,
      },
      new AbortController().signal,
    )
  return { files, file, scan, row: () => files.find(7, 'a.tif') }
}

it('a late file that grew since it was sent is new again, and no changed original', async () => {
  const { files, file, scan, row } = setUp()
  files.setStates(7, [{ seq: 0, state: 'sent', lastError: null }])
  writeFileSync(file, 'aaa and more')
  await scan('proven')
  expect(row()).toMatchObject({ state: 'pending', size: 12, sha256: null })
})

it.each(['proven', 'resending'] as const)(
  'an original with another size is changed, and keeps the digest that was proven (%s)',
  async (mode) => {
    const { files, file, scan, row } = setUp()
    const seen = {
      seq: 0,
      state: 'verified',
      remote: null,
      remoteSize: null,
      lastError: null,
    } as const
    files.setRemote(7, seen, PASS)
    writeFileSync(file, 'aaa and more')
    await scan(mode)
    expect(row()).toMatchObject({ state: 'changed', size: 3, sha256: new Uint8Array(32).fill(1) })
  },
)

it.each(['proven', 'resending'] as const)(
  'an original of which the time moved is hashed again before anything is said of it (%s)',
  async (mode) => {
    const { files, file, scan, row } = setUp()
    const seen = {
      seq: 0,
      state: 'verified',
      remote: null,
      remoteSize: null,
      lastError: null,
    } as const
    files.setRemote(7, seen, PASS)
    utimesSync(file, 1_700_003_600, 1_700_003_600)
    expect((await scan(mode)).doubtful).toBe(1)
    expect(row()).toMatchObject({
      state: 'verified',
      mtimeUs: 1_700_003_600_000_000,
      ctimeUs: null,
    })
  },
)
