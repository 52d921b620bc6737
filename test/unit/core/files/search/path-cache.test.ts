// The cache of a run's paths: it returns chunks as they were written, of one version only, and leaves no file behind.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { createPathCache } from '../../../../../electron/core/files/search/path-cache.ts'

const dir = mkdtempSync(join(tmpdir(), 'exlab-cache-'))
afterAll(() => rmSync(dir, { recursive: true }))

const text = (of: string): Uint8Array => Buffer.from(of, 'latin1')

it('returns chunks as they were written, in any order and of any length', () => {
  const cache = createPathCache(dir, () => true)
  cache.write('run 1', 3, text('a/b.tif\0a/c.tif'))
  cache.write('run 1', 0, text(''))
  cache.write('run 1', 1, text('\u00e9'.repeat(300_000)))
  expect(cache.read('run 1', 3)).toBe('a/b.tif\0a/c.tif')
  expect(cache.read('run 1', 0)).toBe('')
  expect(cache.read('run 1', 1)).toBe('\u00e9'.repeat(300_000))
  expect(cache.read('run 1', 2)).toBeNull()
})

it('has no chunk of another version', () => {
  const cache = createPathCache(dir, () => true)
  cache.write('run 1', 0, text('old'))
  expect(cache.read('run 2', 0)).toBeNull()
  cache.write('run 2', 1, text('new'))
  expect([cache.read('run 1', 0), cache.read('run 2', 0)]).toEqual([null, null])
  expect(cache.read('run 2', 1)).toBe('new')
})

it('leaves no file even if the process is killed: the file has no name from the start', () => {
  const cache = createPathCache(dir, () => true)
  cache.write('run 1', 0, text('paths of patients'))
  expect(cache.read('run 1', 0)).toBe('paths of patients')
  expect(readdirSync(dir)).toEqual([])
})

it('caches nothing on a disk with little free space', () => {
  let free = false
  const cache = createPathCache(dir, () => free)
  cache.write('run 1', 0, text('a'))
  expect(cache.read('run 1', 0)).toBeNull()
  free = true
  cache.write('run 2', 0, text('a'))
  expect(cache.read('run 2', 0)).toBe('a')
})

it('caches nothing and throws nothing where no file can be written', () => {
  const cache = createPathCache(join(dir, 'no such folder'), () => true)
  cache.write('run 1', 0, text('a'))
  expect(cache.read('run 1', 0)).toBeNull()
})
