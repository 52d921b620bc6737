// The notification history records what notifications were shown, over restarts, so that a start repeats none of them.
import * as z from 'zod'

const at = z.number()
const recordOf = <T extends z.ZodType>(value: T) => z.record(z.string().max(2_000), value)

/** Most entries of each kind; the oldest are dropped first. */
const MAX_ENTRIES = 200

/** As it is stored in window.json. */
export const historySchema = z.object({
  /** Problems by key: when a notification of each was last shown, epoch ms, and how often. */
  problems: recordOf(z.object({ at, times: z.number() })),
  /** Names of the destinations that were reported unreachable, by key. */
  away: recordOf(z.string().max(2_000)),
  /** The shortest time for which a disk was reported nearly full, ms, by instrument. */
  disks: recordOf(z.number()),
  /** When an instrument was last reported silent, epoch ms. */
  silent: recordOf(at),
})
export type NotificationHistory = z.infer<typeof historySchema>

export const EMPTY_HISTORY: NotificationHistory = { problems: {}, away: {}, disks: {}, silent: {} }

const newest = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).slice(-MAX_ENTRIES))

/** The history with no more than 200 entries of each kind. */
export const boundedHistory = (history: NotificationHistory): NotificationHistory => ({
  problems: newest(history.problems),
  away: newest(history.away),
  disks: newest(history.disks),
  silent: newest(history.silent),
})
