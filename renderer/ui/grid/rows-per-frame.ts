// Which rows of those that are seen are drawn by now: a frame that had to draw a whole screen of them would be late.

export interface RowRange {
  readonly first: number
  /** One behind the last. */
  readonly end: number
}

export const ALL_ROWS: RowRange = { first: 0, end: Number.POSITIVE_INFINITY }

/** Rows that are in both; none where `first` is not below `end`. */
export const intersect = (a: RowRange, b: RowRange): RowRange => ({
  first: Math.max(a.first, b.first),
  end: Math.min(a.end, b.end),
})

/** What was drawn and is still seen, and at most so many more of what is seen: those that came into sight first. */
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
