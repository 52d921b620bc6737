// A window of rows out of a list that may be a million long: the only rows the renderer ever holds.

/** Rows asked for at once; a window is this long at most (contract PAGE_ROWS). */
const PAGE_ROWS = 200
/** Rows kept on the side that the box comes from; the others are ahead of it. */
const ROWS_BEHIND = 40
/** So many rows before the last one held the next ones are asked for: a box that moves on finds them there. */
const PREFETCH_DISTANCE = 30
/** Fewer new rows than these are not worth a question of their own. */
const MIN_NEW_ROWS = 20

export interface PagedRows<T> {
  readonly start: number
  readonly rows: readonly T[]
  readonly total: number
  /** False until the first answer. */
  readonly loaded: boolean
}

export const NO_ROWS = { start: 0, rows: [], total: 0, loaded: false } as const

/** The row at an index of the whole list, if it is in the window. */
export const rowAt = <T>(page: PagedRows<T>, index: number): T | undefined =>
  page.rows[index - page.start]

/** Index in the whole list of the next loaded row that fits, from `from` on and round; null: none does. */
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

export interface PageLoader {
  /** The visible range moved. */
  show(first: number, last: number): void
  /** The list behind it changed: the same window again. */
  refresh(): void
  /**
   * Another list: everything known is dropped. `typing`: what is shown stays until the answer, or for a moment, since a list
   * that is gone and back at every letter cannot be read.
   */
  reset(typing?: boolean): void
}

/** A box that did not move for so long rests. */
const SETTLE_MS = 60
/** A box that moves by more rows than this at once jumps: they are more than a frame can draw, and gone before they are read. */
const JUMP_ROWS = 8
/** Jumps after each other without a rest: more than these are a fast scroll, whose rows are passed by unseen. */
const MAX_JUMPS = 2

/** So long at most rows are shown that a text which is typed may not have found. */
const STALE_MS = 300

/** A list that is asked for again and again while it changes leaves its source alone for so many times what it took. */
const PAUSE_FACTOR = 2
/** What is answered faster than this needs no pause. */
const QUICK_MS = 50

/** Loads windows; an answer for an older question is dropped, and one about the same list is under way at a time. */
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
  /** The list changed, and the timer is what will ask for it. */
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

  /** All that is seen is there. */
  const isCovered = (): boolean =>
    visible.first >= held.start && Math.min(visible.last, held.total) <= held.end
  /** What is held ends not far from what is seen, and the list does not. */
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
    // another list is asked for by now
    if (asked !== generation) return
    loading = null
    const took = performance.now() - from
    quietUntil = took < QUICK_MS ? 0 : performance.now() + took * PAUSE_FACTOR
    if (answer !== null) {
      clearStaleTimer()
      const end = start + answer.rows.length
      // rows that the box has passed by meanwhile would be laid out in vain, in the midst of a scroll
      const passed = held.end >= 0 && answer.total === held.total && !overlapsVisible(start, end)
      if (!passed) {
        held = { start, end, total: answer.total }
        apply({ start, rows: answer.rows, total: answer.total, loaded: true })
      }
    }
    // the box may be elsewhere by now: rows that were held when it went there are gone with this answer
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
        // an answer that is under way looks by itself whether the box is elsewhere by then
        if (loading !== generation) void load()
        return
      }
      // no row of it would be seen: the question waits for the box to rest
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
      // from the first letter on, however many follow
      if (typing) staleTimer ??= setTimeout(empty, STALE_MS)
      else empty()
      void load()
    },
  }
}
