// A walk gives its batches in order, and the loop turns between them: a window is answered while a million files are listed.
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

it('lets the loop turn after each batch, however fast the next one is there', async () => {
  const names = Array.from({ length: 3_000 }, (_, i) => `f${String(i).padStart(4, '0')}`)
  for (const name of names) writeFileSync(join(dir, name), '')
  let turns = 0
  const turn = (): void => {
    turns += 1
    next = setImmediate(turn)
  }
  let next = setImmediate(turn)
  const seen: string[] = []
  const turnsAt: number[] = []
  await walk(dir, new AbortController().signal, (entries) => {
    turnsAt.push(turns)
    seen.push(...entries.map((entry) => entry.path))
    // long enough for the thread to have the next batch ready
    const until = performance.now() + 20
    while (performance.now() < until);
  })
  clearImmediate(next)
  expect(seen).toEqual(names)
  expect(turnsAt.length).toBeGreaterThan(5)
  for (const [i, at] of turnsAt.entries())
    if (i > 0) expect(at).toBeGreaterThan(turnsAt[i - 1] ?? 0)
})
