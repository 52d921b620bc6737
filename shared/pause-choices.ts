// For how long everything can be paused: the same choices in the window and in the tray (docs/ux.md D13).
import { HOUR_MS } from './duration.ts'

/** 08:00 of the next day, local time, as epoch ms. */
export const tomorrowMorning = (now: number): number => {
  const at = new Date(now)
  at.setDate(at.getDate() + 1)
  at.setHours(8, 0, 0, 0)
  return at.getTime()
}

/** `until`: epoch ms; null: until a person resumes. */
export interface PauseChoice {
  readonly kind: 'hour' | 'tomorrow' | 'open'
  readonly until: number | null
}

/** The choices at `now`, epoch ms. */
export const pauseChoices = (now: number): readonly PauseChoice[] => [
  { kind: 'hour', until: now + HOUR_MS },
  { kind: 'tomorrow', until: tomorrowMorning(now) },
  { kind: 'open', until: null },
]
