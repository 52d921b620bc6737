// Numbers, sizes, times as an operator reads them, in the system's locale.

const whole = new Intl.NumberFormat()
const UNITS = ['B', 'KB', 'MB', 'GB', 'TB', 'PB']

export const count = (n: number): string => whole.format(n)

/** Binary units under the names that file managers use. */
export const bytes = (n: number): string => {
  let value = n
  let unit = 0
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024
    unit += 1
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1
  return `${new Intl.NumberFormat(undefined, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value)} ${UNITS[unit]}`
}

export const rate = (bytesPerSecond: number | null): string =>
  bytesPerSecond === null ? '' : `${bytes(bytesPerSecond)}/s`

/** Rounded to what can be believed: `about 18 min`, `about 2 h`. */
export const timeLeft = (seconds: number | null): string => {
  if (seconds === null || !Number.isFinite(seconds)) return ''
  if (seconds < 10) return 'a few seconds'
  if (seconds < 60) return `about ${Math.ceil(seconds / 10) * 10} s`
  if (seconds < 5_400) return `about ${Math.round(seconds / 60)} min`
  if (seconds < 172_800) return `about ${Math.round(seconds / 3_600)} h`
  return `about ${Math.round(seconds / 86_400)} days`
}

export const duration = (ms: number): string => {
  const s = ms / 1_000
  if (s < 10) return `${s.toFixed(1)} s`
  if (s < 120) return `${Math.round(s)} s`
  if (s < 7_200) return `${Math.round(s / 60)} min`
  return `${(s / 3_600).toFixed(1)} h`
}

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' })

export const timeOfDay = (at: number): string => clock.format(at)
export const dateTime = (at: number): string => full.format(at)

/** `just now`, `5 min ago`, `3 h ago`, then the date. */
export const ago = (at: number, now: number): string => {
  const s = Math.max(0, (now - at) / 1_000)
  if (s < 60) return 'just now'
  if (s < 3_600) return `${Math.floor(s / 60)} min ago`
  if (s < 86_400) return `${Math.floor(s / 3_600)} h ago`
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' }).format(at)
}

/** A path that keeps its end, where the file name is. */
export const middle = (text: string, max: number): string =>
  text.length <= max
    ? text
    : `${text.slice(0, Math.floor(max / 3))}…${text.slice(text.length - Math.ceil((max * 2) / 3) + 1)}`

const exact = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hour12: false,
})

/** Time of a log line, to the millisecond. */
export const logTime = (at: number): string => exact.format(at)

const seconds = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' })
/** Time of day to the second, in the system's 12 or 24 hour clock. */
export const clockTime = (at: number): string => seconds.format(at)
