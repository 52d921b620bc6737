// Forecast from past runs: when the data disk will be full, and whether an instrument has stopped
// producing runs (docs/ux.md c-6, c-7). Pure.
import { DAY_MS, HOUR_MS } from '../../../shared/duration.ts'

/** A run that was found in an instrument's folder. */
export interface Arrival {
  /** Epoch ms. */
  readonly at: number
  readonly bytes: number
}

/** Least number of runs for a forecast. */
const MIN_RUNS = 5
/** Age of the runs that the rate is computed from. */
export const RATE_WINDOW_MS = 2 * DAY_MS
/** Age of the runs that the usual gaps are computed from. */
export const SILENCE_WINDOW_MS = 30 * DAY_MS

interface Runway {
  /** Bytes of new runs per hour. */
  readonly bytesPerHour: number
  /** When the disk is full, epoch ms; null: no data arrives. */
  readonly fullAt: number | null
  readonly freeBytes: number
  /** Bytes that wait to be sent. */
  readonly waitingBytes: number
  /** Estimated time to send them, ms; null: not known yet. */
  readonly sendMs: number | null
}

/** When the disk will be full at the rate of the last two days; null: too little history. */
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
  if (recent.length < MIN_RUNS || first === undefined) return null
  // at least six hours, so that a burst is not taken for the rate of a day
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

interface Silence {
  /** Time since the last run, ms. */
  readonly silentMs: number
  /** The usual time between two runs, ms: the median. */
  readonly usualMs: number
  /** The longest gap between two runs, ms. */
  readonly longestMs: number
  readonly alarm: boolean
}

/**
 * Whether an instrument has been silent for unusually long; null: too little history. The alarm
 * comes at one and a half times the longest gap of the last month, so that nights and weekends
 * raise none.
 */
export const silence = (now: number, arrivals: readonly Arrival[]): Silence | null => {
  const times = arrivals
    .map((a) => a.at)
    .filter((at) => now - at <= SILENCE_WINDOW_MS && at <= now)
    .toSorted((a, b) => a - b)
  const last = times.at(-1)
  if (times.length <= MIN_RUNS || last === undefined) return null
  const gaps = times
    .slice(1)
    .map((at, i) => at - (times[i] ?? at))
    .toSorted((a, b) => a - b)
  const usualMs = gaps[Math.floor(gaps.length / 2)] ?? 0
  const longestMs = gaps.at(-1) ?? 0
  const silentMs = now - last
  return { silentMs, usualMs, longestMs, alarm: silentMs > Math.max(longestMs * 1.5, HOUR_MS) }
}
