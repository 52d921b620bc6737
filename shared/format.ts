// Formatting of numbers, sizes and times for people, in the system's locale.
import { inDateRange } from './duration.ts'
import { cachedFormatter, wholeNumber } from './language/locale.ts'
import { LARGEST_UNIT, TIME_MESSAGES, perSecond, sizeUnit } from './messages/times.ts'

const dates = (
  options: Intl.DateTimeFormatOptions,
): (() => { format(at: number | Date): string }) => {
  const formatter = cachedFormatter((tag) => new Intl.DateTimeFormat(tag, options))
  return () => ({ format: (at) => formatter().format(inDateRange(Number(at))) })
}

const tenths = cachedFormatter(
  (tag) => new Intl.NumberFormat(tag, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
)

export const count = (n: number): string => wholeNumber().format(n)

/** A number of bytes in the given unit (a power of 1024). */
const inUnit = (n: number, unit: number): string => {
  const value = n / 1024 ** unit
  return unit === 0 || value >= 100
    ? wholeNumber().format(Math.round(value))
    : tenths().format(value)
}

const unitOf = (n: number): number => {
  let unit = 0
  // as it is shown: 1,023.6 KB is 1.0 MB
  while (Math.round(n / 1024 ** unit) >= 1024 && unit < LARGEST_UNIT) unit += 1
  return unit
}

/** Size in units of 1024 bytes, named KB, MB, ... as file managers do. */
export const bytes = (n: number): string => `${inUnit(n, unitOf(n))} ${sizeUnit(unitOf(n))}`

/** `0.7 / 81.6 MB`: both in the unit of the whole, which is written once. */
export const bytesOf = (some: number, all: number): string =>
  `${inUnit(some, unitOf(all))} / ${bytes(all)}`

export const rate = (bytesPerSecond: number | null): string =>
  bytesPerSecond === null ? '' : perSecond(bytes(bytesPerSecond))

/** Time left, rounded to the precision of an estimate: `about 18 min`, `about 2 h`. '' where it is not known. */
export const timeLeft = (seconds: number | null): string => {
  if (seconds === null || !Number.isFinite(seconds)) return ''
  if (seconds < 10) return TIME_MESSAGES.fewSeconds
  if (seconds < 60) return TIME_MESSAGES.aboutSeconds(count(Math.ceil(seconds / 10) * 10))
  if (seconds < 5_400) return TIME_MESSAGES.aboutMinutes(count(Math.round(seconds / 60)))
  if (seconds < 172_800) return TIME_MESSAGES.aboutHours(count(Math.round(seconds / 3_600)))
  return TIME_MESSAGES.aboutDays(count(Math.round(seconds / 86_400)))
}

export const duration = (ms: number): string => {
  const s = ms / 1_000
  if (s < 10) return TIME_MESSAGES.seconds(tenths().format(s))
  if (s < 120) return TIME_MESSAGES.seconds(count(Math.round(s)))
  if (s < 7_200) return TIME_MESSAGES.minutes(count(Math.round(s / 60)))
  return TIME_MESSAGES.hours(tenths().format(s / 3_600))
}

/** Elapsed time in whole minutes, from two hours on in hours: `1 min`. */
export const waited = (ms: number): string =>
  ms < 7_200_000 ? TIME_MESSAGES.minutes(count(Math.floor(ms / 60_000))) : duration(ms)

const clock = dates({ hour: '2-digit', minute: '2-digit' })
const full = dates({ dateStyle: 'medium', timeStyle: 'medium' })

export const timeOfDay = (at: number): string => clock().format(at)
export const dateTime = (at: number): string => full().format(at)

/** Time of a minute of the day, counted from midnight: `08:00`, `8:00 AM`. */
export const minuteOfDay = (minute: number): string =>
  clock().format(new Date(2001, 0, 1, Math.floor(minute / 60), minute % 60))

const weekday = dates({ weekday: 'short' })
/** A day of the week, 0 = Sunday: `Mon`. */
export const dayName = (number: number): string => weekday().format(new Date(2001, 0, 7 + number))

const dayOfMonth = dates({ day: 'numeric', month: 'short' })
const DAYS_BY_NAME_MS = 6 * 86_400_000
/** When something will be possible, local time: `Sat 14:02`; from six days on with the date: `5 Dec 14:02`. */
export const dayAndTime = (at: number, now: number): string =>
  `${(at - now < DAYS_BY_NAME_MS ? weekday : dayOfMonth)().format(at)} ${timeOfDay(at)}`

/** When something was seen, local time: `14:02` of the same day, else with the date: `5 Dec 14:02`. */
export const timeOrDay = (at: number, now: number): string =>
  new Date(at).toDateString() === new Date(now).toDateString()
    ? timeOfDay(at)
    : `${dayOfMonth().format(at)} ${timeOfDay(at)}`

/** A day without its year: `20 Sep`. */
export const shortDay = (at: number): string => dayOfMonth().format(at)

const dayOfYear = dates({ day: 'numeric', month: 'short', year: 'numeric' })
/** A day, with its year where that is not the one of `now`: `20 Sep`, `20 Sep 2024`. */
const dayOf = (at: number, now: number): string =>
  (new Date(at).getFullYear() === new Date(now).getFullYear() ? dayOfMonth : dayOfYear)().format(at)

/** `just now`, `5 min ago`, `3 h ago`, then the day. */
export const ago = (at: number, now: number): string => {
  const s = Math.max(0, (now - at) / 1_000)
  if (s < 60) return TIME_MESSAGES.justNow
  if (s < 3_600) return TIME_MESSAGES.minutesAgo(count(Math.floor(s / 60)))
  if (s < 86_400) return TIME_MESSAGES.hoursAgo(count(Math.floor(s / 3_600)))
  return dayOf(at, now)
}

/** Shortens a path in its middle, so that its end with the file name stays. */
export const middle = (text: string, max: number): string =>
  text.length <= max
    ? text
    : `${text.slice(0, Math.floor(max / 3))}…${text.slice(text.length - Math.ceil((max * 2) / 3) + 1)}`

const exact = dates({
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hour12: false,
})

/** Time of a log line, to the millisecond. */
export const logTime = (at: number): string => exact().format(at)

const seconds = dates({ timeStyle: 'medium' })
/** Time of day to the second, in the system's 12 or 24 hour clock. */
export const clockTime = (at: number): string => seconds().format(at)
