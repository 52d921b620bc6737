// Line diff of two texts for the settings screen, and a merge that keeps the user's spacing of unchanged lines.
import { diffArrays } from 'diff'
import type { DiffLine } from '../../../../shared/model/settings.ts'

/** Unchanged lines shown on each side of a change. */
const CONTEXT_LINES = 2

const linesOf = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'))

/** All lines of both texts in order; a line that is in both appears once. */
const allLines = (before: readonly string[], after: readonly string[]): DiffLine[] =>
  diffArrays([...before], [...after]).flatMap(({ value, added, removed }) =>
    value.map((text): DiffLine => ({ mark: added ? 'added' : removed ? 'removed' : 'same', text })),
  )

/** The changed lines with two unchanged lines around each; empty where nothing changed. */
export const diffOf = (before: string, after: string): DiffLine[] => {
  const all = allLines(linesOf(before), linesOf(after))
  return all.filter((_line, index) =>
    all
      .slice(Math.max(0, index - CONTEXT_LINES), index + CONTEXT_LINES + 1)
      .some(({ mark }) => mark !== 'same'),
  )
}

/** Some lines of the user's text, and the number of printed lines that stand for them. */
interface Section {
  readonly lines: string[]
  printedCount: number
}

/**
 * Aligns the user's text with its YAML print, ignoring spaces: a line that differs in spaces alone is a section of its
 * own, everything between two such lines is one section.
 */
const alignSections = (original: readonly string[], printed: readonly string[]): Section[] => {
  const withoutSpaces = (line: string): string => line.replaceAll(/\s+/g, '')
  const sections: Section[] = []
  let index = 0
  let open: Section | null = null
  for (const { mark } of allLines(original.map(withoutSpaces), printed.map(withoutSpaces))) {
    if (mark === 'same') {
      open = null
      sections.push({ lines: [original[index] ?? ''], printedCount: 1 })
    } else {
      if (open === null) sections.push((open = { lines: [], printedCount: 0 }))
      if (mark === 'added') open.printedCount += 1
      else open.lines.push(original[index] ?? '')
    }
    if (mark !== 'added') index += 1
  }
  return sections
}

/**
 * Answers `after` with every unchanged line spelled as in `original`. `before` is the YAML print of `original`, which
 * may differ from it in spaces; `after` is the same print with the edits applied.
 */
export const keepLines = (original: string, before: string, after: string): string => {
  const printed = linesOf(before)
  const unchanged = new Set<number>()
  /** Lines that the edits insert before each printed line, and after the last one. */
  const inserted = Array.from({ length: printed.length + 1 }, (): string[] => [])
  let index = 0
  for (const { mark, text } of allLines(printed, linesOf(after))) {
    if (mark === 'same') unchanged.add(index)
    if (mark === 'added') inserted[index]?.push(text)
    else index += 1
  }
  const merged: string[] = []
  index = 0
  for (const section of alignSections(linesOf(original), printed)) {
    merged.push(...(inserted[index]?.splice(0) ?? []))
    const start = index
    const printedIndexes = Array.from({ length: section.printedCount }, (_, i) => start + i)
    index += section.printedCount
    if (printedIndexes.every((n, i) => unchanged.has(n) && (i === 0 || inserted[n]?.length === 0)))
      merged.push(...section.lines)
    else
      for (const n of printedIndexes)
        merged.push(
          ...(inserted[n]?.splice(0) ?? []),
          ...(unchanged.has(n) ? [printed[n] ?? ''] : []),
        )
  }
  merged.push(...(inserted[index] ?? []))
  return `${merged.join('\n')}\n`
}
