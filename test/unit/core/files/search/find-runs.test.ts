// Finding runs by the names of their files: newest first, within a time, and a newer search replaces an older one.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Database, openDatabase } from '../../../../../electron/core/db/database.ts'
import { createFileStore } from '../../../../../electron/core/files/file-store.ts'
import {
  type RunFinder,
  createRunFinder,
} from '../../../../../electron/core/files/search/find-runs.ts'
import { CHUNK_ROWS } from '../../../../../electron/core/files/search/match-paths.ts'
import { createJobStore } from '../../../../../electron/core/queue/job-store.ts'
import { createFileNameSearch } from '../../../../../electron/core/services/runs/search-file-names.ts'

let dir = ''
let db: Database
let finder: RunFinder
let add: (run: string, paths: readonly string[]) => number
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'exlab-find-'))
  db = openDatabase(join(dir, 'queue.db'))
  const jobs = createJobStore(db, { now: () => 1 })
  const files = createFileStore(db)
  add = (run, paths) => {
    const { id } = jobs.add({
      folder: `/acq/${run}`,
      run,
      instrument: 'A',
      runPath: run,
      target: `nas:${run}`,
      folderIdentity: null,
      about: { label: '', operator: '' },
    }).job
    for (const [seq, path] of paths.entries())
      files.append(id, seq, { path, size: 1, mtimeUs: 0, skipped: null })
    return id
  }
  add('old', ['raw/Stack Z1.czi', 'notes.txt'])
  const many = Array.from({ length: CHUNK_ROWS + 1 }, (_, i) => `frames/${i}.tif`)
  add('long', [...many, 'summary/Stack Z1.CZI', 'summary/αβ Été.csv'])
  add('without files', [])
  finder = createRunFinder(join(dir, 'queue.db'))
})
afterAll(async () => {
  await finder.close()
  db.close()
  rmSync(dir, { recursive: true })
})

const NO_END = Number.POSITIVE_INFINITY

it('finds a name in any case and script, in every part of a run, newest runs first', async () => {
  const { hits, searched, left } = await finder.find(['z1.czi', 'ÉTÉ', 'absent'], NO_END)
  expect(hits).toEqual([
    { word: 'z1.czi', jobId: 2, path: 'summary/Stack Z1.CZI' },
    { word: 'ÉTÉ', jobId: 2, path: 'summary/αβ Été.csv' },
    { word: 'z1.czi', jobId: 1, path: 'raw/Stack Z1.czi' },
  ])
  // a run without files has none to search
  expect({ searched, left }).toEqual({ searched: 2, left: 0 })
})

it('says how many runs it left when its time was over, or whose files are not listed any more', async () => {
  expect(await finder.find(['z1.czi'], -1)).toEqual({ hits: [], searched: 0, left: 2 })
  const id = add('gone', ['a.tif'])
  db.exec('DROP TRIGGER file_counts_delete')
  db.prepare('DELETE FROM files WHERE job_id = ?').run(id)
  expect(await finder.find(['z1.czi'], NO_END)).toMatchObject({ searched: 2, left: 1 })
})

it('ends when a newer search begins', async () => {
  const first = finder.find(['z1.czi'], NO_END)
  const second = finder.find(['notes'], NO_END)
  await expect(first).rejects.toThrow('Another search took the place of this one.')
  expect((await second).hits).toEqual([{ word: 'notes', jobId: 1, path: 'notes.txt' }])
})

it('lets lists find the runs, by words that are long enough', async () => {
  const search = createFileNameSearch(finder)
  expect(search.runsWithFile('z1.czi')).toEqual([])
  expect((await search.search('no Z1.czi', false)).hits).toEqual([
    { jobId: 2, path: 'summary/Stack Z1.CZI' },
    { jobId: 1, path: 'raw/Stack Z1.czi' },
  ])
  expect(search.runsWithFile('Z1.czi')).toEqual([2, 1])
  // a short word counts beside a long one: both are part of a name
  expect(search.runsWithFile('no')).toEqual([1])
  expect(search.runsWithFile('of')).toEqual([])
  expect(await search.search('of', true)).toEqual({ hits: [], searched: 0, left: 0 })
})
