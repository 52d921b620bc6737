// A queue with one verified run at rest, its folder and its manifest, for tests of folding.
import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openDatabase } from '../../electron/core/db/database.ts'
import { REST_MS, createFolding } from '../../electron/core/engine/folding/folding.ts'
import { createFileStore } from '../../electron/core/files/file-store.ts'
import { createFoldStore } from '../../electron/core/files/folds/fold-store.ts'
import { manifestLine } from '../../electron/core/files/folds/manifest-text.ts'
import { createExclusionStore } from '../../electron/core/queue/exclusion-store.ts'
import { createJobStore } from '../../electron/core/queue/job-store.ts'
import { identityOf } from '../../electron/core/lib/file-identity.ts'

export const DAY = 86_400_000
export const NOW = Date.UTC(2026, 5, 1)
const VERIFIED_AT = NOW - REST_MS - DAY
export const FILES = { 'a.tif': 'aaa', 'a/b.tif': 'bb', 'deep/er/c.tif': 'cccc' }
const sha = (text: string): Buffer => createHash('sha256').update(text).digest()

/** A queue with a verified run, its folder and its manifest. */
export const foldedWorld = (files: Readonly<Record<string, string>> = FILES) => {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'exlab-folding-')))
  const folder = join(dir, 'Run')
  const db = openDatabase(join(dir, 'queue.db'))
  onTestFinished(() => {
    db.close()
    rmSync(dir, { recursive: true })
  })
  db.prepare(
    `INSERT INTO jobs (folder, run, instrument, run_path, target, state, created_at, updated_at, verified_at)
     VALUES (?, 'Run', 'A', 'Run', 'nas:Run', 'verified', 1, ?, ?)`,
  ).run(folder, VERIFIED_AT, VERIFIED_AT)
  const paths = Object.keys(files).sort()
  const manifest = join(folder, '.exlab-wizard/checksums.sha256')
  mkdirSync(dirname(manifest), { recursive: true })
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), files[path] ?? '')
  }
  writeFileSync(
    manifest,
    paths.map((path) => manifestLine(sha(files[path] ?? '').toString('hex'), path)).join(''),
  )
  // the last file came later: its row is the last one, wherever its name stands
  const late = [...paths.slice(1), ...paths.slice(0, 1)]
  for (const [seq, path] of late.entries()) {
    const { size, mtimeUs, ctimeUs, inode } = identityOf(lstatSync(join(folder, path)))
    db.prepare(
      `INSERT INTO files (job_id, seq, path, size, mtime_us, state, sha256, ctime_us, inode, seen_pass, attempts, tried_in, tried_at)
       VALUES (1, ?, ?, ?, ?, 'verified', ?, ?, ?, 2, 1, 1, ?)`,
    ).run(seq, path, size, mtimeUs, sha(files[path] ?? ''), ctimeUs, inode, seq === 0 ? null : 7)
  }
  let now = NOW
  let busy = false
  const clock = { now: () => now, uptime: () => now, boot: 'x', steadyFor: () => now }
  const stores = {
    folds: createFoldStore(db),
    files: createFileStore(db),
    exclusions: createExclusionStore(db, () => ['Thumbs.db'], clock as never), // its clock is asked for now() alone
    jobs: createJobStore(db, clock as never), // as above
  }
  const open = () => createFolding({ ...stores, clock: clock as never, isBusy: () => busy })
  const folding = open()
  const rows = () =>
    db
      .prepare(
        'SELECT seq, path, size, mtime_us, state, sha256, seen_pass, attempts, tried_in, tried_at, ctime_us FROM files ORDER BY seq',
      )
      .all()
  return {
    ...stores,
    db,
    dir,
    folder,
    manifest,
    folding,
    open,
    rows,
    job: { id: 1, folder },
    fold: (signal = new AbortController().signal) => folding.foldAtRest(signal),
    counts: () => stores.files.counts(1),
    pass: (ms: number) => void (now += ms),
    setBusy: (is: boolean) => void (busy = is),
  }
}
