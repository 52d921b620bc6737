// A run is complete only after two of our own sightings a settle time apart, whatever times its files carry.
import { describe, expect, it } from 'vitest'
import {
  type CompletionSignal,
  type FolderSnapshot,
  type Rest,
  checkCompleteness,
  restOf,
} from '../../../../electron/core/domain/completeness.ts'

const MINUTE = 60_000
const SETTLE = 20_000
const NOW = 20_000 * MINUTE
const GIVEN: CompletionSignal = { signal: 'given' }
const QUIET: CompletionSignal = { signal: 'quiet', forMs: 10 * MINUTE }

const snapshot = (at: number, over: Partial<FolderSnapshot> = {}): FolderSnapshot => ({
  at,
  files: 2,
  bytes: 10,
  newestMs: NOW - 5_000 * MINUTE,
  changedMs: NOW - 5_000 * MINUTE,
  ...over,
})

/** What is said at each sighting. */
const judge = (
  signal: CompletionSignal,
  sightings: readonly FolderSnapshot[],
  settleMs = SETTLE,
): string[] => {
  let before: (FolderSnapshot & Rest) | null = null
  return sightings.map((now) => {
    before = { ...now, ...restOf(before, now) }
    const found = checkCompleteness(signal, before, settleMs)
    return found.complete ? 'complete' : found.waitsFor
  })
}

describe.each([
  ['a given signal', GIVEN],
  ['a quiet period', QUIET],
])('%s', (_name, signal) => {
  it('is never enough at first sight, however old the folder is', () => {
    expect(judge(signal, [snapshot(NOW)])).toEqual(['20 s more without a change in it'])
    expect(judge(signal, [snapshot(NOW)], 0)).toEqual(['a second look at it'])
    expect(judge(signal, [snapshot(NOW), snapshot(NOW)], 0).at(-1)).toBe('complete')
  })

  it('is enough after the settle time without a change', () => {
    expect(judge(signal, [snapshot(NOW), snapshot(NOW + SETTLE - 1)]).at(-1)).not.toBe('complete')
    expect(judge(signal, [snapshot(NOW), snapshot(NOW + SETTLE)]).at(-1)).toBe('complete')
  })

  it.each([
    ['a file more', { files: 3 }],
    ['a byte more', { bytes: 11 }],
    ['a newer file', { newestMs: NOW - MINUTE }],
    ['an older newest file', { newestMs: NOW - 9_000 * MINUTE }],
    ['a change time, with the old modification times', { changedMs: NOW }],
  ])('counts anew after %s', (_what, change) => {
    const later = snapshot(NOW + SETTLE, change)
    expect(judge(signal, [snapshot(NOW), later]).at(-1)).not.toBe('complete')
  })

  it('is not enough while a copy that keeps old times adds a file at each sighting', () => {
    const sightings = Array.from({ length: 6 }, (_, i) =>
      snapshot(NOW + i * SETTLE, { files: i + 1, changedMs: NOW + i * SETTLE - 1_000 }),
    )
    expect(judge(signal, sightings)).not.toContain('complete')
  })
})

describe('a quiet period', () => {
  it("counts from the system's own times, also from before the first sighting", () => {
    const changed = { changedMs: NOW - 9 * MINUTE }
    expect(judge(QUIET, [snapshot(NOW, changed)])).toEqual(['1 min more without a change in it'])
    expect(judge(QUIET, [snapshot(NOW, changed), snapshot(NOW + MINUTE, changed)]).at(-1)).toBe(
      'complete',
    )
  })

  it.each([
    ['old times that files carry', { changedMs: NOW }],
    ['times that the system does not keep', { changedMs: 0 }],
    ['times of a clock that is ahead', { changedMs: NOW + MINUTE }],
  ])('is not shortened by %s', (_what, change) => {
    expect(judge(QUIET, [snapshot(NOW, change)])).toEqual(['10 min more without a change in it'])
    const later = [NOW, NOW + 9 * MINUTE].map((at) => snapshot(at, change))
    expect(judge(QUIET, later).at(-1)).toBe('1 min more without a change in it')
  })

  it('counts a change that was seen from the sighting that saw it', () => {
    const sightings = [
      snapshot(NOW),
      snapshot(NOW + 5 * MINUTE, { files: 3 }),
      snapshot(NOW + 14 * MINUTE, { files: 3 }),
    ]
    expect(judge(QUIET, sightings).at(-1)).toBe('1 min more without a change in it')
  })
})

it('a folder without files waits for the first', () => {
  const empty = { files: 0, bytes: 0 }
  expect(judge(GIVEN, [snapshot(NOW, empty), snapshot(NOW + SETTLE, empty)]).at(-1)).toBe(
    'its first file',
  )
})
