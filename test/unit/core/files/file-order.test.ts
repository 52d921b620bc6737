// The list of a run's files as a person reads it: problems first, a short list in natural order, every file once.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Database, openDatabase, transaction } from '../../../../electron/core/db/database.ts'
import { createFilePages } from '../../../../electron/core/files/file-pages.ts'
import { createFileStore } from '../../../../electron/core/files/file-store.ts'
import type { FileSearch } from '../../../../electron/core/files/search/file-search.ts'
import { createJobStore } from '../../../../electron/core/queue/job-store.ts'
import type { FileView } from '../../../../shared/model/list-rows.ts'
import type { FileState } from '../../../../shared/model/model.ts'

describe('the list of files', () => {
  let db: Database
  beforeAll(() => {
    db = openDatabase(':memory:')
  })
  afterAll(() => db.close())

  let made = 0
  const runOf = (paths: readonly string[], states: Readonly<Record<string, FileState>> = {}) => {
    made += 1
    const { job } = createJobStore(db, { now: Date.now }).add({
      folder: `/data/${made}`,
      run: `${made}`,
      instrument: 'SCOPE_01',
      runPath: `${made}`,
      target: `nas:${made}`,
      folderIdentity: null,
      about: { label: '', operator: '' },
    })
    const files = createFileStore(db)
    const setState = (seq: number, state: FileState): void =>
      files.setStates(job.id, [{ seq, state, lastError: null }])
    transaction(db, () => {
      for (const [seq, path] of paths.entries()) {
        files.append(job.id, seq, { path, size: 1, mtimeUs: 0, skipped: null })
        setState(seq, states[path] ?? 'verified')
      }
    })
    const pages = createFilePages(db, { prepare: () => undefined } as unknown as FileSearch)
    const page = async (
      offset: number,
      limit: number,
      view: FileView = 'all',
      problemsFirst = true,
    ) =>
      pages.page(
        { jobId: job.id, createdAt: job.createdAt, view, search: '', revision: 1, problemsFirst },
        offset,
        limit,
      )
    const listed = async (view: FileView = 'all', size = 3): Promise<string[]> => {
      const out: string[] = []
      for (;;) {
        const { rows, total } = await page(out.length, size, view)
        out.push(...rows.map(({ path }) => path))
        if (out.length >= total || rows.length === 0) return out
      }
    }
    return { page, listed, setState }
  }

  it('is in natural order, folder by folder', async () => {
    const paths = ['a.tif', 'read_1/x', 'read_10/x', 'read_2/b', 'read_2/a', 'z10', 'z9']
    const { listed, page } = runOf(paths)
    expect(await listed()).toEqual([
      'a.tif',
      'read_1/x',
      'read_2/a',
      'read_2/b',
      'read_10/x',
      'z9',
      'z10',
    ])
    const { rows } = await page(0, 9, 'all', false)
    expect(rows.map(({ path }) => path)).toEqual(paths)
  })

  it('has what needs attention first, as it is now', async () => {
    const { listed, setState } = runOf(['f1', 'f2', 'f10', 'f11'], {
      f10: 'failed',
      f2: 'mismatch',
    })
    expect(await listed()).toEqual(['f2', 'f10', 'f1', 'f11'])
    expect(await listed('verified')).toEqual(['f1', 'f11'])
    expect(await listed('failed')).toEqual(['f2', 'f10'])
    setState(2, 'verified')
    setState(3, 'vanished')
    expect(await listed()).toEqual(['f2', 'f11', 'f1', 'f10'])
  })

  it('of a long run has what needs attention first, and every other row once on any page', async () => {
    const paths = Array.from({ length: 2_500 }, (_, i) => `f${i}`)
    const bad = [0, 7, 8, 1_200, 2_499]
    const { listed, page } = runOf(
      paths,
      Object.fromEntries(bad.map((i): [string, FileState] => [`f${i}`, 'failed'])),
    )
    const expected = [...bad.map((i) => `f${i}`), ...paths.filter((_, i) => !bad.includes(i))]
    expect(await listed('all', 200)).toEqual(expected)
    for (const offset of [0, 3, 4, 5, 6, 9, 11, 1_203, 2_490]) {
      const { rows, total } = await page(offset, 20)
      expect(total).toBe(2_500)
      expect(
        rows.map(({ path }) => path),
        String(offset),
      ).toEqual(expected.slice(offset, offset + 20))
    }
  })
})
