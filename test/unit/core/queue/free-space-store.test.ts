// The past of the free space: one figure an hour, as far back as the picture reaches.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../../../electron/core/db/database.ts'
import {
  FREE_SPACE_PAST_MS,
  createFreeSpaceStore,
} from '../../../../electron/core/queue/free-space-store.ts'
import { HOUR_MS, MINUTE_MS } from '../../../../shared/duration.ts'

it('notes what is free about once an hour, and drops what is too old or of a wrong clock', () => {
  const dir = mkdtempSync(join(tmpdir(), 'exlab-free-'))
  const db = openDatabase(join(dir, 'queue.db'))
  onTestFinished(() => {
    db.close()
    rmSync(dir, { recursive: true })
  })
  const store = createFreeSpaceStore(db)
  const start = FREE_SPACE_PAST_MS * 2
  store.note('A', { at: start, bytes: 9 })
  store.note('A', { at: start + MINUTE_MS, bytes: 8 })
  store.note('B', { at: start + MINUTE_MS, bytes: 1 })
  store.note('A', { at: start + HOUR_MS, bytes: 7 })
  expect(store.past('A')).toEqual([
    { at: start, bytes: 9 },
    { at: start + HOUR_MS, bytes: 7 },
  ])
  expect(store.past('B')).toHaveLength(1)
  // the clock was set back: the figures of the future are no past
  store.note('A', { at: start + MINUTE_MS, bytes: 6 })
  expect(store.past('A').map(({ bytes }) => bytes)).toEqual([9])
  store.note('A', { at: start + FREE_SPACE_PAST_MS + 1, bytes: 5 })
  expect(store.past('A').map(({ bytes }) => bytes)).toEqual([5])
})
