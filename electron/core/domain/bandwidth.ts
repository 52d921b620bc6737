// From megabits and windows to rclone's and rsync's KiB/s (SPEC 7). Pure.
import type { Bandwidth } from './config.ts'

const minuteOf = (at: Date): number => at.getHours() * 60 + at.getMinutes()

/** The limit in KiB/s at a local time; null: none. Windows are half-open, and may cross midnight. */
export const limitKibps = (bandwidth: Bandwidth | null, at: Date): number | null => {
  if (bandwidth === null) return null
  const minute = minuteOf(at)
  const day = at.getDay()
  const holds =
    bandwidth.windows.length === 0 ||
    bandwidth.windows.some(({ days, fromMinute, toMinute }) => {
      if (fromMinute < toMinute)
        return days.includes(day) && minute >= fromMinute && minute < toMinute
      // a window over midnight belongs to the day on which it opens
      return (
        (days.includes(day) && minute >= fromMinute) ||
        (days.includes((day + 6) % 7) && minute < toMinute)
      )
    })
  return holds ? Math.max(1, Math.floor((bandwidth.uploadMbps * 1024) / 8)) : null
}
