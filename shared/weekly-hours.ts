// Weekly time windows in local time: hours of a speed limit, working hours.
import { dayName, minuteOfDay } from './format.ts'
import { TIME_MESSAGES } from './messages/times.ts'

/** Names in config.yaml; the index is the day number of Date, 0 = Sunday. */
export const WEEK_DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const
/** Day numbers in the order of display: Monday first. */
export const DAY_ORDER: readonly number[] = [1, 2, 3, 4, 5, 6, 0]

/** Half-open: `toMinute` is outside. A window that ends at or before its start goes over midnight. */
export interface WeekWindow {
  /** Days on which the window starts; 0 = Sunday. */
  readonly days: readonly number[]
  /** Minutes since midnight. */
  readonly fromMinute: number
  readonly toMinute: number
}

/** Minutes since midnight of a time such as `08:30`. */
export const toMinute = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}

export const isOvernight = ({ fromMinute, toMinute: end }: WeekWindow): boolean => fromMinute >= end

/** True where that minute of that day lies in the window. */
export const isInside = (window: WeekWindow, day: number, minute: number): boolean => {
  const { days, fromMinute, toMinute: end } = window
  if (!isOvernight(window)) return days.includes(day) && minute >= fromMinute && minute < end
  // a window over midnight belongs to the day on which it starts
  return (
    (days.includes(day) && minute >= fromMinute) || (days.includes((day + 6) % 7) && minute < end)
  )
}

export const isInsideAt = (window: WeekWindow, at: Date): boolean =>
  isInside(window, at.getDay(), at.getHours() * 60 + at.getMinutes())

/** `Mon–Fri, Sun`: three or more consecutive days become a range. */
export const daysText = (days: readonly number[]): string => {
  const chosen = DAY_ORDER.filter((day) => days.includes(day))
  if (chosen.length === 7) return TIME_MESSAGES.everyDay
  const groups = chosen.reduce<number[][]>((all, day) => {
    const last = all.at(-1)
    const before = last?.at(-1)
    if (
      last !== undefined &&
      before !== undefined &&
      DAY_ORDER.indexOf(before) + 1 === DAY_ORDER.indexOf(day)
    )
      last.push(day)
    else all.push([day])
    return all
  }, [])
  return groups
    .flatMap((group) => {
      const [first = 0, last = first] = [group[0], group.at(-1)]
      return group.length > 2
        ? [TIME_MESSAGES.span(dayName(first), dayName(last))]
        : group.map(dayName)
    })
    .join(', ')
}

/** `Mon–Fri 08:00–18:00`. */
export const windowText = (window: WeekWindow): string =>
  `${daysText(window.days)} ${TIME_MESSAGES.span(minuteOfDay(window.fromMinute), minuteOfDay(window.toMinute))}`
