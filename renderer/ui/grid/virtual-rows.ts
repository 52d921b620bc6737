// Which rows of a long list are on the screen, and where: rows of one height, however many. Nothing is kept for each row, and
// the element never grows beyond what Chromium can lay out (about 33 million pixels, half of it at 200 % text).
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { ALL_ROWS, type RowRange, intersect, extendDrawn } from './rows-per-frame.ts'

/** Tallest element that is laid out right at any zoom. A longer list is mapped onto it. */
const MAX_PIXELS = 15_000_000
/** Rows rendered above and below what is seen: more than one turn of a wheel, no more than is worth drawing. */
const OVERSCAN = 5

export interface VirtualRows {
  readonly viewport: RefObject<HTMLDivElement | null>
  /** Height of the element inside the box, px. */
  readonly height: number
  readonly first: number
  /** One behind the last. */
  readonly end: number
  /** False for a row that a scroll brought, and a later frame draws. */
  isDrawn(index: number): boolean
  /** Rows that fit. */
  readonly page: number
  /** Most rows that exist at once. */
  readonly maxElements: number
  /** Where a row is, px from the top of the element inside. */
  top(index: number): number
  /** Brings a row into sight, moving as little as can be, or into the middle. */
  reveal(index: number, where?: 'near' | 'middle' | 'end'): void
  onScroll(): void
}

/**
 * `above`: pixels at the top of the box that stay there, over the rows. `atMost`: of the rows that a scroll brings into sight so
 * many are drawn in one frame, the others in those that follow.
 */
export const useVirtualRows = (
  total: number,
  rowHeight: number,
  headHeight = 0,
  rowsPerFrame = Number.POSITIVE_INFINITY,
): VirtualRows => {
  const viewport = useRef<HTMLDivElement>(null)
  const [scroll, setScroll] = useState(0)
  const [viewportHeight, setViewportHeight] = useState(600)
  const fullHeight = total * rowHeight
  const height = Math.min(fullHeight, MAX_PIXELS)
  // 1, but for lists that are taller than an element may be
  const ratio =
    height > viewportHeight && fullHeight > height
      ? (fullHeight - viewportHeight) / (height - viewportHeight)
      : 1
  // a list that became another, or longer, is drawn at once: only a scroll waits
  const [scrollState, setScrollState] = useState({ total, drawn: ALL_ROWS })
  const drawn = scrollState.total === total ? scrollState.drawn : ALL_ROWS
  /** The box was moved to where all is to be seen at once. */
  const drawAllAtOnce = useRef(false)
  // a list that became shorter: where the box was may be behind its end
  const clampScroll = (at: number): number => Math.min(at, Math.max(0, height - viewportHeight))
  const visibleRange = (at: number): RowRange => {
    const from = clampScroll(at) * ratio
    return {
      first: Math.max(0, Math.floor(from / rowHeight) - OVERSCAN),
      // one more: the first row may be seen in part
      end: Math.min(total, Math.ceil((from + viewportHeight) / rowHeight) + 1 + OVERSCAN),
    }
  }
  const shown = clampScroll(scroll)
  const from = shown * ratio
  const { first, end } = visibleRange(scroll)

  useLayoutEffect(() => {
    const element = viewport.current
    if (element === null) return undefined
    const measure = (): void => setViewportHeight(element.clientHeight - headHeight)
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    measure()
    return () => observer.disconnect()
  }, [headHeight])
  const reveal = useCallback(
    (index: number, where: 'near' | 'middle' | 'end' = 'near') => {
      const element = viewport.current
      if (element === null) return
      const at = index * rowHeight
      const now = element.scrollTop * ratio
      const seen = element.clientHeight - headHeight
      let wanted = now
      if (where === 'middle') wanted = at - (seen - rowHeight) / 2
      else if (where === 'end') wanted = at + rowHeight - seen
      else if (at < now) wanted = at
      else if (at + rowHeight > now + seen) wanted = at + rowHeight - seen
      if (wanted === now) return
      drawAllAtOnce.current = true
      element.scrollTop = Math.max(0, wanted) / ratio
    },
    [ratio, rowHeight, headHeight],
  )

  useEffect(() => {
    if (drawn.first <= first && drawn.end >= end) return undefined
    let frame = 0
    // in the frame after the one that is under way
    const timer = setTimeout(() => {
      frame = requestAnimationFrame(() =>
        flushSync(() =>
          setScrollState({ total, drawn: extendDrawn(drawn, { first, end }, rowsPerFrame) }),
        ),
      )
    })
    return () => {
      clearTimeout(timer)
      cancelAnimationFrame(frame)
    }
  }, [drawn, first, end, total, rowsPerFrame])

  return {
    viewport,
    height,
    first,
    end,
    maxElements: Math.ceil(viewportHeight / rowHeight) + 2 * OVERSCAN + 3,
    isDrawn: (index) => index >= drawn.first && index < drawn.end,
    page: Math.max(1, Math.floor(viewportHeight / rowHeight) - 1),
    top: (index) => shown + index * rowHeight - from,
    reveal,
    onScroll() {
      const top = viewport.current?.scrollTop ?? 0
      // where rows lie at their own places, nothing changes until the next one is reached
      const at = ratio === 1 ? top - (top % rowHeight) : top
      const all = drawAllAtOnce.current
      drawAllAtOnce.current = false
      if (at === scroll && !all) return
      // within this very frame
      flushSync(() => {
        setScroll(at)
        const seen = intersect(drawn, { first, end })
        setScrollState({
          total,
          drawn: all ? ALL_ROWS : extendDrawn(seen, visibleRange(at), rowsPerFrame),
        })
      })
    },
  }
}
