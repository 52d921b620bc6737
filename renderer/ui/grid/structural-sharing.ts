// Rows that are read again while little of them changed: those that say the same stay the objects they were.
import { type PagedRows, rowAt } from './paged-rows.ts'

/** Equal as data: plain values, arrays and objects of them. */
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

/** A window whose rows are the very objects that are held, where they say the same: what is drawn of them stays as it is. */
export const shareUnchangedRows = <T>(held: PagedRows<T>, next: PagedRows<T>): PagedRows<T> => ({
  ...next,
  rows: next.rows.map((row, at) => {
    const before = rowAt(held, next.start + at)
    return before !== undefined && isDeepEqual(before, row) ? before : row
  }),
})
