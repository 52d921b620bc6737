// Smoothed estimates count down, follow changes and never jump (docs/ux.md D12).
import { describe, expect, it } from 'vitest'
import { smoothEta } from '../../../../../renderer/features/runs/smooth-eta.ts'

/** What is shown second by second where the tool's estimates are these. */
const shown = (estimates: readonly number[], stepMs = 1_000): number[] => {
  const seen: number[] = []
  let before: { seconds: number; at: number } | null = null
  for (const [i, next] of estimates.entries()) {
    const seconds: number = smoothEta(before, next, i * stepMs) ?? 0
    before = { seconds, at: i * stepMs }
    seen.push(seconds)
  }
  return seen
}

describe('time left', () => {
  it('one wild estimate moves it by no more than its unit', () => {
    const seen = shown([1_080, 1_079, 9_000, 1_077, 1_076])
    for (const [i, seconds] of seen.entries())
      expect(Math.abs(seconds - (1_080 - i))).toBeLessThanOrEqual(61)
  })
  it('follows a lasting change by one unit a second, whatever the number of estimates', () => {
    const slow = shown(Array.from({ length: 60 }, (_, i) => (i === 0 ? 600 : 3_000)))
    expect(slow.at(-1)).toBe(3_000)
    for (const [i, seconds] of slow.slice(1).entries())
      expect(seconds - (slow[i] ?? 0)).toBeLessThanOrEqual(60)
    const often = shown(
      Array.from({ length: 11 }, (_, i) => (i === 0 ? 600 : 3_000)),
      100,
    )
    expect(often.at(-1)).toBeLessThanOrEqual(660)
  })
  it('counts down by itself while the estimate stands still for a moment', () => {
    expect(smoothEta({ seconds: 600, at: 0 }, 600, 30_000)).toBe(600)
    expect(smoothEta({ seconds: 600, at: 0 }, 500, 30_000)).toBe(510)
  })
  it('starts with the first estimate, and answers null where none is given', () => {
    expect(smoothEta(null, 18, 0)).toBe(18)
    expect(smoothEta({ seconds: 600, at: 0 }, null, 1_000)).toBeNull()
  })
})
