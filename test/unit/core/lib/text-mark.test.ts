// Tests that the marks of texts tell different texts apart well enough to look only at a few of them again.
import { expect, it } from 'vitest'
import { textMark } from '../../../../electron/core/lib/text-mark.ts'

it('a mark is a whole number that a double holds, the same for the same text', () => {
  for (const text of ['', 'a', 'plate 1/well 2.tif', '\u00e9\u{1f600}']) {
    expect(Number.isSafeInteger(textMark(text))).toBe(true)
    expect(textMark(text)).toBe(textMark(text.slice(0, 1) + text.slice(1)))
  }
})

it('a hundred thousand names of a run have different marks', () => {
  const marks = new Set<number>()
  for (let i = 0; i < 100_000; i += 1)
    marks.add(textMark(`part ${Math.floor(i / 500)}/file_${i}.bin`))
  expect(marks.size).toBe(100_000)
})
