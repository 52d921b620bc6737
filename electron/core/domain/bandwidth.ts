// Bandwidth limits: turns megabits per second and weekly windows into KiB/s for rclone and rsync
// (docs/spec.md 7). Pure.
import { DAY_MS, MINUTE_MS } from '../../../shared/duration.ts'
import { isInside } from '../../../shared/weekly-hours.ts'
import type { Bandwidth } from './config.ts'

const MINUTES_OF_DAY = DAY_MS / MINUTE_MS

/** At least 1, since 0 means no limit to both tools. */
const kibps = (uploadMbps: number): number => Math.max(1, Math.floor((uploadMbps * 1024) / 8))

/** The limit at a minute of a day (0 = Sunday); null: none. */
const limitIn = (
  { uploadMbps, windows }: Bandwidth,
  day: number,
  minute: number,
): number | null => {
  const holds = windows.length === 0 || windows.some((window) => isInside(window, day, minute))
  return holds ? kibps(uploadMbps) : null
}

/** The limit in KiB/s at a local time; null: none. */
export const limitKibps = (bandwidth: Bandwidth | null, at: Date): number | null =>
  bandwidth === null ? null : limitIn(bandwidth, at.getDay(), at.getHours() * 60 + at.getMinutes())

/** A moment of the week from which a limit holds. */
interface LimitChange {
  /** 0 = Sunday. */
  readonly day: number
  readonly minute: number
  /** null: none. */
  readonly kibps: number | null
}

/** All changes of the limit in a week, in order; a single one where it never changes. */
export const limitChanges = (bandwidth: Bandwidth): readonly LimitChange[] => {
  const minutes = new Set([0])
  for (const { fromMinute, toMinute } of bandwidth.windows) minutes.add(fromMinute).add(toMinute)
  const sorted = [...minutes].filter((minute) => minute < MINUTES_OF_DAY).toSorted((a, b) => a - b)
  const all = [0, 1, 2, 3, 4, 5, 6].flatMap((day) =>
    sorted.map((minute) => ({ day, minute, kibps: limitIn(bandwidth, day, minute) })),
  )
  return all.filter((change, i) => i === 0 || change.kibps !== all[i - 1]?.kibps)
}

/** When the limit that holds at a moment changes next, epoch ms; null: it never does. */
export const limitEnds = (bandwidth: Bandwidth, at: Date): number | null => {
  const changes = limitChanges(bandwidth)
  if (changes.length < 2) return null
  const now = at.getDay() * MINUTES_OF_DAY + at.getHours() * 60 + at.getMinutes()
  const ahead = changes.map(({ day, minute }) => {
    const minutes = day * MINUTES_OF_DAY + minute - now
    return minutes > 0 ? minutes : minutes + 7 * MINUTES_OF_DAY
  })
  const end = new Date(at)
  end.setSeconds(0, 0)
  // calendar arithmetic, so that a change to or from summer time in between does not shift the result
  end.setMinutes(end.getMinutes() + Math.min(...ahead))
  return end.getTime()
}
