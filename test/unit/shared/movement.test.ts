// Speed falls to nothing when nothing moves, and a transfer without movement for a minute has stalled (docs/ux.md D12).
import { expect, it } from 'vitest'
import { speedNow, stalledFor } from '../../../shared/movement.ts'

const at = (movedAt: number, rate: number | null = 1_000) =>
  ({ phase: 'sending', movedAt, rate }) as const

it('the speed falls while nothing moves, and is gone after ten seconds', () => {
  const speeds = [0, 2_000, 4_000, 6_000, 9_000, 10_000, 60_000].map((now) => speedNow(at(0), now))
  expect(speeds).toEqual([1_000, 1_000, 600, 400, expect.closeTo(100), null, null])
  expect(speedNow(at(0, null), 0)).toBeNull()
  expect(speedNow(at(0, 0), 0)).toBeNull()
})

it('only sending stalls, after a minute', () => {
  expect(stalledFor(at(0), 59_999)).toBeNull()
  expect(stalledFor(at(0), 66_000)).toBe(66_000)
  expect(stalledFor({ ...at(0), phase: 'checking' }, 66_000)).toBeNull()
})
