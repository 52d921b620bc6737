// Messages for times: time left, durations, ages.
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
