// Rows that are read again while little of them changed: those that say the same stay the objects they were.
import { type RowWindow, rowAt } from './paged-rows.ts'

/** Equal as data: plain values, arrays and objects of them. */
const same = (a: unknown, b: unknown): boolean => {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  const others = new Map(Object.entries(b))
  const own = Object.entries(a)
  return (
    own.length === others.size &&
    own.every(([key, value]) => others.has(key) && same(value, others.get(key)))
  )
}

/** A window whose rows are the very objects that are held, where they say the same: what is drawn of them stays as it is. */
export const reuseUnchanged = <T>(held: RowWindow<T>, next: RowWindow<T>): RowWindow<T> => ({
  ...next,
  rows: next.rows.map((row, at) => {
    const had = rowAt(held, next.start + at)
    return had !== undefined && same(had, row) ? had : row
  }),
})
