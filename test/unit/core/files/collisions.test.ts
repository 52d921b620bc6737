// Tests which paths of a run are found to be one name on a server that does not tell them apart.
import { expect, it } from 'vitest'
import { openInMemory } from '../../../../electron/core/db/database.ts'
import { createFileStore } from '../../../../electron/core/files/file-store.ts'

const openRun = (paths: readonly string[]) => {
  const db = openInMemory()
  db.exec(`INSERT INTO jobs (id, folder, run, instrument, run_path, target, state, created_at, updated_at)
    VALUES (1, '/a', 'a', 'I', 'a', 'n:a', 'queued', 0, 0)`)
  const files = createFileStore(db)
  paths.forEach((path, seq) => files.append(1, seq, { path, size: 1, mtimeUs: 0, skipped: null }))
  const kept = (): unknown => db.prepare('SELECT count(*) AS n FROM folded_names').get()?.['n']
  return { files, kept }
}

const BOTH = { case: true, unicode: true }
const many = Array.from({ length: 4_500 }, (_, i) => `part/well ${i}.tif`)

it('paths that differ in capitals or in the form of a letter alone, wherever they stand in the run', async () => {
  const { files, kept } = openRun(['A/x.tif', 'caf\u00e9', ...many, 'a/X.tif', 'cafe\u0301'])
  const groups = await files.collisions(1, BOTH, 9)
  expect(groups.map((group) => group.toSorted())).toEqual([
    ['A/x.tif', 'a/X.tif'],
    ['cafe\u0301', 'caf\u00e9'],
  ])
  expect(await files.collisions(1, BOTH, 1)).toHaveLength(1)
  expect(await files.collisions(1, { case: false, unicode: true }, 9)).toHaveLength(1)
  expect(kept()).toBe(0)
})

it('a run whose names all servers tell apart has none', async () => {
  const { files } = openRun(many)
  expect(await files.collisions(1, BOTH, 9)).toEqual([])
})
