// Which runs are safe to delete now: decided by looks of the last ten minutes, again after changes, and void when the look is.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createChangeHub } from '../../../../../electron/core/changes.ts'
import { createSafeRuns } from '../../../../../electron/core/engine/cleanup/safe-runs.ts'
import type { Job } from '../../../../../electron/core/queue/job-row.ts'
import { MINUTE_MS } from '../../../../../shared/duration.ts'
import type { CleanupDecision } from '../../../../../shared/model/reports.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const setUp = () => {
  const changes = createChangeHub()
  // as the window does
  changes.onChange(() => queueMicrotask(changes.take))
  const looks = new Map<number, number>()
  const verdicts = new Map<number, string>()
  let decisions = 0
  const safe = createSafeRuns({
    changes,
    looks: {
      fresh: ({ at: now }) =>
        [...looks].map(([id, at]) => ({ id, at })).filter(({ at }) => now - at <= 10 * MINUTE_MS),
    },
    jobs: { get: (id) => ({ id, slot: id === 9 ? 'archive' : '' }) as Job },
    clock: { now: () => Date.now() },
    decide: (job) => {
      decisions += 1
      const verdict = verdicts.get(job.id)
      return verdict === undefined
        ? Promise.reject(new Error('records cannot be read'))
        : Promise.resolve({ verdict } as CleanupDecision)
    },
  })
  const look = (id: number, verdict: string): void => {
    looks.set(id, Date.now())
    verdicts.set(id, verdict)
    changes.overviewTouched()
  }
  const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms)
  return { changes, safe, verdicts, look, pass, decisions: () => decisions }
}

it('decides nothing while nobody looked', async () => {
  const { changes, pass, decisions, safe } = setUp()
  changes.jobTouched(1)
  await pass(MINUTE_MS)
  expect([decisions(), safe.ids(), safe.since()]).toEqual([0, [], null])
})

it('has the runs that are safe by a look, from the oldest look on, and says so', async () => {
  const { changes, look, pass, safe } = setUp()
  const first = Date.now()
  look(1, 'safe')
  look(2, 'do_not')
  // a job at a further destination holds no data of its own here
  look(9, 'safe')
  await pass(2_000)
  look(3, 'safe')
  await pass(2_000)
  let announced = 0
  changes.onChange(() => (announced += 1))
  expect([safe.ids(), safe.since()]).toEqual([[1, 3], first])
  look(4, 'safe')
  await pass(2_000)
  // once for the look, and once for what follows from it
  expect([safe.ids(), announced]).toEqual([[1, 3, 4], 2])
})

it('takes a run out after a change that speaks against it, and with its look', async () => {
  const { changes, look, pass, safe, verdicts } = setUp()
  look(1, 'safe')
  look(2, 'safe')
  await pass(2_000)
  verdicts.set(1, 'not_yet')
  changes.jobTouched(1)
  await pass(2_000)
  expect(safe.ids()).toEqual([2])
  // without a change it is decided again too: the records of a run lie in its folder
  verdicts.set(2, 'not_yet')
  await pass(16_000)
  expect(safe.ids()).toEqual([])
  verdicts.set(2, 'safe')
  await pass(16_000)
  expect(safe.ids()).toEqual([2])
  let announced = 0
  changes.onChange(() => (announced += 1))
  vi.setSystemTime(Date.now() + 10 * MINUTE_MS)
  expect([safe.ids(), safe.since()]).toEqual([[], null])
  await pass(16_000)
  expect(announced).toBe(1)
})

it('has none where the decision fails, and decides no more when it is closed', async () => {
  const { look, pass, safe, verdicts, decisions } = setUp()
  look(1, 'safe')
  await pass(2_000)
  expect(safe.ids()).toEqual([1])
  verdicts.clear()
  await pass(16_000)
  expect(safe.ids()).toEqual([])
  safe.close()
  const before = decisions()
  await pass(MINUTE_MS)
  expect(decisions()).toBe(before)
})
