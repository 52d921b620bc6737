// A level of a run's folder tree is the same as grouping all paths in memory, whatever characters the names have.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Database, openDatabase, transaction } from '../../../../electron/core/db/database.ts'
import { createFileLevels } from '../../../../electron/core/files/file-tree-levels.ts'
import { createFileStore } from '../../../../electron/core/files/file-store.ts'
import { createJobStore } from '../../../../electron/core/queue/job-store.ts'
import { compareNames } from '../../../../shared/natural-order.ts'
import type { FileState } from '../../../../shared/model/model.ts'

const HOSTILE = [
  'a',
  'a/b',
  'a/b/c',
  'a.b',
  'a b/x',
  'a0',
  'a0/x',
  'a!/y',
  'b/%',
  'b/%/_',
  'b/\\',
  "b/'",
  'b/"x',
  '-rf/--help',
  'µ/ß/\u00e9.tif',
  'µ/ß/e\u0301.tif',
  '😀/😀/1.tif',
  '😀/\u{10ffff}',
  '😀/\u{10ffff}x/2',
  'z/\u{10ffff}/1',
  '~',
  ' /lead',
  'deep/1/2/3/4/5/6/file',
]

/** SQLite's order of texts: by bytes. */
const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

/** Levels with more entries are in the order of their paths. */
const MAX_SORTED = 2_000

/** The level computed from all paths in memory: a short one in natural order. */
const expectedLevel = (paths: readonly string[], folder: string): string[] => {
  const start = folder === '' ? 0 : folder.length + 1
  const inside = paths.filter((path) => folder === '' || path.startsWith(`${folder}/`))
  const entries = inside.toSorted(byBytes).map((path) => {
    const slash = path.indexOf('/', start)
    return slash === -1 ? path : `${path.slice(0, slash)}/`
  })
  const level = [...new Set(entries)]
  const nameOf = (entry: string): string => entry.slice(start).replace(/\/$/, '')
  return level.length > MAX_SORTED
    ? level
    : level.toSorted((a, b) => compareNames(nameOf(a), nameOf(b)))
}

describe('levels of the folder tree', () => {
  let db: Database
  beforeAll(() => {
    db = openDatabase(':memory:')
  })
  afterAll(() => db.close())

  let made = 0
  const runOf = (
    paths: readonly string[],
    state: (path: string) => FileState = () => 'pending',
  ) => {
    made += 1
    const name = `run ${made}`
    const { job } = createJobStore(db, { now: Date.now }).add({
      folder: `/data/${name}`,
      run: name,
      instrument: 'SCOPE_01',
      runPath: name,
      target: `nas:${name}`,
      folderIdentity: null,
      about: { label: '', operator: '' },
    })
    const files = createFileStore(db)
    const append = (more: readonly string[]): void =>
      transaction(db, () => {
        let seq = files.nextSeq(job.id)
        for (const path of more) {
          files.append(job.id, seq, { path, size: 1, mtimeUs: 0, skipped: null })
          files.setStates(job.id, [{ seq, state: state(path), lastError: null }])
          seq += 1
        }
      })
    append(paths)
    const levels = createFileLevels(db)
    const shown = async (folder: string, size = 7): Promise<string[]> => {
      const out: string[] = []
      for (;;) {
        const { entries, total } = await levels.page(job.id, folder, out.length, size)
        out.push(...entries.map((one) => (one.kind === 'file' ? one.path : `${one.path}/`)))
        if (out.length >= total || entries.length === 0) return out
      }
    }
    return { id: job.id, levels, shown, append }
  }

  it('are right for hostile names', async () => {
    const { shown, levels, id } = runOf(HOSTILE)
    const look = async (folder: string): Promise<void> => {
      expect(await shown(folder), folder).toEqual(expectedLevel(HOSTILE, folder))
      const { entries } = await levels.page(id, folder, 0, 200)
      for (const entry of entries) {
        if (entry.kind === 'file') continue
        const inside = HOSTILE.filter((path) => path.startsWith(`${entry.path}/`))
        expect(entry.files, entry.path).toBe(inside.length)
        await look(entry.path)
      }
    }
    await look('')
  })

  it('are in natural order: numbers by their value, files and folders alike', async () => {
    const { shown } = runOf(['read_1/a', 'read_10/a', 'read_2/a', 'x9.tif', 'x10.tif', 'read_3'])
    expect(await shown('', 2)).toEqual([
      'read_1/',
      'read_2/',
      'read_3',
      'read_10/',
      'x9.tif',
      'x10.tif',
    ])
  })

  it('have only the files of their own run', async () => {
    const first = runOf(['a/1', 'z'])
    const second = runOf(['b/2'])
    expect(await first.shown('')).toEqual(['a/', 'z'])
    expect(await second.shown('')).toEqual(['b/'])
    expect(await second.shown('a')).toEqual([])
  })

  it('are paged from any offset, and grow when files are added', async () => {
    const names = Array.from({ length: 5_000 }, (_, i) => `f${String(i).padStart(5, '0')}`)
    const paths = names.flatMap((name, i) => (i % 3 === 0 ? [`${name}/1`, `${name}/2`] : [name]))
    const { shown, levels, id, append } = runOf(paths)
    const whole = expectedLevel(paths, '')
    expect(await shown('', 200)).toEqual(whole)
    for (const offset of [0, 99, 100, 101, 1_999, 2_000, 2_001, 4_990]) {
      const { entries, total } = await levels.page(id, '', offset, 20)
      expect(total).toBe(5_000)
      expect(entries.map((one) => one.path)).toEqual(
        whole.slice(offset, offset + 20).map((path) => path.replace(/\/$/, '')),
      )
    }
    append(['f00000x'])
    expect((await levels.page(id, '', 0, 3)).total).toBe(5_001)
    expect((await levels.page(id, '', 1, 1)).entries[0]?.path).toBe('f00000x')
  })

  it('show the worst state below a folder, down to the file', async () => {
    const paths = ['ok/1', 'ok/2', 'bad/deep/x', 'bad/y', 'big/a', 'bad0']
    const states: Record<string, FileState> = {
      'bad/deep/x': 'failed',
      'bad/y': 'missing',
      'big/a': 'size_only',
    }
    const { levels, id } = runOf(paths, (path) => states[path] ?? 'verified')
    const statesOf = async (folder: string) => {
      const { entries } = await levels.page(id, folder, 0, 50)
      return Object.fromEntries(
        entries.flatMap((one) => (one.kind === 'folder' ? [[one.path, one.state]] : [])),
      )
    }
    expect(await statesOf('')).toEqual({ bad: 'failed', big: 'size_only', ok: 'verified' })
    expect(await statesOf('bad')).toEqual({ 'bad/deep': 'failed' })
    const mixed = runOf(['p/1', 'q/1'], (path) => (path === 'p/1' ? 'verified' : 'pending'))
    const { entries } = await mixed.levels.page(mixed.id, '', 0, 50)
    // the run has verified and pending files, so neither state is claimed for a folder
    expect(entries).toMatchObject([{ state: null }, { state: null }])
  })
})
