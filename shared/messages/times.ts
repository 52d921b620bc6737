// Messages for times: time left, durations, ages.

export const TIME_MESSAGES = {
  fewSeconds: 'a few seconds',
  aboutSeconds: (n: string): string => `about ${n} s`,
  aboutMinutes: (n: string): string => `about ${n} min`,
  aboutHours: (n: string): string => `about ${n} h`,
  aboutDays: (n: string): string => `about ${n} days`,
  seconds: (n: string): string => `${n} s`,
  minutes: (n: string): string => `${n} min`,
  hours: (n: string): string => `${n} h`,
  justNow: 'just now',
  minutesAgo: (n: string): string => `${n} min ago`,
  hoursAgo: (n: string): string => `${n} h ago`,
  days: (n: string): string => `${n} days`,
  everyDay: 'every day',
  span: (from: string, to: string): string => `${from}–${to}`,
} as const
