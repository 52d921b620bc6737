// Messages for times (time left, durations, ages) and for units of sizes.
import { messages, template } from '../language/messages.ts'

export const TIME_MESSAGES = messages('time', {
  fewSeconds: 'a few seconds',
  aboutSeconds: template('about {n} s', (n: string) => ({ n })),
  aboutMinutes: template('about {n} min', (n: string) => ({ n })),
  aboutHours: template('about {n} h', (n: string) => ({ n })),
  aboutDays: template('about {n} days', (n: string) => ({ n })),
  seconds: template('{n} s', (n: string) => ({ n })),
  minutes: template('{n} min', (n: string) => ({ n })),
  hours: template('{n} h', (n: string) => ({ n })),
  justNow: 'just now',
  minutesAgo: template('{n} min ago', (n: string) => ({ n })),
  hoursAgo: template('{n} h ago', (n: string) => ({ n })),
  days: template('{n} days', (n: string) => ({ n })),
  everyDay: 'every day',
  span: template('{from}–{to}', (from: string, to: string) => ({ from, to })),
})

const SIZE_MESSAGES = messages('sizes', {
  B: 'B',
  KB: 'KB',
  MB: 'MB',
  GB: 'GB',
  TB: 'TB',
  PB: 'PB',
  perSecond: template('{size}/s', (size: string) => ({ size })),
})
const UNITS = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'] as const
export const LARGEST_UNIT = UNITS.length - 1

/** Name of a power of 1024 bytes: `MB` of 2. */
export const sizeUnit = (power: number): string => SIZE_MESSAGES[UNITS[power] ?? 'B']

export const { perSecond } = SIZE_MESSAGES
