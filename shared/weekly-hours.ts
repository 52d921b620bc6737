// Windows of time that come back every week, in local time: hours of a speed limit, working hours.
import { dayName, minuteOfDay } from './format.ts'
import { TIME_MESSAGES } from './messages/times.ts'

/** As config.yaml names them; their place is the number that dates use, 0 = Sunday. */
export const WEEK_DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const
export type WeekDay = (typeof WEEK_DAYS)[number]
/** As a week is read: it begins on Monday. */
export const DAY_ORDER: readonly number[] = [1, 2, 3, 4, 5, 6, 0]

/** Half-open: `toMinute` itself is outside. One that ends at or before its beginning goes over midnight. */
export interface WeekWindow {
  /** 0 = Sunday: the days on which it opens. */
  readonly days: readonly number[]
  /** Minutes since midnight. */
  readonly fromMinute: number
  readonly toMinute: number
}

/** Minutes since midnight of `08:30`. */
export const toMinute = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}

export const isOvernight = ({ fromMinute, toMinute: end }: WeekWindow): boolean => fromMinute >= end

/** Whether a minute of a day lies in the window. */
export const isInside = (window: WeekWindow, day: number, minute: number): boolean => {
  const { days, fromMinute, toMinute: end } = window
  if (!isOvernight(window)) return days.includes(day) && minute >= fromMinute && minute < end
  // a window over midnight belongs to the day on which it opens
  return (
    (days.includes(day) && minute >= fromMinute) || (days.includes((day + 6) % 7) && minute < end)
  )
}

export const isInsideAt = (window: WeekWindow, at: Date): boolean =>
  isInside(window, at.getDay(), at.getHours() * 60 + at.getMinutes())

/** `Mon–Fri, Sun`: days that follow each other as one. */
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
