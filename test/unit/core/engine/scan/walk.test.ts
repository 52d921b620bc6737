// Tests the walk of a run folder: batches in order, and a turn of the event loop after each, so
// that the window is answered meanwhile.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { measureFolder, walk } from '../../../../../electron/core/engine/scan/walk.ts'

let dir = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'exlab-walk-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

it('lets the event loop turn after each batch, also when the next one is ready', async () => {
  const names = Array.from({ length: 3_000 }, (_, i) => `f${String(i).padStart(4, '0')}`)
  for (const name of names) writeFileSync(join(dir, name), '')
  let turns = 0
  const turn = (): void => {
    turns += 1
    next = setImmediate(turn)
  }
  let next = setImmediate(turn)
  const paths: string[] = []
  const turnsAt: number[] = []
  await walk(dir, new AbortController().signal, (entries) => {
    turnsAt.push(turns)
    paths.push(...entries.map((entry) => entry.path))
    // long enough for the thread to have the next batch ready
    const until = performance.now() + 20
    while (performance.now() < until);
  })
  clearImmediate(next)
  expect(paths).toEqual(names)
  expect(turnsAt.length).toBeGreaterThan(5)
  for (const [i, at] of turnsAt.entries())
    if (i > 0) expect(at).toBeGreaterThan(turnsAt[i - 1] ?? 0)
})

/** A folder with that many files, and their names. */
const folderOf = (name: string, count: number): { folder: string; names: string[] } => {
  const folder = join(dir, name)
  mkdirSync(folder)
  const names = Array.from({ length: count }, (_, i) => `${name}${String(i).padStart(5, '0')}`)
  for (const file of names) writeFileSync(join(folder, file), 'x')
  return { folder, names }
}

const pathsOf = async (
  folder: string,
  signal = new AbortController().signal,
): Promise<string[]> => {
  const paths: string[] = []
  await walk(folder, signal, (entries) => {
    paths.push(...entries.map(({ path }) => path))
  })
  return paths
}

it('gives each folder its own entries, whatever became of the walk before', async () => {
  const large = folderOf('large', 4_000)
  const small = folderOf('small', 3)
  expect(await pathsOf(small.folder)).toEqual(small.names)
  // stopped in the middle
  const stop = new AbortController()
  let seen = 0
  await walk(large.folder, stop.signal, (entries) => {
    seen += entries.length
    stop.abort()
  })
  expect(seen).toBe(500)
  expect(await pathsOf(small.folder)).toEqual(small.names)
  // failed in the reader
  const failing = walk(large.folder, new AbortController().signal, () => {
    throw new Error('the queue is full')
  })
  await expect(failing).rejects.toThrow('the queue is full')
  expect(await pathsOf(large.folder)).toEqual(large.names)
  // failed in the walk
  await expect(pathsOf(join(dir, 'absent'))).rejects.toMatchObject({ code: 'ENOENT' })
  expect(await measureFolder(small.folder, ['*0'])).toMatchObject({ files: 2, bytes: 2 })
  await expect(measureFolder(join(dir, 'absent'), [])).rejects.toMatchObject({ code: 'ENOENT' })
  expect(await pathsOf(small.folder)).toEqual(small.names)
})

it('walks several folders at once', async () => {
  const folders = ['a', 'b', 'c'].map((name, i) => folderOf(name, 600 * (i + 1)))
  const found = await Promise.all(folders.map(({ folder }) => pathsOf(folder)))
  expect(found).toEqual(folders.map(({ names }) => names))
  expect(await pathsOf(folders[0]?.folder ?? '')).toEqual(folders[0]?.names)
})

it('answers nothing where it was stopped before it began, and stays stopped', async () => {
  const { folder, names } = folderOf('d', 10)
  expect(await pathsOf(folder, AbortSignal.abort())).toEqual([])
  expect(await pathsOf(folder)).toEqual(names)
})
