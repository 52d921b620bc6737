// Tests the walk of a run folder: batches in order, and a turn of the event loop after each, so
// that the window is answered meanwhile.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { walk } from '../../../../../electron/core/engine/scan/walk.ts'

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
