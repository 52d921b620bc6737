// Tests the count of silence: a computer that slept does not make a tool silent.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { watchSilence } from '../../../../electron/core/process/silence-watch.ts'

let now = 0
beforeEach(() => {
  now = 0
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  vi.spyOn(performance, 'now').mockImplementation(() => now)
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const pass = (seconds: number): void => {
  for (let i = 0; i < seconds; i += 1) {
    now += 1_000
    vi.advanceTimersByTime(1_000)
  }
}

it('ends at the limit, and starts again at every sign', () => {
  const silent = vi.fn()
  const watch = watchSilence(10_000, () => null, silent)
  pass(9)
  watch.sign()
  pass(9)
  expect(silent).not.toHaveBeenCalled()
  pass(1)
  expect(silent).toHaveBeenCalledTimes(1)
  watch.end()
  pass(60)
  expect(silent).toHaveBeenCalledTimes(1)
})

it('does not count the hours in which the computer slept', () => {
  const silent = vi.fn()
  watchSilence(10_000, () => null, silent)
  pass(2)
  now += 3_600_000
  pass(5)
  expect(silent).not.toHaveBeenCalled()
})

it('starts again where the tool reads, and not where it only wakes up', () => {
  let read = 0
  const silent = vi.fn()
  watchSilence(10_000, () => read, silent)
  for (let i = 0; i < 20; i += 1) {
    read += 100_000
    pass(1)
  }
  expect(silent).not.toHaveBeenCalled()
  for (let i = 0; i < 10; i += 1) {
    read += 8
    pass(1)
  }
  expect(silent).toHaveBeenCalledTimes(1)
})
