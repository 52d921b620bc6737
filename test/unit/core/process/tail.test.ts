// The bounded end of an output: the last items, never more than the limit,
// and always the very last one.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { TAIL_SIZE, createTail } from '../../../../electron/core/process/tail.ts'

it('holds the last items that fit, whatever their sizes', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 2 * TAIL_SIZE }), { maxLength: 60 })
  fc.assert(
    fc.property(sizes, (all) => {
      const tail = createTail<number>((size) => size)
      for (const size of all) tail.add(size)
      const items = tail.items()
      const total = items.reduce((sum, size) => sum + size, 0)
      expect(items).toEqual(all.slice(all.length - items.length))
      expect(items.length > 0).toBe(all.length > 0)
      expect(total <= TAIL_SIZE || items.length === 1).toBe(true)
      const next = all.at(-1 - items.length)
      if (next !== undefined) expect(total + next).toBeGreaterThan(TAIL_SIZE)
    }),
  )
})
