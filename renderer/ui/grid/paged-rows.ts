// A window of rows out of a list that may be a million long: the only rows the renderer ever holds.

/** Rows asked for at once; a window is this long at most (contract PAGE_ROWS). */
const LENGTH = 200
/** Rows kept on the side that the box comes from; the others are ahead of it. */
const BEHIND = 40
/** So many rows before the last one held the next ones are asked for: a box that moves on finds them there. */
const AHEAD = 30
/** Fewer new rows than these are not worth a question of their own. */
const WORTH = 20

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

/** Index in the whole list of the next loaded row that fits, from `from` on and round; null: none does. */
export const findRow = <T>(
  { start, rows }: RowWindow<T>,
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

export interface WindowLoader {
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
const REST_MS = 60
/** A box that moves by more rows than this at once jumps: they are more than a frame can draw, and gone before they are read. */
const JUMP = 8
/** Jumps after each other without a rest: more than these are a fast scroll, whose rows are passed by unseen. */
const JUMPS = 2

/** So long at most rows are shown that a text which is typed may not have found. */
const STALE_MS = 300

/** A list that is asked for again and again while it changes leaves its source alone for so many times what it took. */
const PAUSE = 2
/** What is answered faster than this needs no pause. */
const QUICK_MS = 50

/** Loads windows; an answer for an older question is dropped, and one about the same list is under way at a time. */
export const createWindowLoader = <T>(
  fetch: (
    offset: number,
    limit: number,
  ) => Promise<{ readonly rows: readonly T[]; readonly total: number } | null>,
  apply: (window: RowWindow<T>) => void,
): WindowLoader => {
  let wanted = 0
  let generation = 0
  let loading: number | null = null
  let again = false
  /** The list changed, and the timer is what will ask for it. */
  let owed = false
  let have: { start: number; end: number; total: number } = { start: 0, end: -1, total: 0 }
  let shown = { first: 0, last: 0, at: Number.NEGATIVE_INFINITY, jumps: 0 }
  let timer: ReturnType<typeof setTimeout> | null = null
  let quietUntil = 0
  let stale: ReturnType<typeof setTimeout> | null = null

  const clear = (): void => {
    if (stale !== null) clearTimeout(stale)
    stale = null
  }

  /** All that is seen is there. */
  const covered = (): boolean =>
    shown.first >= have.start && Math.min(shown.last, have.total) <= have.end
  /** What is held ends not far from what is seen, and the list does not. */
  const endsSoon = (down: boolean): boolean =>
    down
      ? have.end < have.total && shown.last + AHEAD > have.end
      : have.start > 0 && shown.first - AHEAD < have.start
  const meets = (start: number, end: number): boolean => shown.first < end && shown.last >= start

  const load = async (): Promise<void> => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    if (loading === generation) {
      again = true
      return
    }
    const asked = generation
    loading = asked
    again = false
    owed = false
    const start = wanted
    const from = performance.now()
    const answer = await fetch(start, LENGTH)
    // another list is asked for by now
    if (asked !== generation) return
    loading = null
    const took = performance.now() - from
    quietUntil = took < QUICK_MS ? 0 : performance.now() + took * PAUSE
    if (answer !== null) {
      clear()
      const end = start + answer.rows.length
      // rows that the box has passed by meanwhile would be laid out in vain, in the midst of a scroll
      const passed = have.end >= 0 && answer.total === have.total && !meets(start, end)
      if (!passed) {
        have = { start, end, total: answer.total }
        apply({ start, rows: answer.rows, total: answer.total, loaded: true })
      }
    }
    // the box may be elsewhere by now: rows that were held when it went there are gone with this answer
    if (covered()) wanted = have.start
    else if (wanted !== start && timer === null) again = true
    if (again) void load()
  }
  const later = (ms: number): void => {
    timer ??= setTimeout(() => void load(), ms)
  }
  return {
    show(first, last) {
      const now = performance.now()
      const jumped = now - shown.at < REST_MS && Math.abs(first - shown.first) > JUMP
      const down = first >= shown.first
      const moved = first !== shown.first
      shown = { first, last, at: now, jumps: jumped ? shown.jumps + 1 : 0 }
      const next = Math.max(0, down ? first - BEHIND : last + BEHIND - LENGTH)
      if (covered()) {
        wanted = have.start
        if (timer !== null && !owed) {
          clearTimeout(timer)
          timer = null
        }
        const calm = timer === null && loading !== generation && shown.jumps === 0
        if (!calm || !moved || !endsSoon(down) || Math.abs(next - have.start) < WORTH) return
        wanted = next
        return void load()
      }
      wanted = next
      if (shown.jumps <= JUMPS) {
        // an answer that is under way looks by itself whether the box is elsewhere by then
        if (loading !== generation) void load()
        return
      }
      // no row of it would be seen: the question waits for the box to rest
      if (timer !== null) clearTimeout(timer)
      timer = null
      later(REST_MS)
    },
    refresh() {
      const pause = quietUntil - performance.now()
      if (pause <= 0) return void load()
      owed = true
      later(pause)
    },
    reset(typing = false) {
      generation += 1
      wanted = 0
      quietUntil = 0
      have = { start: 0, end: -1, total: 0 }
      const empty = (): void => {
        clear()
        apply({ start: 0, rows: [], total: 0, loaded: false })
      }
      // from the first letter on, however many follow
      if (typing) stale ??= setTimeout(empty, STALE_MS)
      else empty()
      void load()
    },
  }
}
