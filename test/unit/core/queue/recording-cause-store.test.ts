// Why instruments count as recording, as the engine stores it for processes beside it: what a killed engine left behind is no
// cause, and the same causes are written once a minute (docs/spec.md 7).
import { expect, it, onTestFinished } from 'vitest'
import { openInMemory } from '../../../../electron/core/db/database.ts'
import { createRecordingCauseStore } from '../../../../electron/core/queue/recording-cause-store.ts'

const MINUTE = 60_000
const NOW = 1_000_000_000

const setUp = () => {
  const db = openInMemory()
  onTestFinished(() => db.close())
  const engine = createRecordingCauseStore(db)
  const writes = (): unknown => db.prepare('SELECT total_changes() AS n').get()?.['n']
  /** As another process reads it. */
  const read = (now: number): string | null => createRecordingCauseStore(db).of('A', now)
  return { engine, writes, read }
}

it('is told while the engine lives, and no longer once it was killed', () => {
  const { engine, read } = setUp()
  engine.replace(new Map([['A', 'A is recording']]), NOW)
  expect(read(NOW + 1_000)).toBe('A is recording')
  expect(read(NOW + 2 * MINUTE)).toBeNull()
  // a clock that was set back
  expect(read(NOW - 5 * MINUTE)).toBeNull()
  engine.replace(new Map([['B', 'B is recording']]), NOW + 3_000)
  expect(read(NOW + 3_000)).toBeNull()
})

it('is written when it changes, and anew after a minute', () => {
  const { engine, writes, read } = setUp()
  const causes = new Map([['A', 'A is recording']])
  engine.replace(causes, NOW)
  const before = writes()
  engine.replace(causes, NOW + 5_000)
  expect(writes()).toBe(before)
  engine.replace(causes, NOW + MINUTE)
  expect(writes()).not.toBe(before)
  expect(read(NOW + 2 * MINUTE)).toBe('A is recording')
  engine.replace(new Map([['A', 'ZEN.exe is running']]), NOW + MINUTE + 1)
  expect(read(NOW + MINUTE + 2)).toBe('ZEN.exe is running')
  engine.replace(new Map(), NOW + MINUTE + 3)
  expect(read(NOW + MINUTE + 4)).toBeNull()
})
