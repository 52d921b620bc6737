// Tests the retry policy: the delays between attempts for each kind of failure.
import { describe, expect, it } from 'vitest'
import { type Counters, afterFailure } from '../../../../electron/core/domain/retry.ts'
import type { TransportErrorKind } from '../../../../shared/model/model.ts'

const policy = { retryDelaysMs: [30, 120, 480, 1_800, 7_200].map((s) => s * 1_000), maxAttempts: 5 }
const none: Counters = { failures: 0, resends: 0, toolMisses: 0 }

/** Delays between attempts of a job that fails for `kind` every time, until it is FAILED. */
const series = (kind: TransportErrorKind | null): number[] => {
  const delays: number[] = []
  let counters = none
  for (;;) {
    const decision = afterFailure(kind, counters, policy)
    if (decision.next === 'fail') return delays
    delays.push(decision.delayMs / 1_000)
    counters = decision.counters
  }
}

describe('the retry policy of docs/spec.md 3', () => {
  it.each(['network', 'unknown'] as const)(
    '%s backs off and fails with the fifth failure',
    (kind) => {
      expect(series(kind)).toEqual([30, 120, 480, 1_800])
    },
  )
  it.each(['auth', 'local_file_vanished'] as const)('%s fails at once', (kind) => {
    expect(series(kind)).toEqual([])
  })
  it('hash_mismatch is sent again once, without a wait', () => {
    expect(series('hash_mismatch')).toEqual([0])
  })
  it('a program that is not there is looked for once more, without a wait', () => {
    expect(series(null)).toEqual([0])
  })
  it('repeats the last delay where the list is shorter than the limit', () => {
    const short = { retryDelaysMs: [1_000], maxAttempts: 3 }
    const second = afterFailure('network', { ...none, failures: 1 }, short)
    expect(second).toMatchObject({ next: 'again', delayMs: 1_000 })
  })
  it('counts failures of every kind in one series', () => {
    expect(afterFailure('network', { ...none, failures: 4 }, policy).next).toBe('fail')
  })
})
