// What is to come, from what was: when the data disk is full, and whether an instrument has gone silent (docs/ux.md c-6, c-7). Pure.
import { DAY_MS, HOUR_MS } from '../../../shared/duration.ts'

/** A run that came in. */
export interface Arrival {
  /** Epoch ms. */
  readonly at: number
  readonly bytes: number
}

/** Fewer runs than these say nothing about what is usual. */
const ENOUGH_RUNS = 5
/** Arrivals of this long ago and younger make the rate. */
export const RATE_WINDOW_MS = 2 * DAY_MS
/** Arrivals of this long ago and younger make the habit. */
export const HABIT_WINDOW_MS = 30 * DAY_MS

export interface Runway {
  /** Bytes per hour that come in. */
  readonly bytesPerHour: number
  /** Epoch ms; null: nothing comes in, so it never is. */
  readonly fullAt: number | null
  readonly freeBytes: number
  readonly waitingBytes: number
  /** Time that sending what waits takes, ms; null: not known yet. */
  readonly sendMs: number | null
}

/** When the disk is full at the rate of the last two days; null: too little history to be right. */
export const runway = (facts: {
  readonly now: number
  readonly freeBytes: number
  readonly waitingBytes: number
  readonly arrivals: readonly Arrival[]
  readonly sent: { readonly bytes: number; readonly ms: number }
}): Runway | null => {
  const { now, freeBytes, waitingBytes, sent } = facts
  const recent = facts.arrivals.filter((a) => now - a.at <= RATE_WINDOW_MS && a.at <= now)
  const first = recent[0]
  if (recent.length < ENOUGH_RUNS || first === undefined) return null
  // a burst of an hour must not be taken for a day's rate
  const hours = Math.max(6, (now - first.at) / HOUR_MS)
  const bytesPerHour = recent.reduce((sum, a) => sum + a.bytes, 0) / hours
  const sendMs = sent.ms > 0 && sent.bytes > 0 ? (waitingBytes / sent.bytes) * sent.ms : null
  const fullAt = bytesPerHour > 0 ? Math.round(now + (freeBytes / bytesPerHour) * HOUR_MS) : null
  return {
    bytesPerHour: Math.round(bytesPerHour),
    fullAt,
    freeBytes,
    waitingBytes,
    sendMs: sendMs === null ? null : Math.round(sendMs),
  }
}

export interface Silence {
  /** Since the last run, ms. */
  readonly silentMs: number
  /** The usual time between two runs, ms: the median. */
  readonly usualMs: number
  /** The longest that it was silent before, ms. */
  readonly longestMs: number
  readonly alarm: boolean
}

/**
 * Whether an instrument is silent for longer than it ever was of late; null: too little history to be right. Nights and
 * weekends are part of its habit: the alarm comes only beyond the longest gap of the last month, half as much again.
 */
export const silence = (now: number, arrivals: readonly Arrival[]): Silence | null => {
  const times = arrivals
    .map((a) => a.at)
    .filter((at) => now - at <= HABIT_WINDOW_MS && at <= now)
    .toSorted((a, b) => a - b)
  const last = times.at(-1)
  if (times.length <= ENOUGH_RUNS || last === undefined) return null
  const gaps = times
    .slice(1)
    .map((at, i) => at - (times[i] ?? at))
    .toSorted((a, b) => a - b)
  const usualMs = gaps[Math.floor(gaps.length / 2)] ?? 0
  const longestMs = gaps.at(-1) ?? 0
  const silentMs = now - last
  return { silentMs, usualMs, longestMs, alarm: silentMs > Math.max(longestMs * 1.5, HOUR_MS) }
}
