// The difference of two short texts, line by line, with a little of what stands around it.
import type { DiffLine } from '../../../shared/settings.ts'

/** Lines that stay, kept around a change. */
const AROUND = 2

/** Length of the longest common subsequence from each pair of places on; texts here have hundreds of lines, not thousands. */
const common = (a: readonly string[], b: readonly string[]): Uint16Array[] => {
  const table = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1))
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const row = table[i]
      if (row === undefined) continue
      const [right = 0, below = 0] = [row[j + 1], table[i + 1]?.[j]]
      row[j] = a[i] === b[j] ? (table[i + 1]?.[j + 1] ?? 0) + 1 : Math.max(right, below)
    }
  return table
}

const split = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'))

/** Changed lines with their surroundings; empty where nothing changed. */
export const diffOf = (before: string, after: string): DiffLine[] => {
  const [a, b] = [split(before), split(after)]
  const table = common(a, b)
  const all: DiffLine[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      all.push({ mark: 'same', text: a[i] ?? '' })
      i += 1
      j += 1
    } else if (
      i < a.length &&
      (j >= b.length || (table[i + 1]?.[j] ?? 0) >= (table[i]?.[j + 1] ?? 0))
    ) {
      all.push({ mark: 'removed', text: a[i] ?? '' })
      i += 1
    } else {
      all.push({ mark: 'added', text: b[j] ?? '' })
      j += 1
    }
  }
  return all.filter((_line, at) =>
    all.slice(Math.max(0, at - AROUND), at + AROUND + 1).some((near) => near.mark !== 'same'),
  )
}
