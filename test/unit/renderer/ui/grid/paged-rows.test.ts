// The renderer holds one window of rows, whatever the list's length, and never shows an answer to an older question.
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
  it('asks nothing while what is seen is held', async () => {
    const { loader, answer, asked } = setUp()
    loader.reset()
    await answer()
    loader.show(0, 40)
    loader.show(10, 60)
    expect(asked).toEqual([0])
  })
  it('asks nothing more where an answer holds what is seen by then, however far the box has moved', async () => {
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
  it('asks once for a list that was replaced, although the box shows its first rows meanwhile', async () => {
    const { loader, answer, asked } = setUp()
    loader.reset()
    loader.show(0, 0)
    await answer()
    loader.show(0, 40)
    await answer()
    expect(asked).toEqual([0])
  })
  it('has most rows ahead of the box, on the way down and on the way up', async () => {
    const { loader, answer, asked } = setUp()
    loader.reset()
    await answer()
    loader.show(5_000, 5_030)
    await answer()
    loader.show(4_900, 4_930)
    await answer()
    expect(asked).toEqual([0, 4_960, 4_770])
  })
  it('asks for the next rows before those that it holds are at their end, once, and not while the box rests', async () => {
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
  it('asks for where the box went while it waited', async () => {
    const { loader, answer, asked, at } = setUp()
    loader.reset()
    loader.show(5_000, 5_030)
    await answer()
    await answer()
    expect(asked).toEqual([0, 4_960])
    expect(rowAt(at(), 5_000)).toBe(5_000)
  })
  it('leaves rows alone that the box has passed by when they come', async () => {
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
  it('drops an answer to a list that was left', async () => {
    const { loader, answer, at } = setUp()
    loader.reset()
    loader.reset()
    await answer()
    expect(at().loaded).toBe(false)
    await answer()
    expect(at().loaded).toBe(true)
  })
  it('shows what it has until the answer to what is typed, and no longer than a moment', async () => {
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
  it('asks once more, not ten times, where ten changes came meanwhile', async () => {
    const { loader, answer, asked } = setUp()
    loader.reset()
    for (let i = 0; i < 10; i += 1) loader.refresh()
    await answer()
    await answer()
    await answer()
    expect(asked).toHaveLength(2)
  })
  it('asks for the new list at once, whatever the old one still owes', async () => {
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
    'asks for no row that a scroll of %d rows a frame passes by, and for those at which it ends',
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
  it('asks for rows as they come while a frame brings no more of them than it can draw', async () => {
    const { loader, answer, at } = setUp()
    loader.reset()
    await answer()
    for (let first = 0; first <= 3_000; first += 8) {
      loader.show(first, first + 30)
      await answer()
      expect(rowAt(at(), first)).toBe(first)
    }
  })
  it('leaves a slow list that changes all the time alone for a while, and shows its last state', async () => {
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
  it('has the rows of where it rests, also where it came back while others were asked for', async () => {
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
