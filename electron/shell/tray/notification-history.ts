// What notices have told, kept over restarts so that a start repeats none of them; bounded.
import * as z from 'zod'

const at = z.number()
const entries = <T extends z.ZodType>(value: T) => z.record(z.string().max(2_000), value)

/** Most entries of each kind; the oldest go first. */
const MOST = 200

export const historySchema = z.object({
  /** Problems by key: when last, and how often. */
  problems: entries(z.object({ at, times: z.number() })),
  /** Destinations that were told to be away, with their names. */
  away: entries(z.string().max(2_000)),
  /** The shortest time for which a disk was told to be nearly full, ms, by instrument. */
  disks: entries(z.number()),
  /** When an instrument was told to be silent. */
  silent: entries(at),
})
export type NotificationHistory = z.infer<typeof historySchema>

export const EMPTY_HISTORY: NotificationHistory = { problems: {}, away: {}, disks: {}, silent: {} }

const last = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).slice(-MOST))

export const bounded = (told: NotificationHistory): NotificationHistory => ({
  problems: last(told.problems),
  away: last(told.away),
  disks: last(told.disks),
  silent: last(told.silent),
})
