// Structural sharing: rows that are read again and did not change stay the same objects, so that React does not render them.
import { type PagedRows, rowAt } from './paged-rows.ts'

/** Equal as data: primitive values, arrays and plain objects. */
const isDeepEqual = (a: unknown, b: unknown): boolean => {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  const others = new Map(Object.entries(b))
  const entries = Object.entries(a)
  return (
    entries.length === others.size &&
    entries.every(([key, value]) => others.has(key) && isDeepEqual(value, others.get(key)))
  )
}

/** The next page, in which every row that equals the held row at its index is that held object. */
export const shareUnchangedRows = <T>(held: PagedRows<T>, next: PagedRows<T>): PagedRows<T> => ({
  ...next,
  rows: next.rows.map((row, at) => {
    const before = rowAt(held, next.start + at)
    return before !== undefined && isDeepEqual(before, row) ? before : row
  }),
})
