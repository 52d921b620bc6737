// Paged rows: the renderer holds one page, whatever the list's length, and never shows an answer to an older request.
import { describe, expect, it, vi } from 'vitest'
import {
  type PagedRows,
  createPageLoader,
  rowAt,
} from '../../../../../renderer/ui/grid/paged-rows.ts'

const TOTAL = 1_000_000

const setUp = () => {
  const asked: number[] = []
  let window: PagedRows<number> = { start: 0, rows: [], total: 0, loaded: false }
  const answers: (() => void)[] = []
  const loader = createPageLoader<number>(
    (offset, limit) => {
      asked.push(offset)
      return new Promise((resolve) => {
        const rows = Array.from(
          { length: Math.max(0, Math.min(limit, TOTAL - offset)) },
          (_, i) => offset + i,
        )
        answers.push(() => resolve({ rows, total: TOTAL }))
      })
    },
    (next) => {
      window = next
    },
  )
  const answer = async (): Promise<void> => {
    answers.shift()?.()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { loader, answer, asked, at: () => window }
}

describe('a window of rows', () => {
  it('shows any place of a million rows and never holds more than one page', async () => {
    const { loader, answer, at } = setUp()
    loader.reset()
    await answer()
    for (const first of [0, 500, 999_970]) {
      loader.show(first, first + 30)
      await answer()
      expect(at().rows.length).toBeLessThanOrEqual(200)
      expect(rowAt(at(), first)).toBe(first)
      expect(rowAt(at(), Math.min(TOTAL - 1, first + 29))).toBe(Math.min(TOTAL - 1, first + 29))
    }
  })
  it('requests nothing while the visible rows are held', async () => {
    const { loader, answer, asked } = setUp()
    loader.reset()
    await answer()
    loader.show(0, 40)
    loader.show(10, 60)
    expect(asked).toEqual([0])
  })
  it('requests nothing more where an answer holds the rows that are visible by then', async () => {
    const { loader, answer, asked, at } = setUp()
    loader.reset()
    loader.show(0, 30)
    await answer()
    loader.show(190, 220)
    loader.show(200, 230)
    await answer()
    loader.show(210, 240)
    await answer()
    expect(asked).toEqual([0, 150])
    expect(rowAt(at(), 239)).toBe(239)
  })
  it('requests a replaced list once, although its first rows are shown meanwhile', async () => {
    const { loader, answer, asked } = setUp()
    loader.reset()
    loader.show(0, 0)
    await answer()
    loader.show(0, 40)
    await answer()
    expect(asked).toEqual([0])
  })
  it('has most rows ahead of the viewport, scrolling down and up', async () => {
    const { loader, answer, asked } = setUp()
    loader.reset()
    await answer()
    loader.show(5_000, 5_030)
    await answer()
    loader.show(4_900, 4_930)
    await answer()
    expect(asked).toEqual([0, 4_960, 4_770])
  })
  it('requests the next rows once, before the held ones end, and not while the viewport rests', async () => {
    const { loader, answer, asked, at } = setUp()
    loader.reset()
    await answer()
    for (let first = 0; first < 300; first += 1) {
      loader.show(first, first + 30)
      loader.show(first, first + 30)
      expect(rowAt(at(), first + 30)).toBe(first + 30)
      await answer()
    }
    expect(asked).toEqual([0, 101, 202])
    for (let first = 299; first >= 0; first -= 1) {
      loader.show(first, first + 30)
      expect(rowAt(at(), first)).toBe(first)
      await answer()
    }
    expect(asked).toEqual([0, 101, 202, 101, 0])
  })
  it('requests the rows that the viewport moved to while a request ran', async () => {
    const { loader, answer, asked, at } = setUp()
    loader.reset()
    loader.show(5_000, 5_030)
    await answer()
    await answer()
    expect(asked).toEqual([0, 4_960])
    expect(rowAt(at(), 5_000)).toBe(5_000)
  })
  it('does not apply rows that the viewport has passed', async () => {
    const { loader, answer, at } = setUp()
    loader.reset()
    await answer()
    loader.show(0, 30)
    loader.show(1_000, 1_030)
    loader.show(3_000, 3_030)
    const before = at()
    await answer()
    expect(at()).toBe(before)
    await answer()
    expect(rowAt(at(), 3_000)).toBe(3_000)
  })
  it('drops an answer for a list that was replaced', async () => {
    const { loader, answer, at } = setUp()
    loader.reset()
    loader.reset()
    await answer()
    expect(at().loaded).toBe(false)
    await answer()
    expect(at().loaded).toBe(true)
  })
  it('shows the held rows until the answer for the typed text, and for a moment at most', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
    try {
      const { loader, answer, at } = setUp()
      loader.reset()
      await answer()
      loader.reset(true)
      expect(rowAt(at(), 7)).toBe(7)
      await answer()
      // answered in time: nothing is taken away later
      vi.advanceTimersByTime(1_000)
      expect(at().loaded).toBe(true)
      // letter after letter, and none is answered
      for (let letter = 0; letter < 4; letter += 1) {
        loader.reset(true)
        vi.advanceTimersByTime(90)
      }
      expect(at()).toMatchObject({ rows: [], total: 0, loaded: false })
      // another list altogether: at once
      for (let i = 0; i < 4; i += 1) await answer()
      expect(at().loaded).toBe(true)
      loader.reset()
      expect(at()).toMatchObject({ rows: [], total: 0, loaded: false })
    } finally {
      vi.useRealTimers()
    }
  })
  it('requests once more, not ten times, after ten changes', async () => {
    const { loader, answer, asked } = setUp()
    loader.reset()
    for (let i = 0; i < 10; i += 1) loader.refresh()
    await answer()
    await answer()
    await answer()
    expect(asked).toHaveLength(2)
  })
  it('requests the new list at once, whatever requests of the old one still run', async () => {
    const { loader, answer, asked, at } = setUp()
    loader.reset()
    loader.reset()
    expect(asked).toEqual([0, 0])
    await answer()
    loader.show(700, 730)
    await answer()
    expect(at()).toMatchObject({ start: 0, loaded: true })
    await answer()
    expect(rowAt(at(), 700)).toBe(700)
  })
  // a leap over rows never seen, and a sweep of which each frame still shows rows of the last
  it.each([1_500, 25])(
    'requests no rows that a scroll of %d rows a frame passes, but those at its end',
    async (step) => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
      try {
        const { loader, answer, asked, at } = setUp()
        loader.reset()
        await answer()
        const end = 600 * step
        for (let first = 0; first <= end; first += step) {
          loader.show(first, first + 30)
          await answer()
          vi.advanceTimersByTime(16)
        }
        expect(asked.length).toBeLessThan(5)
        vi.advanceTimersByTime(100)
        await answer()
        expect(rowAt(at(), end)).toBe(end)
        expect(rowAt(at(), end + 29)).toBe(end + 29)
      } finally {
        vi.useRealTimers()
      }
    },
  )
  it('requests rows as they come in a scroll that a frame can draw', async () => {
    const { loader, answer, at } = setUp()
    loader.reset()
    await answer()
    for (let first = 0; first <= 3_000; first += 8) {
      loader.show(first, first + 30)
      await answer()
      expect(rowAt(at(), first)).toBe(first)
    }
  })
  it('pauses between requests of a slow list that changes all the time, and shows its last state', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
    try {
      const { loader, answer, asked } = setUp()
      loader.reset()
      vi.advanceTimersByTime(400)
      await answer()
      for (let i = 0; i < 5; i += 1) {
        loader.refresh()
        // looking at rows that are held takes nothing back
        loader.show(i, i + 30)
        vi.advanceTimersByTime(100)
      }
      expect(asked).toHaveLength(1)
      vi.advanceTimersByTime(400)
      expect(asked).toHaveLength(2)
    } finally {
      vi.useRealTimers()
    }
  })
  it('has the rows where the viewport rests, also after it came back during a request', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
    try {
      const { loader, answer, at } = setUp()
      loader.reset()
      await answer()
      loader.show(0, 30)
      vi.advanceTimersByTime(500)
      loader.show(5_000, 5_030)
      loader.show(0, 30)
      await answer()
      await answer()
      expect(rowAt(at(), 0)).toBe(0)
      for (let first = 1_000; first <= 9_000; first += 1_000) {
        loader.show(first, first + 30)
        vi.advanceTimersByTime(16)
      }
      for (let i = 0; i < 4; i += 1) await answer()
      loader.show(0, 30)
      vi.advanceTimersByTime(200)
      for (let i = 0; i < 4; i += 1) await answer()
      expect(rowAt(at(), 0)).toBe(0)
    } finally {
      vi.useRealTimers()
    }
  })
})
