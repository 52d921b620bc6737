// Folding puts one row in the place of a run's file rows only where nothing that they know is lost, survives a kill at any
// point, and gives every row back.
import { createHash } from 'node:crypto'
import {
  appendFileSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../../../../electron/core/db/database.ts'
import { REST_MS, createFolding } from '../../../../../electron/core/engine/folding/folding.ts'
import { createReadingFolding } from '../../../../../electron/core/engine/folding/reading-folding.ts'
import { createFilePages } from '../../../../../electron/core/files/file-pages.ts'
import { createFileStore } from '../../../../../electron/core/files/file-store.ts'
import { createFileLevels } from '../../../../../electron/core/files/file-tree-levels.ts'
import { createFoldStore } from '../../../../../electron/core/files/folds/fold-store.ts'
import { manifestLine } from '../../../../../electron/core/files/folds/manifest-text.ts'
import { createExclusionStore } from '../../../../../electron/core/queue/exclusion-store.ts'
import { createJobStore } from '../../../../../electron/core/queue/job-store.ts'
import { identityOf } from '../../../../../electron/core/lib/file-identity.ts'

const DAY = 86_400_000
const NOW = Date.UTC(2026, 5, 1)
const VERIFIED_AT = NOW - REST_MS - DAY
const FILES = { 'a.tif': 'aaa', 'a/b.tif': 'bb', 'deep/er/c.tif': 'cccc' }
const sha = (text: string): Buffer => createHash('sha256').update(text).digest()

/** A queue with a verified run, its folder and its manifest; `engine` folds it. */
const setUp = (files: Readonly<Record<string, string>> = FILES) => {
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

type World = ReturnType<typeof setUp>

describe('a verified run at rest', () => {
  it('becomes one row with its counts, and every row comes back from the manifest', async () => {
    const world = setUp()
    const before = world.rows()
    const counts = world.counts()
    await world.fold()
    expect(world.rows()).toEqual([])
    expect(world.folds.isFolded(1)).toBe(true)
    expect(world.counts()).toEqual(counts)
    expect(world.files.total(1)).toBe(3)
    expect(await world.folding.unfold(world.job)).toBeNull()
    // nothing is known of the state of the file that was hashed: it is hashed again before its digest counts
    expect(world.rows()).toEqual(before.map((row) => ({ ...row, ctime_us: null })))
    expect(world.counts()).toEqual(counts)
    expect(world.folds.isFolded(1)).toBe(false)
  })

  it('keeps its rows for a day after somebody asked for them, and is folded again then', async () => {
    const world = setUp()
    await world.folding.keepRows(world.job)
    await world.fold()
    expect(world.rows()).toHaveLength(3)
    world.pass(DAY)
    await world.fold()
    expect(world.rows()).toEqual([])
  })

  it('is asked for by two at once and unfolded once', async () => {
    const world = setUp()
    await world.fold()
    expect(await Promise.all([1, 2].map(() => world.folding.unfold(world.job)))).toEqual([
      null,
      null,
    ])
    expect(world.rows()).toHaveLength(3)
  })

  it('is as it was folded until something in its folder moves, and a file that the settings leave out is nothing', async () => {
    const world = setUp()
    await world.fold()
    const isAsFolded = () => world.folding.isAsFolded(world.job, new AbortController().signal)
    expect(await isAsFolded()).toBe(true)
    writeFileSync(join(world.folder, 'Thumbs.db'), 'x')
    expect(await isAsFolded()).toBe(true)
    const path = join(world.folder, 'a.tif')
    const { atime, mtime } = lstatSync(path)
    writeFileSync(path, 'xxx')
    utimesSync(path, atime, mtime)
    expect(await isAsFolded()).toBe(false)
  })

  it('has a late file or a link that is seen', async () => {
    const world = setUp()
    await world.fold()
    symlinkSync('/nowhere', join(world.folder, 'link'))
    expect(await world.folding.isAsFolded(world.job, new AbortController().signal)).toBe(false)
  })
})

const KEEPS: readonly (readonly [string, (world: World) => void])[] = [
  [
    'that is not at rest for 90 days',
    ({ db }) => db.exec(`UPDATE jobs SET updated_at = ${NOW - REST_MS + 1}`),
  ],
  [
    'with a check within 90 days',
    ({ db }) =>
      db.exec(
        `INSERT INTO attempts (job_id, number, phase, started_at, ended_at) VALUES (1, 1, 'verify', 1, ${NOW - DAY})`,
      ),
  ],
  [
    'with an attempt that was cut off',
    ({ db }) =>
      db.exec(
        `INSERT INTO attempts (job_id, number, phase, started_at) VALUES (1, 1, 'verify', 1)`,
      ),
  ],
  ['that a restore of the queue put back', ({ db }) => db.exec('UPDATE jobs SET restored_at = 1')],
  ['whose last check could not look', ({ db }) => db.exec(`UPDATE jobs SET last_error = '{}'`)],
  ['whose folder is another run', ({ db }) => db.exec('UPDATE jobs SET folder_reused_at = 1')],
  [
    'that was cleaned up',
    ({ db }) =>
      db.exec(
        `UPDATE files SET state = 'cleaned'; UPDATE jobs SET state = 'cleanup_eligible'; UPDATE jobs SET state = 'cleaned'`,
      ),
  ],
  [
    'with an excluded file',
    ({ db }) => db.exec(`UPDATE files SET state = 'excluded' WHERE seq = 1`),
  ],
  [
    'with an exclusion that met nothing',
    ({ db }) =>
      db.exec(
        `INSERT INTO exclusions (job_id, kind, pattern, by, note, at) VALUES (1, 'pattern', '*.tmp', 'x', '', 1)`,
      ),
  ],
  ['with a name on the NAS', ({ db }) => db.exec(`UPDATE files SET nas_name = 'b' WHERE seq = 1`)],
  ['with a note on a file', ({ db }) => db.exec(`UPDATE files SET last_error = 'x' WHERE seq = 1`)],
  [
    'with a digest of an unknown state of a file',
    ({ db }) => db.exec('UPDATE files SET ctime_us = NULL WHERE seq = 1'),
  ],
  [
    'with a time that no number holds',
    ({ db }) => db.exec('UPDATE files SET mtime_us = -5 WHERE seq = 1'),
  ],
  ['without a manifest', ({ manifest }) => rmSync(manifest)],
  [
    'with another manifest',
    ({ manifest }) => appendFileSync(manifest, `${'0'.repeat(64)}  more.tif\n`),
  ],
  [
    'with a link in the place of the manifest',
    ({ manifest, dir }) => {
      rmSync(manifest)
      symlinkSync(join(dir, 'queue.db'), manifest)
    },
  ],
  ['with a file that is gone', ({ folder }) => rmSync(join(folder, 'a.tif'))],
  ['with a late file', ({ folder }) => writeFileSync(join(folder, 'late.tif'), 'x')],
  ['whose folder is gone', ({ folder }) => rmSync(folder, { recursive: true })],
]

describe('a run keeps its rows', () => {
  it.each(KEEPS)('%s', async (_what, change) => {
    const world = setUp()
    change(world)
    const before = world.rows()
    await world.fold()
    expect(world.rows()).toEqual(before)
    expect(world.folds.isFolded(1)).toBe(false)
  })

  it('while something runs, and where the program is ending', async () => {
    const world = setUp()
    world.setBusy(true)
    await world.fold()
    expect(world.rows()).toHaveLength(3)
    world.setBusy(false)
    await world.fold(AbortSignal.abort())
    expect(world.rows()).toHaveLength(3)
    await world.fold()
    expect(world.rows()).toEqual([])
  })

  it('while somebody reads them', async () => {
    const world = setUp()
    const read = await world.folding.withRows(world.job, async () => {
      await world.fold()
      return world.rows().length
    })
    expect(read).toEqual({ result: 3 })
    world.pass(DAY)
    await world.fold()
    expect(world.rows()).toEqual([])
  })

  it('and is not walked again within a day', async () => {
    const world = setUp()
    const path = join(world.folder, 'late.tif')
    writeFileSync(path, 'x')
    await world.fold()
    rmSync(path)
    await world.fold()
    expect(world.rows()).toHaveLength(3)
    world.pass(DAY)
    await world.fold()
    expect(world.rows()).toEqual([])
  })
})

const MANY = Object.fromEntries(
  Array.from({ length: 2_100 }, (_, i) => [`f${String(i).padStart(5, '0')}`, '']),
)

describe('a program that ends', () => {
  it('while rows are deleted leaves a folded run, and the next one deletes the others', async () => {
    const world = setUp(MANY)
    const counts = world.counts()
    const stopping = new AbortController()
    const { dropRows } = world.folds
    world.folds.dropRows = (job, limit) => {
      stopping.abort()
      return dropRows(job, limit)
    }
    await world.fold(stopping.signal)
    const left = world.rows().length
    expect(left).toBeGreaterThan(0)
    expect(left).toBeLessThan(2_100)
    expect(world.counts()).toEqual(counts)
    await world.open().foldAtRest(new AbortController().signal)
    expect(world.rows()).toEqual([])
    expect(world.counts()).toEqual(counts)
  })

  it('while rows are written back leaves a folded run, which is unfolded whole', async () => {
    const world = setUp(MANY)
    const before = world.rows()
    await world.fold()
    const { restoreRows } = world.folds
    let batches = 0
    world.folds.restoreRows = (job, rows) => {
      batches += 1
      if (batches === 2) throw new Error('ended')
      restoreRows(job, rows)
    }
    await expect(world.folding.unfold(world.job)).rejects.toThrow('ended')
    expect(world.folds.isFolded(1)).toBe(true)
    world.folds.restoreRows = restoreRows
    expect(await world.open().unfold(world.job)).toBeNull()
    expect(world.rows()).toEqual(before.map((row) => ({ ...row, ctime_us: null })))
  })
})

const WRONG: readonly (readonly [string, RegExp, (manifest: string) => void])[] = [
  ['is gone', /is not there/, rmSync],
  [
    'has another digest',
    /is not the one/,
    (path) => writeFileSync(path, manifestLine('0'.repeat(64), 'a.tif')),
  ],
  ['has a line more', /is not the one/, (path) => appendFileSync(path, 'x')],
  [
    'is a folder',
    /can't be read/,
    (path) => {
      rmSync(path)
      mkdirSync(path)
    },
  ],
]

describe('where the manifest', () => {
  it.each(WRONG)('%s, that is said and nothing is claimed', async (_what, words, change) => {
    const world = setUp()
    await world.fold()
    change(world.manifest)
    expect(await world.folding.unfold(world.job)).toMatch(words)
    expect(world.rows()).toEqual([])
    expect(world.folds.isFolded(1)).toBe(true)
  })

  it('lies in another folder, that one gives the rows back', async () => {
    const world = setUp()
    await world.fold()
    const work = async () => world.rows().length
    const elsewhere = { id: 1, folder: '/nowhere' }
    expect(await world.folding.withRows(elsewhere, work, world.folder)).toEqual({ result: 3 })
  })
})

it('the database refuses a pass and a cleanup of a folded run', async () => {
  const world = setUp()
  await world.fold()
  expect(() =>
    world.db.exec(
      `INSERT INTO verify_passes (job_id, attempt, at, verified, proof, files, bytes, tools) VALUES (1, 1, 1, 1, 'sha256', 3, 9, '')`,
    ),
  ).toThrow(/folded/)
  expect(() =>
    world.db.exec(`INSERT INTO cleanups (job_id, decided_at, evidence) VALUES (1, 1, '')`),
  ).toThrow(/folded/)
})

it('a run whose files are forgotten has no rows and no counts', async () => {
  const world = setUp()
  await world.fold()
  await world.folding.forget(1)
  expect(world.folds.isFolded(1)).toBe(false)
  expect(world.counts()).toEqual({ byState: {}, bytes: {} })
})

it('a core that only reads lists the files and writes nothing', async () => {
  const world = setUp()
  await world.fold()
  const { db } = world
  const search = {
    find: () => Promise.reject(new Error()),
    prepare: () => undefined,
    close: () => Promise.resolve(),
  }
  const stores = {
    folds: world.folds,
    exclusions: world.exclusions,
    files: world.files,
    pages: createFilePages(db, search),
    levels: createFileLevels(db),
  }
  const reading = createReadingFolding(stores)
  onTestFinished(reading.close)
  expect(await reading.folding.keepRows(world.job)).toBeNull()
  const query = { jobId: 1, createdAt: 1, view: 'all', search: '', revision: 0 } as const
  const page = await reading.stores.pages.page(query, 0, 10)
  expect(page.rows.map(({ path }) => path).sort()).toEqual(Object.keys(FILES).sort())
  expect([...reading.stores.files.proven(1)].map(({ path }) => path)).toEqual(
    Object.keys(FILES).sort(),
  )
  expect(reading.stores.files.counts(1)).toEqual(world.counts())
  await expect(reading.stores.pages.page({ ...query, search: 'a' }, 0, 10)).rejects.toThrow(
    /manifest/,
  )
  expect(world.rows()).toEqual([])
  expect(world.folds.isFolded(1)).toBe(true)
})
