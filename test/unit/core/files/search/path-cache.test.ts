// The copy of a run's paths that searches read: as it was kept, of one version alone, and no file that anybody finds.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { createPathCache } from '../../../../../electron/core/files/search/path-cache.ts'

const dir = mkdtempSync(join(tmpdir(), 'exlab-kept-'))
afterAll(() => rmSync(dir, { recursive: true }))

const text = (of: string): Uint8Array => Buffer.from(of, 'latin1')

it('gives chunks back as they were kept, whatever their order and length', () => {
  const kept = createPathCache(dir, () => true)
  kept.keep('run 1', 3, text('a/b.tif\0a/c.tif'))
  kept.keep('run 1', 0, text(''))
  kept.keep('run 1', 1, text('\u00e9'.repeat(300_000)))
  expect(kept.read('run 1', 3)).toBe('a/b.tif\0a/c.tif')
  expect(kept.read('run 1', 0)).toBe('')
  expect(kept.read('run 1', 1)).toBe('\u00e9'.repeat(300_000))
  expect(kept.read('run 1', 2)).toBeNull()
})

it('knows nothing of a run whose list changed, nor of the one before', () => {
  const kept = createPathCache(dir, () => true)
  kept.keep('run 1', 0, text('old'))
  expect(kept.read('run 2', 0)).toBeNull()
  kept.keep('run 2', 1, text('new'))
  expect([kept.read('run 1', 0), kept.read('run 2', 0)]).toEqual([null, null])
  expect(kept.read('run 2', 1)).toBe('new')
})

it('leaves no file, also of a process that is killed: it has no name from the start', () => {
  const kept = createPathCache(dir, () => true)
  kept.keep('run 1', 0, text('paths of patients'))
  expect(kept.read('run 1', 0)).toBe('paths of patients')
  expect(readdirSync(dir)).toEqual([])
})

it('takes no room on a disk that has little: the queue needs it', () => {
  let free = false
  const kept = createPathCache(dir, () => free)
  kept.keep('run 1', 0, text('a'))
  expect(kept.read('run 1', 0)).toBeNull()
  free = true
  kept.keep('run 2', 0, text('a'))
  expect(kept.read('run 2', 0)).toBe('a')
})

it('keeps nothing where nothing can be written, and says so to nobody', () => {
  const kept = createPathCache(join(dir, 'no such folder'), () => true)
  kept.keep('run 1', 0, text('a'))
  expect(kept.read('run 1', 0)).toBeNull()
})
