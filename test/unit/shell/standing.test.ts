// Never a tick while anything is open, and shapes that differ (UX D13).
import { describe, expect, it } from 'vitest'
import { type Glyph, drawGlyph } from '../../../electron/shell/glyphs.ts'
import { standingOf } from '../../../electron/shell/standing.ts'
import { NO_OVERVIEW, type Overview } from '../../../shared/model.ts'

const overview = (counts: Partial<Overview['counts']>, more: Partial<Overview> = {}): Overview => ({
  ...NO_OVERVIEW,
  ...more,
  counts: { ...NO_OVERVIEW.counts, ...counts },
})

describe('the tray', () => {
  it.each([
    [overview({}), false, 'unknown'],
    [overview({ needs_you: 1, active: 3, done: 9 }), true, 'error'],
    [overview({ active: 1 }), true, 'sending'],
    [overview({ waiting: 1 }), true, 'sending'],
    [overview({ waiting: 1 }, { paused: true }), true, 'paused'],
    [overview({ done: 2 }, { trouble: 'the disk is full' }), true, 'error'],
    [overview({ done: 2 }, { proven: 2 }), true, 'idle'],
  ] as const)('shows the worst first', (state, known, glyph) => {
    expect(standingOf(state, known).glyph).toBe(glyph)
  })
  it('has another shape for each, also in one colour', () => {
    const glyphs: Glyph[] = ['idle', 'sending', 'paused', 'warning', 'error', 'unknown']
    const shapes = glyphs.map((glyph) => {
      const pixels = drawGlyph(glyph, 16)
      return Array.from({ length: 256 }, (_, i) => ((pixels[i * 4 + 3] ?? 0) > 127 ? 1 : 0))
    })
    for (const [i, a] of shapes.entries())
      for (const b of shapes.slice(i + 1))
        expect(a.filter((pixel, at) => pixel !== b[at]).length).toBeGreaterThan(20)
  })
})
