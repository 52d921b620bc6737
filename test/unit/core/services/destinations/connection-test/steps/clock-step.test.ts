// What the times that a storage gives say about its clock, and when they say nothing.
import { beforeEach, expect, it, vi } from 'vitest'
import type { StepRunner } from '../../../../../../../electron/core/services/destinations/connection-test/connection-test.ts'
import { clockStep } from '../../../../../../../electron/core/services/destinations/connection-test/steps/clock-step.ts'

const NOW = Date.UTC(2026, 10, 23, 12)
const OWN = Date.UTC(2001, 0, 3)
const runner: StepRunner = {
  run: () => Promise.reject(new Error('no program is started')),
  note: () => undefined,
  hasFailedFor: () => false,
  hasDone: () => false,
}

beforeEach(() => {
  vi.useFakeTimers({ now: NOW })
  return () => vi.useRealTimers()
})

const at = (time: number): string => new Date(time).toISOString()
const folder = (time: number) => ({ Name: 'clock', IsDir: true, ModTime: at(time) })
const file = (time: number) => ({ Name: 'a.txt', IsDir: false, ModTime: at(time) })

/** The step, where the storage lists these one after the other. */
const ask = (lists: readonly unknown[], cannot: string | null = null) => {
  let n = 0
  return clockStep({
    file: 'a.txt',
    makeFolder: async () => undefined,
    list: async () => JSON.stringify(lists[Math.min(n++, lists.length - 1)]),
    written: () => ({ span: { from: NOW - 3_000, to: NOW - 1_000 }, ownTime: OWN }),
    cannot: async () => cannot,
  }).run(runner)
}

it('takes the time of a folder that the storage made', async () => {
  expect(await ask([[folder(NOW)]])).toMatchObject({ outcome: 'passed' })
  expect(await ask([[folder(NOW + 4_000)]])).toMatchObject({ outcome: 'passed' })
  await expect(ask([[folder(NOW - 60_000)]])).rejects.toThrow('They differ by 60 seconds.')
  await expect(ask([[folder(NOW + 3_600_000)]])).rejects.toThrow('They differ by 3600 seconds.')
})

it('takes the time of the test file where folders have none, and believes no time that was given', async () => {
  expect(await ask([[file(NOW - 2_000)]])).toMatchObject({ outcome: 'passed' })
  await expect(ask([[file(NOW - 62_000)]])).rejects.toThrow('They differ by 59 seconds.')
  const none = { outcome: 'skipped', message: expect.stringContaining('does not tell') as string }
  expect(await ask([[file(OWN + 1_000)]])).toMatchObject(none)
  expect(await ask([[folder(Date.UTC(2000, 0, 1)), file(OWN)]])).toMatchObject(none)
  expect(await ask([[]])).toMatchObject(none)
  // a time of the listing itself
  expect(await ask([[folder(NOW), file(OWN)], [folder(NOW + 300)]])).toMatchObject(none)
})

it('says why a clock can not be asked', async () => {
  expect(await ask([[folder(NOW - 60_000)]], 'FTP.')).toEqual({
    outcome: 'skipped',
    message: 'FTP.',
  })
})
