// Virtual rows: which rows of a long list are on the screen, and where. All rows have one height, nothing is stored per row, and
// the element never grows beyond what Chromium can lay out (about 33 million pixels, half of it at 200 % text).
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { ALL_ROWS, type RowRange, extendDrawn, intersect } from './rows-per-frame.ts'

/** Tallest element that Chromium lays out correctly at any zoom. The scroll range of a longer list is mapped onto it. */
const MAX_PIXELS = 15_000_000
/** Rows rendered above and below the visible ones: more than one step of a mouse wheel. */
const OVERSCAN = 5

interface VirtualRows {
  readonly viewport: RefObject<HTMLDivElement | null>
  /** Height of the element inside the viewport, px. */
  readonly height: number
  readonly first: number
  /** Exclusive. */
  readonly end: number
  /** False for a row that has just been scrolled into view and is drawn in a later frame. */
  isDrawn(index: number): boolean
  /** Rows that fit into the viewport: the step of Page Up and Page Down. */
  readonly page: number
  /** Row elements that exist at most. */
  readonly maxElements: number
  /** Position of a row, px from the top of the element inside. */
  top(index: number): number
  /** Scrolls a row into view: by the shortest way, to the middle, or to the lower end. */
  reveal(index: number, where?: 'near' | 'middle' | 'end'): void
  onScroll(): void
}

/**
 * `headHeight`: pixels at the top of the viewport that stay there, over the rows. `rowsPerFrame`: so many of the rows that a
 * scroll brings into view are drawn in one frame, the others in the following frames.
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
  // pixels of the list per pixel of the element; 1 unless the list is taller than MAX_PIXELS
  const ratio =
    height > viewportHeight && fullHeight > height
      ? (fullHeight - viewportHeight) / (height - viewportHeight)
      : 1
  // rows are spread over frames in a scroll only: a list of another length is drawn at once
  const [scrollState, setScrollState] = useState({ total, drawn: ALL_ROWS })
  const drawn = scrollState.total === total ? scrollState.drawn : ALL_ROWS
  /** `reveal` has set the scroll position: the next scroll event draws every visible row. */
  const drawAllAtOnce = useRef(false)
  // the scroll position may lie behind the end of a list that became shorter
  const clampScroll = (at: number): number => Math.min(at, Math.max(0, height - viewportHeight))
  const visibleRange = (at: number): RowRange => {
    const from = clampScroll(at) * ratio
    return {
      first: Math.max(0, Math.floor(from / rowHeight) - OVERSCAN),
      // one more, since the first row may be visible in part
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
      const rowsHeight = element.clientHeight - headHeight
      let wanted = now
      if (where === 'middle') wanted = at - (rowsHeight - rowHeight) / 2
      else if (where === 'end') wanted = at + rowHeight - rowsHeight
      else if (at < now) wanted = at
      else if (at + rowHeight > now + rowsHeight) wanted = at + rowHeight - rowsHeight
      if (wanted === now) return
      drawAllAtOnce.current = true
      element.scrollTop = Math.max(0, wanted) / ratio
    },
    [ratio, rowHeight, headHeight],
  )

  useEffect(() => {
    if (drawn.first <= first && drawn.end >= end) return undefined
    let frame = 0
    // in the frame after the current one
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
      // unmapped: nothing changes until the next row is reached
      const at = ratio === 1 ? top - (top % rowHeight) : top
      const all = drawAllAtOnce.current
      drawAllAtOnce.current = false
      if (at === scroll && !all) return
      // rendered within this frame
      flushSync(() => {
        setScroll(at)
        const stillDrawn = intersect(drawn, { first, end })
        setScrollState({
          total,
          drawn: all ? ALL_ROWS : extendDrawn(stillDrawn, visibleRange(at), rowsPerFrame),
        })
      })
    },
  }
}
