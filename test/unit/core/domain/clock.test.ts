// Time by two clocks: what passed is what both of them saw, whichever way the wall clock is set.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Moment,
  createClock,
  elapsedMs,
  isDue,
  isWithin,
  momentOf,
} from '../../../../electron/core/domain/clock.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../shared/duration.ts'

const YEAR_MS = 365 * DAY_MS

/** A computer whose wall clock is set by hand and whose other clock is not. */
const computer = (boot: string | null = 'first', wall = 50 * YEAR_MS) => {
  let up = 0
  let offset = wall
  const clock = createClock(
    () => offset + up,
    () => up,
    boot,
  )
  return {
    clock,
    moment: (): Moment => momentOf(clock),
    pass(ms: number): void {
      up += ms
    },
    set(ms: number): void {
      offset += ms
    },
  }
}

describe('time that passed', () => {
  it('is never more than what really passed, however the clock is set meanwhile', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            ms: fc.nat(3 * DAY_MS),
            set: fc.integer({ min: -11 * YEAR_MS, max: 11 * YEAR_MS }),
          }),
          { maxLength: 8 },
        ),
        (steps) => {
          const one = computer()
          const from = one.moment()
          let real = 0
          for (const { ms, set } of steps) {
            one.pass(ms)
            one.set(set)
            real += ms
            expect(elapsedMs(from, one.moment())).toBeLessThanOrEqual(real)
          }
        },
      ),
    )
  })
  it('is what the wall clock says where nobody set it', () => {
    const one = computer()
    const from = one.moment()
    one.pass(26 * HOUR_MS)
    expect(elapsedMs(from, one.moment())).toBe(26 * HOUR_MS)
  })
  it('over a start of the computer, counts only once the clock has gone steadily for an hour', () => {
    const before = computer('first')
    const from = before.moment()
    const after = computer('second', 50 * YEAR_MS + 10 * YEAR_MS)
    after.pass(10 * MINUTE_MS)
    expect(elapsedMs(from, after.moment())).toBe(10 * MINUTE_MS)
    // the clock is put right meanwhile
    after.set(-10 * YEAR_MS + 2 * DAY_MS)
    after.pass(59 * MINUTE_MS)
    after.moment()
    expect(elapsedMs(from, after.moment())).toBeLessThan(HOUR_MS)
    after.pass(2 * HOUR_MS)
    expect(elapsedMs(from, after.moment())).toBe(2 * DAY_MS + 3 * HOUR_MS + 9 * MINUTE_MS)
  })
  it('of what an older version recorded, is believed by a steady clock', () => {
    const one = computer()
    one.moment()
    one.pass(2 * HOUR_MS)
    expect(elapsedMs({ at: 50 * YEAR_MS - DAY_MS }, one.moment())).toBe(DAY_MS + 2 * HOUR_MS)
    one.set(YEAR_MS)
    one.pass(MINUTE_MS)
    expect(elapsedMs({ at: 50 * YEAR_MS - DAY_MS }, one.moment())).toBe(0)
  })
  it('a system that does not name its starts is judged as after a start', () => {
    const one = computer(null)
    const from = one.moment()
    one.pass(DAY_MS)
    expect(elapsedMs(from, one.moment())).toBe(DAY_MS)
    one.set(YEAR_MS)
    expect(elapsedMs(from, one.moment())).toBe(0)
  })
})

it('a clock that is corrected slowly stays steady', () => {
  const one = computer()
  one.moment()
  for (let i = 0; i < 100; i += 1) {
    one.pass(MINUTE_MS)
    one.set(5_000)
    one.moment()
  }
  expect(one.moment().uptime?.steady).toBe(100 * MINUTE_MS)
})

it('something is recent only by both clocks', () => {
  const one = computer()
  const seen = one.moment()
  expect(isWithin(seen, one.moment(), 10)).toBe(true)
  one.pass(11)
  one.set(-5)
  expect(isWithin(seen, one.moment(), 10)).toBe(false)
  const again = one.moment()
  one.set(-1)
  expect(isWithin(again, one.moment(), 10)).toBe(false)
  one.set(12)
  expect(isWithin(again, one.moment(), 10)).toBe(false)
})

it.each([
  [100, true],
  [101, false],
  [150, false],
  [151, true],
])('of a rule that waits at most 50, a stored time of %i is due at 100: %s', (at, due) =>
  expect(isDue(at, 100, 50)).toBe(due),
)
