// The difference of two short texts, line by line, with a little of what stands around it.
import type { DiffLine } from '../../../../shared/model/settings.ts'

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

/** Every line of both, those that stay once. */
const allLines = (a: readonly string[], b: readonly string[]): DiffLine[] => {
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
  return all
}

/** Changed lines with their surroundings; empty where nothing changed. */
export const diffOf = (before: string, after: string): DiffLine[] => {
  const all = allLines(split(before), split(after))
  return all.filter((_line, at) =>
    all.slice(Math.max(0, at - AROUND), at + AROUND + 1).some((near) => near.mark !== 'same'),
  )
}

/** Lines of a text and how many lines of its print stand for them. */
interface Piece {
  readonly lines: string[]
  printed: number
}

/** Which lines of the original stand for which of its print: those with the same signs, and what lies between as a whole. */
const piecesOf = (own: readonly string[], printed: readonly string[]): Piece[] => {
  const bare = (line: string): string => line.replaceAll(/\s+/g, '')
  const pieces: Piece[] = []
  let at = 0
  let open: Piece | null = null
  for (const { mark } of allLines(own.map(bare), printed.map(bare))) {
    if (mark === 'same') {
      open = null
      pieces.push({ lines: [own[at] ?? ''], printed: 1 })
    } else {
      if (open === null) pieces.push((open = { lines: [], printed: 0 }))
      if (mark === 'added') open.printed += 1
      else open.lines.push(own[at] ?? '')
    }
    if (mark !== 'added') at += 1
  }
  return pieces
}

/** `after` with every line that was not changed as it stood in `original`, of which `before` is a print with other spaces. */
export const keepLines = (original: string, before: string, after: string): string => {
  const printed = split(before)
  const kept = new Set<number>()
  /** Lines that were put before each line of the print, and behind the last. */
  const put = Array.from({ length: printed.length + 1 }, (): string[] => [])
  let at = 0
  for (const { mark, text } of allLines(printed, split(after))) {
    if (mark === 'same') kept.add(at)
    if (mark === 'added') put[at]?.push(text)
    else at += 1
  }
  const out: string[] = []
  at = 0
  for (const piece of piecesOf(split(original), printed)) {
    out.push(...(put[at]?.splice(0) ?? []))
    const places = Array.from({ length: piece.printed }, (_, i) => at + i)
    at += piece.printed
    if (places.every((place, i) => kept.has(place) && (i === 0 || put[place]?.length === 0)))
      out.push(...piece.lines)
    else
      for (const place of places)
        out.push(
          ...(put[place]?.splice(0) ?? []),
          ...(kept.has(place) ? [printed[place] ?? ''] : []),
        )
  }
  out.push(...(put[at] ?? []))
  return `${out.join('\n')}\n`
}
