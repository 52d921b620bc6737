// Rows per frame: a scroll draws some rows in each frame, and in the end all visible ones.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ALL_ROWS, extendDrawn, intersect } from '../../../../../renderer/ui/grid/rows-per-frame.ts'

const rows = fc
  .record({ first: fc.nat(1_000), length: fc.integer({ min: 1, max: 60 }) })
  .map(({ first, length }) => ({ first, end: first + length }))

describe('drawn rows', () => {
  it('keeps drawn rows, and adds rows from below and from above', () => {
    expect(extendDrawn({ first: 0, end: 40 }, { first: 5, end: 45 }, 8)).toEqual({
      first: 5,
      end: 45,
    })
    expect(extendDrawn({ first: 20, end: 60 }, { first: 17, end: 57 }, 8)).toEqual({
      first: 17,
      end: 57,
    })
    expect(extendDrawn({ first: 0, end: 40 }, { first: 20, end: 60 }, 8)).toEqual({
      first: 20,
      end: 48,
    })
    expect(extendDrawn({ first: 20, end: 60 }, { first: 0, end: 40 }, 8)).toEqual({
      first: 12,
      end: 40,
    })
  })
  it('starts again where no drawn row is visible any more, from the side that came into view first', () => {
    expect(extendDrawn({ first: 0, end: 40 }, { first: 90, end: 130 }, 8)).toEqual({
      first: 90,
      end: 98,
    })
    expect(extendDrawn({ first: 90, end: 130 }, { first: 0, end: 40 }, 8)).toEqual({
      first: 32,
      end: 40,
    })
  })
  it('has all visible rows after the least number of steps, and never others', () => {
    fc.assert(
      fc.property(rows, rows, fc.integer({ min: 1, max: 12 }), (drawn, seen, atMost) => {
        const length = seen.end - seen.first
        let now = drawn
        for (let step = 0; step < Math.ceil(length / atMost); step += 1) {
          const next = extendDrawn(now, seen, atMost)
          expect(intersect(next, seen)).toEqual(next)
          const had = intersect(now, seen)
          expect(next.end - next.first - Math.max(0, had.end - had.first)).toBeLessThanOrEqual(
            atMost,
          )
          now = next
        }
        expect(now).toEqual(seen)
        expect(extendDrawn(drawn, seen, Number.POSITIVE_INFINITY)).toEqual(seen)
        expect(extendDrawn(ALL_ROWS, seen, atMost)).toEqual(seen)
      }),
    )
  })
})
