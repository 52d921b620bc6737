// Paged rows: one page of rows out of a list that may be a million long. The renderer never holds more than one page.

/** Length of a page (PAGE_ROWS of the contract). */
const PAGE_ROWS = 200
/** Rows of a page on the side that the viewport comes from; the others lie ahead of it. */
const ROWS_BEHIND = 40
/** The next page is requested when the viewport is this many rows from the end of the held one. */
const PREFETCH_DISTANCE = 30
/** No page is requested for fewer new rows than this. */
const MIN_NEW_ROWS = 20

export interface PagedRows<T> {
  readonly start: number
  readonly rows: readonly T[]
  readonly total: number
  /** False until the first answer. */
  readonly loaded: boolean
}

export const NO_ROWS = { start: 0, rows: [], total: 0, loaded: false } as const

/** The row at an index of the whole list; undefined: it is not in the page. */
export const rowAt = <T>(page: PagedRows<T>, index: number): T | undefined =>
  page.rows[index - page.start]

/** Index in the whole list of the next held row that fits, searched from `from` on and around; null: none does. */
export const findRow = <T>(
  { start, rows }: PagedRows<T>,
  from: number,
  fits: (row: T) => boolean,
): number | null => {
  const first = Math.max(0, from - start)
  const order = [...rows.keys()].map((i) => (i + first) % rows.length)
  const hit = order.find((i) => {
    const row = rows[i]
    return row !== undefined && fits(row)
  })
  return hit === undefined ? null : start + hit
}

interface PageLoader {
  /** The visible range moved. */
  show(first: number, last: number): void
  /** The list changed: loads the same page again. */
  refresh(): void
  /**
   * Another list: drops everything held. `typing`: the rows on the screen stay until the answer, or for STALE_MS, because a list
   * that vanishes and comes back at every letter cannot be read.
   */
  reset(typing?: boolean): void
}

/** A viewport that did not move for this long has come to rest. */
const SETTLE_MS = 60
/** A move by more rows than this is a jump: one frame cannot draw so many rows. */
const JUMP_ROWS = 8
/** More jumps in a row than this are a fast scroll, for which no pages are requested. */
const MAX_JUMPS = 2

/** Rows that may not match the typed text any more stay on the screen for this long at most. */
const STALE_MS = 300

/** After a slow answer a changing list is not read again for this many times the duration of that answer. */
const PAUSE_FACTOR = 2
/** No pause follows an answer that was faster than this. */
const QUICK_MS = 50

/** Loads pages. One request for a list runs at a time; answers for a list that was replaced are dropped. */
export const createPageLoader = <T>(
  fetch: (
    offset: number,
    limit: number,
  ) => Promise<{ readonly rows: readonly T[]; readonly total: number } | null>,
  apply: (page: PagedRows<T>) => void,
): PageLoader => {
  let wantedStart = 0
  let generation = 0
  let loading: number | null = null
  let reloadNeeded = false
  /** The timer that runs is for a refresh. */
  let refreshScheduled = false
  let held: { start: number; end: number; total: number } = { start: 0, end: -1, total: 0 }
  let visible = { first: 0, last: 0, at: Number.NEGATIVE_INFINITY, jumps: 0 }
  let timer: ReturnType<typeof setTimeout> | null = null
  let quietUntil = 0
  let staleTimer: ReturnType<typeof setTimeout> | null = null

  const clearStaleTimer = (): void => {
    if (staleTimer !== null) clearTimeout(staleTimer)
    staleTimer = null
  }

  /** Every visible row is held. */
  const isCovered = (): boolean =>
    visible.first >= held.start && Math.min(visible.last, held.total) <= held.end
  /** The held page ends near the visible rows, and the list goes on. */
  const isNearEnd = (down: boolean): boolean =>
    down
      ? held.end < held.total && visible.last + PREFETCH_DISTANCE > held.end
      : held.start > 0 && visible.first - PREFETCH_DISTANCE < held.start
  const overlapsVisible = (start: number, end: number): boolean =>
    visible.first < end && visible.last >= start

  const load = async (): Promise<void> => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    if (loading === generation) {
      reloadNeeded = true
      return
    }
    const asked = generation
    loading = asked
    reloadNeeded = false
    refreshScheduled = false
    const start = wantedStart
    const from = performance.now()
    const answer = await fetch(start, PAGE_ROWS)
    // the list was replaced meanwhile
    if (asked !== generation) return
    loading = null
    const took = performance.now() - from
    quietUntil = took < QUICK_MS ? 0 : performance.now() + took * PAUSE_FACTOR
    if (answer !== null) {
      clearStaleTimer()
      const end = start + answer.rows.length
      // rows that the viewport has left meanwhile are not applied: laying them out would slow the scroll
      const passed = held.end >= 0 && answer.total === held.total && !overlapsVisible(start, end)
      if (!passed) {
        held = { start, end, total: answer.total }
        apply({ start, rows: answer.rows, total: answer.total, loaded: true })
      }
    }
    // the viewport may have moved to rows that this answer has replaced
    if (isCovered()) wantedStart = held.start
    else if (wantedStart !== start && timer === null) reloadNeeded = true
    if (reloadNeeded) void load()
  }
  const schedule = (ms: number): void => {
    timer ??= setTimeout(() => void load(), ms)
  }
  return {
    show(first, last) {
      const now = performance.now()
      const jumped = now - visible.at < SETTLE_MS && Math.abs(first - visible.first) > JUMP_ROWS
      const down = first >= visible.first
      const moved = first !== visible.first
      visible = { first, last, at: now, jumps: jumped ? visible.jumps + 1 : 0 }
      const next = Math.max(0, down ? first - ROWS_BEHIND : last + ROWS_BEHIND - PAGE_ROWS)
      if (isCovered()) {
        wantedStart = held.start
        if (timer !== null && !refreshScheduled) {
          clearTimeout(timer)
          timer = null
        }
        const calm = timer === null && loading !== generation && visible.jumps === 0
        if (!calm || !moved || !isNearEnd(down) || Math.abs(next - held.start) < MIN_NEW_ROWS)
          return
        wantedStart = next
        return void load()
      }
      wantedStart = next
      if (visible.jumps <= MAX_JUMPS) {
        // a running request checks at its end whether the viewport has moved
        if (loading !== generation) void load()
        return
      }
      // a fast scroll: the request waits until the viewport rests
      if (timer !== null) clearTimeout(timer)
      timer = null
      schedule(SETTLE_MS)
    },
    refresh() {
      const pause = quietUntil - performance.now()
      if (pause <= 0) return void load()
      refreshScheduled = true
      schedule(pause)
    },
    reset(typing = false) {
      generation += 1
      wantedStart = 0
      quietUntil = 0
      held = { start: 0, end: -1, total: 0 }
      const empty = (): void => {
        clearStaleTimer()
        apply({ start: 0, rows: [], total: 0, loaded: false })
      }
      // counted from the first letter, however many follow
      if (typing) staleTimer ??= setTimeout(empty, STALE_MS)
      else empty()
      void load()
    },
  }
}
