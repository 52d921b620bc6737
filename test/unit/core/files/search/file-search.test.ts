// The search threads find files as the queue has them: for every chip, on every page, also while the engine writes.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Refusal } from '../../../../../electron/core/errors.ts'
import {
  type Database,
  openDatabase,
  transaction,
} from '../../../../../electron/core/db/database.ts'
import { type FilePages, createFilePages } from '../../../../../electron/core/files/file-pages.ts'
import {
  type FileSearch,
  createFileSearch,
} from '../../../../../electron/core/files/search/file-search.ts'
import type { FileView } from '../../../../../shared/model/list-rows.ts'

const FILES = 30_000
const dir = mkdtempSync(join(tmpdir(), 'exlab-search-'))
const queue = join(dir, 'queue.db')
let db: Database
let search: FileSearch
let pages: FilePages

/** Names that go down while `seq` goes up, so that the order of names is not that of the scan. */
const nameOf = (i: number): string =>
  `tile ${String(FILES - i).padStart(6, '0')}/Frame_${String(i).padStart(6, '0')}${i % 100 === 0 ? '_50%' : ''}.TIF`
const stateOf = (i: number): string => (i % 3 === 0 ? 'failed' : 'verified')
const ALL = Array.from({ length: FILES }, (_, i) => i)

const addJob = (run: string): number => {
  const row = db
    .prepare(
      `INSERT INTO jobs (folder, run, instrument, run_path, target, state, created_at, updated_at)
       VALUES (?, ?, 'A', ?, ?, 'verified', 0, 0) RETURNING id`,
    )
    .get(`/${run}`, run, run, run)
  return Number(row?.['id'])
}
const addFile = (jobId: number, seq: number, path: string, state: string): void =>
  void db
    .prepare(
      'INSERT INTO files (job_id, seq, path, size, mtime_us, state) VALUES (?, ?, ?, 1, 0, ?)',
    )
    .run(jobId, seq, path, state)

const ask = async (
  jobId: number,
  text: string,
  {
    view = 'all',
    offset = 0,
    limit = 200,
    revision = 0,
  }: { view?: FileView; offset?: number; limit?: number; revision?: number } = {},
): Promise<{ seqs: number[]; total: number }> => {
  const page = await pages.page(
    { jobId, createdAt: 0, view, search: text, revision },
    offset,
    limit,
  )
  return { seqs: page.rows.map((row) => row.seq), total: page.total }
}

let big = 0

beforeAll(() => {
  db = openDatabase(queue)
  search = createFileSearch(queue)
  pages = createFilePages(db, search)
  big = addJob('big')
  const other = addJob('other')
  transaction(db, () => {
    for (const i of ALL) addFile(big, i, nameOf(i), stateOf(i))
    addFile(other, 0, 'Frame_000007.TIF', 'verified')
  })
})
afterAll(async () => {
  await search.close()
  db.close()
  rmSync(dir, { recursive: true })
})

describe('search in the files of a run', () => {
  it('finds any case, only in this run, and treats no character as a wildcard', async () => {
    expect(await ask(big, 'frame_000007')).toEqual({ seqs: [7], total: 1 })
    expect(await ask(big, '_50%', { limit: 2 })).toMatchObject({ total: FILES / 100 })
    expect(await ask(big, '_5_%')).toEqual({ seqs: [], total: 0 })
    expect(await ask(big, 'no such file')).toEqual({ seqs: [], total: 0 })
    expect(await ask(big, 'a\0b')).toEqual({ seqs: [], total: 0 })
  })
  it('finds letters of any script, and characters that SQL treats as special', async () => {
    const names = ['Größe/ÄÖÜ.TIF', "it's a_b%.tif", 'a\\b*.tif', 'caf\u0065\u0301.tif', 'cafe.tif']
    const jobId = addJob('odd')
    names.forEach((name, seq) => addFile(jobId, seq, name, 'failed'))
    const found = async (text: string, view: FileView): Promise<string[]> =>
      (await ask(jobId, text, { view })).seqs.map((seq) => names[seq] ?? '').toSorted()
    for (const view of ['all', 'failed'] as const) {
      expect(await found('größe/ä', view)).toEqual([names[0]])
      expect(await found('CAF\u00c9', view)).toEqual([names[3]])
      expect(await found('CAFE', view)).toEqual(['cafe.tif', 'cafe\u0301.tif'])
      expect(await found("T'S A_B%", view)).toEqual([names[1]])
      expect(await found('\\B*', view)).toEqual([names[2]])
      expect(await found('?', view)).toEqual([])
    }
  })
  it('pages through all hits once, in the order of their paths', async () => {
    const hits = ALL.filter((i) => i % 100 === 0).toReversed()
    const seen: number[] = []
    for (let offset = 0; offset < hits.length; offset += 70)
      seen.push(...(await ask(big, '50%', { offset, limit: 70 })).seqs)
    expect(seen).toEqual(hits)
    const all = await ask(big, '.tif', { offset: FILES - 3, limit: 200 })
    expect(all).toEqual({ seqs: [2, 1, 0], total: FILES })
    expect(await ask(big, '.tif', { offset: FILES })).toEqual({ seqs: [], total: FILES })
  })
  it('searches the files of a chip in the order of the scan', async () => {
    const hits = ALL.filter((i) => i % 100 === 0 && i % 3 === 0)
    expect(await ask(big, '50%', { view: 'failed' })).toEqual({
      seqs: hits.slice(0, 200),
      total: hits.length,
    })
    const page = await ask(big, '50%', { view: 'failed', offset: 60, limit: 5 })
    expect(page).toEqual({ seqs: hits.slice(60, 65), total: hits.length })
  })
  it('answers any page of a chip, near an end or far from both', async () => {
    const jobId = addJob('deep')
    transaction(db, () => {
      for (const i of ALL) addFile(jobId, i, nameOf(i), i % 10 === 0 ? 'failed' : 'verified')
    })
    const verified = ALL.filter((i) => i % 10 !== 0)
    for (const offset of [0, 19_990, 20_001, 26_990]) {
      const page = await ask(jobId, '', { view: 'verified', offset, limit: 20 })
      expect(page).toEqual({ seqs: verified.slice(offset, offset + 20), total: verified.length })
    }
  })
  it('answers overlapping chips: attention, failed, retrying and not proven', async () => {
    const jobId = addJob('faulty')
    const states = ['verified', 'size_only', 'failed', 'vanished', 'missing', 'sent'] as const
    const seqs = Array.from({ length: 60 }, (_, i) => i)
    const at = (i: number): string => states[i % states.length] ?? ''
    transaction(db, () => {
      for (const i of seqs) addFile(jobId, i, `c${i}.tif`, at(i))
    })
    const expected: readonly (readonly [FileView, readonly string[]])[] = [
      ['attention', ['size_only', 'failed', 'vanished', 'missing']],
      ['failed', ['failed', 'vanished', 'missing']],
      ['retrying', ['failed', 'missing']],
      ['unproven', ['size_only', 'sent']],
    ]
    for (const [view, within] of expected) {
      const all = seqs.filter((i) => within.includes(at(i)))
      for (const offset of [0, all.length - 3])
        expect(await ask(jobId, '', { view, offset, limit: 5 }), view).toEqual({
          seqs: all.slice(offset, offset + 5),
          total: all.length,
        })
    }
  })
  it('sees files that are added and states that change meanwhile', async () => {
    const jobId = addJob('moving')
    transaction(db, () => {
      for (let i = 0; i < 5_000; i += 1) addFile(jobId, i, `b${i}.tif`, 'pending')
    })
    expect((await ask(jobId, 'B', { limit: 1 })).total).toBe(5_000)
    db.exec('BEGIN IMMEDIATE')
    addFile(jobId, 5_000, 'a_b.tif', 'pending')
    // a row that is not committed yet is not found
    expect((await ask(jobId, 'tif', { limit: 1, revision: 1 })).total).toBe(5_000)
    db.exec('COMMIT')
    expect(await ask(jobId, 'B', { limit: 1 })).toEqual({ seqs: [5_000], total: 5_001 })
    const chip = { view: 'verified', limit: 5 } as const
    expect((await ask(jobId, 'b1', { ...chip, revision: 2 })).total).toBe(0)
    db.prepare(`UPDATE files SET state = 'verified' WHERE job_id = ? AND seq = 1`).run(jobId)
    expect(await ask(jobId, 'b1', { ...chip, revision: 3 })).toEqual({ seqs: [1], total: 1 })
  })
  it('answers the same during and after a prefetch', async () => {
    pages.prefetchSearch({ jobId: big, createdAt: 0 })
    expect((await ask(big, 'frame_00012')).total).toBe(10)
    pages.prefetchSearch({ jobId: big, createdAt: 0 })
    expect((await ask(big, 'FRAME_0002')).total).toBe(100)
    // a run without files and a deleted one have nothing to prefetch
    pages.prefetchSearch({ jobId: addJob('nothing yet'), createdAt: 0 })
    pages.prefetchSearch({ jobId: 999_999, createdAt: 0 })
    expect((await ask(big, 'frame_0002')).total).toBe(100)
  })
  it('rejects a query that a newer one about the same run replaces, and answers the newer one', async () => {
    const older = ask(big, 'frame_0000')
    const newer = ask(big, 'frame_00001')
    await expect(older).rejects.toThrow(Refusal)
    expect((await newer).total).toBe(10)
    const [here, there] = await Promise.all([ask(big, 'frame_000007'), ask(big + 1, 'FRAME')])
    expect([here.total, there.total]).toEqual([1, 1])
  })
})
