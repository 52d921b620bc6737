// Which rows of those that are seen are drawn by now: a frame that had to draw a whole screen of them would be late.

export interface Rows {
  readonly first: number
  /** One behind the last. */
  readonly end: number
}

export const ALL: Rows = { first: 0, end: Number.POSITIVE_INFINITY }

/** Rows that are in both; none where `first` is not below `end`. */
export const both = (a: Rows, b: Rows): Rows => ({
  first: Math.max(a.first, b.first),
  end: Math.min(a.end, b.end),
})

/** What was drawn and is still seen, and at most so many more of what is seen: those that came into sight first. */
export const grown = (drawn: Rows, seen: Rows, atMost: number): Rows => {
  const had = both(drawn, seen)
  const nothing = had.first >= had.end
  const from = nothing ? (drawn.first > seen.first ? seen.end : seen.first) : had.first
  const to = nothing ? from : had.end
  const end = Math.min(seen.end, to + atMost)
  return { first: Math.max(seen.first, from - (atMost - (end - to))), end }
}
