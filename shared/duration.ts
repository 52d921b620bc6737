// Units of time in milliseconds, and the range of times.
export const SECOND_MS = 1_000
export const MINUTE_MS = 60 * SECOND_MS
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** The furthest time that a Date can hold, in both directions, epoch ms (ECMAScript, time values). */
const MAX_TIME_MS = 8.64e15

/** The nearest time that a Date can hold, epoch ms: a row of the queue can hold any number, and no number may stop a page. */
export const inDateRange = (at: number): number => Math.min(Math.max(at, -MAX_TIME_MS), MAX_TIME_MS)
