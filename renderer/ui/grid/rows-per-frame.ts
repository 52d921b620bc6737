// Rows per frame: spreads the drawing of rows that a scroll brings into view over several frames, so that no frame is late.

export interface RowRange {
  readonly first: number
  /** Exclusive. */
  readonly end: number
}

export const ALL_ROWS: RowRange = { first: 0, end: Number.POSITIVE_INFINITY }

/** Rows that are in both ranges; the result is empty where `first` is not below `end`. */
export const intersect = (a: RowRange, b: RowRange): RowRange => ({
  first: Math.max(a.first, b.first),
  end: Math.min(a.end, b.end),
})

/** The drawn rows that are still visible, and at most `rowsPerFrame` more of the visible ones, nearest to those first. */
export const extendDrawn = (drawn: RowRange, visible: RowRange, rowsPerFrame: number): RowRange => {
  const stillVisible = intersect(drawn, visible)
  const none = stillVisible.first >= stillVisible.end
  const from = none
    ? drawn.first > visible.first
      ? visible.end
      : visible.first
    : stillVisible.first
  const to = none ? from : stillVisible.end
  const end = Math.min(visible.end, to + rowsPerFrame)
  return { first: Math.max(visible.first, from - (rowsPerFrame - (end - to))), end }
}
