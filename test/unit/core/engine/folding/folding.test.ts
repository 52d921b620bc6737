// Folding puts one row in the place of a run's file rows only where nothing that they know is lost, survives a kill at any
// point, and gives every row back.
import {
  appendFileSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createReadingFolding } from '../../../../../electron/core/engine/folding/reading-folding.ts'
import { createFilePages } from '../../../../../electron/core/files/file-pages.ts'
import { createFileLevels } from '../../../../../electron/core/files/file-tree-levels.ts'
import { manifestLine } from '../../../../../electron/core/files/folds/manifest-text.ts'
import { DAY, FILES, foldedWorld } from '../../../../helpers/folded-world.ts'
import { needsPosix } from '../../../../helpers/needs-posix.ts'

describe('a verified run at rest', () => {
  it('becomes one row with its counts, and every row comes back from the manifest', async () => {
    const world = foldedWorld()
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
    const world = foldedWorld()
    await world.folding.keepRows(world.job)
    await world.fold()
    expect(world.rows()).toHaveLength(3)
    world.pass(DAY)
    await world.fold()
    expect(world.rows()).toEqual([])
  })

  it('is asked for by two at once and unfolded once', async () => {
    const world = foldedWorld()
    await world.fold()
    expect(await Promise.all([1, 2].map(() => world.folding.unfold(world.job)))).toEqual([
      null,
      null,
    ])
    expect(world.rows()).toHaveLength(3)
  })

  it('is as it was folded until something in its folder moves, and a file that the settings leave out is nothing', async () => {
    const world = foldedWorld()
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

  it.skipIf(needsPosix('an account of Windows may not make links'))(
    'has a late file or a link that is seen',
    async () => {
      const world = foldedWorld()
      await world.fold()
      symlinkSync('/nowhere', join(world.folder, 'link'))
      expect(await world.folding.isAsFolded(world.job, new AbortController().signal)).toBe(false)
    },
  )
})

const MANY = Object.fromEntries(
  Array.from({ length: 2_100 }, (_, i) => [`f${String(i).padStart(5, '0')}`, '']),
)

describe('a program that ends', () => {
  it('while rows are deleted leaves a folded run, and the next one deletes the others', async () => {
    const world = foldedWorld(MANY)
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
    const world = foldedWorld(MANY)
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
    const world = foldedWorld()
    await world.fold()
    change(world.manifest)
    expect(await world.folding.unfold(world.job)).toMatch(words)
    expect(world.rows()).toEqual([])
    expect(world.folds.isFolded(1)).toBe(true)
  })

  it('lies in another folder, that one gives the rows back', async () => {
    const world = foldedWorld()
    await world.fold()
    const work = async () => world.rows().length
    const elsewhere = { id: 1, folder: '/nowhere' }
    expect(await world.folding.withRows(elsewhere, work, { folder: world.folder })).toEqual({
      result: 3,
    })
  })
})

describe('the manifest of the copy', () => {
  const gone = async () => {
    const world = foldedWorld()
    await world.fold()
    const text = readFileSync(world.manifest)
    rmSync(world.folder, { recursive: true })
    return { world, text }
  }

  it('gives the rows back where the folder is gone, and is read no further than it was', async () => {
    const { world, text } = await gone()
    let most = 0
    const copy = async (bytes: number) => {
      most = bytes
      return text
    }
    expect(
      await world.folding.withRows(world.job, async () => world.rows().length, { copy }),
    ).toEqual({ result: 3 })
    expect(most).toBe(text.length)
    expect(world.counts().byState).toEqual({ verified: 3 })
  })

  it('is not asked where the folder has it', async () => {
    const world = foldedWorld()
    await world.fold()
    expect(await world.folding.unfold(world.job, () => Promise.reject(new Error()))).toBeNull()
  })

  it('that is another one, or not there, gives nothing back', async () => {
    const { world, text } = await gone()
    const other = Buffer.from(text)
    other[0] = 48 + ((text[0] ?? 48) === 48 ? 1 : 0)
    for (const found of [other, text.subarray(1), Buffer.concat([text, text]), null])
      expect(await world.folding.unfold(world.job, async () => found)).toMatch(/is not there/)
    expect(world.folds.isFolded(1)).toBe(true)
    expect(world.rows()).toEqual([])
  })

  it('that can not be asked for is the error of who asked; another one looks by itself', async () => {
    const { world, text } = await gone()
    const [first, second, third] = await Promise.allSettled([
      world.folding.unfold(world.job, () => Promise.reject(new Error('no answer'))),
      world.folding.unfold(world.job),
      world.folding.unfold(world.job, async () => text),
    ])
    expect(first).toMatchObject({ status: 'rejected', reason: { message: 'no answer' } })
    expect(second).toMatchObject({ value: expect.stringMatching(/is not there/) })
    expect(third).toMatchObject({ value: null })
    expect(world.rows()).toHaveLength(3)
  })
})

it('the database refuses a pass and a cleanup of a folded run', async () => {
  const world = foldedWorld()
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
  const world = foldedWorld()
  await world.fold()
  await world.folding.forget(1)
  expect(world.folds.isFolded(1)).toBe(false)
  expect(world.counts()).toEqual({ byState: {}, bytes: {} })
})

it('a core that only reads lists the files and writes nothing', async () => {
  const world = foldedWorld()
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
