// A window of rows out of a list that may be a million long: the only rows the renderer ever holds.

/** Rows asked for at once; a window is this long at most (contract PAGE_ROWS). */
const LENGTH = 200
/** Rows kept above the first visible one. */
const ABOVE = 80

export interface RowWindow<T> {
  readonly start: number
  readonly rows: readonly T[]
  readonly total: number
  /** False until the first answer. */
  readonly loaded: boolean
}

export const emptyWindow = { start: 0, rows: [], total: 0, loaded: false } as const

/** The row at an index of the whole list, if it is in the window. */
export const rowAt = <T>(window: RowWindow<T>, index: number): T | undefined =>
  window.rows[index - window.start]

export interface WindowLoader {
  /** The visible range moved. */
  show(first: number, last: number): void
  /** The list behind it changed: the same window again. */
  refresh(): void
  /** Another list: everything known is dropped. */
  reset(): void
}

/** Loads windows; an answer for an older question is dropped, and one question is under way at a time. */
export const createWindowLoader = <T>(
  fetch: (
    offset: number,
    limit: number,
  ) => Promise<{ readonly rows: readonly T[]; readonly total: number } | null>,
  apply: (window: RowWindow<T>) => void,
): WindowLoader => {
  let wanted = 0
  let generation = 0
  let loading = false
  let again = false
  let have: { start: number; end: number; total: number } = { start: 0, end: -1, total: 0 }

  const load = async (): Promise<void> => {
    if (loading) {
      again = true
      return
    }
    loading = true
    const asked = generation
    const start = wanted
    const answer = await fetch(start, LENGTH)
    loading = false
    if (asked === generation && answer !== null) {
      have = { start, end: start + answer.rows.length, total: answer.total }
      apply({ start, rows: answer.rows, total: answer.total, loaded: true })
    }
    if (again) {
      again = false
      void load()
    }
  }
  return {
    show(first, last) {
      const inside = first >= have.start && Math.min(last, have.total) <= have.end
      if (inside) return
      wanted = Math.max(0, first - ABOVE)
      void load()
    },
    refresh() {
      void load()
    },
    reset() {
      generation += 1
      wanted = 0
      have = { start: 0, end: -1, total: 0 }
      apply({ start: 0, rows: [], total: 0, loaded: false })
      void load()
    },
  }
}
