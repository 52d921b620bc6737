// The speed limit of a push as rclone's option --bwlimit, a timetable where it changes by the hour. Pure.
import { limitChanges } from '../../domain/bandwidth.ts'
import type { Bandwidth } from '../../domain/config.ts'

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const twoDigits = (n: number): string => String(n).padStart(2, '0')

/**
 * A speed limit, or a weekly timetable, which rclone follows while a push
 * runs (rclone docs, --bwlimit).
 */
export const bwlimit = (bandwidth: Bandwidth | null): string[] => {
  if (bandwidth === null) return []
  const entries = limitChanges(bandwidth)
  const [first] = entries
  const rate = (kibps: number | null): string => (kibps === null ? 'off' : `${kibps}K`)
  if (entries.length === 1 && first !== undefined)
    return first.kibps === null ? [] : [`--bwlimit=${rate(first.kibps)}`]
  const table = entries.map(
    ({ day, minute, kibps }) =>
      `${DAYS[day]}-${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)},${rate(kibps)}`,
  )
  return [`--bwlimit=${table.join(' ')}`]
}
