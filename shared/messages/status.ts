// Messages of the status of runs and of the whole queue: words with a time, the chips of the strip, a pause.
import { count, dateTime, timeOrDay } from '../format.ts'
import type { Overview } from '../model/model.ts'
import type { PauseChoice } from '../pause-choices.ts'
import { runs, runsNeedYou } from './common.ts'

export const RUN_STATUS_MESSAGES = {
  stalled: (time: string): string => `Stalled ${time}`,
  heldByYou: 'by you',
} as const

type Pause = Pick<Overview, 'paused' | 'pausedSince' | 'pausedUntil' | 'pausedBy'>

/** `Paused by you`. */
export const pausedBy = ({ pausedBy: name }: Pick<Pause, 'pausedBy'>): string =>
  `Paused by ${name ?? 'you'}`

/** `Paused by you since 14:02, until 15:02`; '' while nothing is paused. `now`: epoch ms. */
export const pauseText = (pause: Pause, now: number): string => {
  if (!pause.paused) return ''
  const since = pause.pausedSince === null ? '' : ` since ${timeOrDay(pause.pausedSince, now)}`
  const until = pause.pausedUntil === null ? '' : `, until ${timeOrDay(pause.pausedUntil, now)}`
  return `${pausedBy(pause)}${since}${until}`
}

/** How long a pause is: `For 1 hour`. `at`: the time of day at which it ends. */
export const pauseName = (kind: PauseChoice['kind'], at: string): string => {
  switch (kind) {
    case 'hour':
      return 'For 1 hour'
    case 'tomorrow':
      return `Until tomorrow, ${at}`
    case 'open':
      return 'Until I resume'
  }
}

/** Short statements beside the sentence of the strip; the tray lists them too. */
export const CHIP_MESSAGES = {
  warned: 'Warning',
  needsYou: runsNeedYou,
  /** Problems that somebody took note of; `by`: the newest note's name and time, '' for none. */
  known: (n: number, by = ''): string => `${count(n)} known${by === '' ? '' : `: ${by}`}`,
  fault: (line: number | null): string =>
    line === null ? 'config.yaml has a fault' : `config.yaml line ${line}`,
  /** `how`: `unreachable`, `full`. */
  away: (name: string, how: string, waiting: number): string =>
    `${name} ${how}${waiting === 0 ? '' : `, ${count(waiting)} ${waiting === 1 ? 'waits' : 'wait'}`}`,
  disk: (instrument: string, at: number, now: number): string =>
    `Disk of ${instrument} full at ${timeOrDay(at, now)}`,
  silent: (instrument: string): string => `${instrument} silent`,
  stalled: (n: number, time: string): string => `${runs(n)} stalled ${time}`,
  active: (n: number): string => `${runs(n)} in progress`,
  waiting: (n: number): string => `${runs(n)} waiting`,
  more: (n: number): string => `${count(n)} more`,
  moreName: 'More about the state of the queue',
} as const

/** A problem of which somebody took note. */
export const KNOWN_LABEL = 'known'

/** Time of a note on a problem, with who and what. */
export const noteText = (
  { by, note, at }: { readonly by: string; readonly note: string; readonly at: number },
  now: number,
): string => `Known: ${by}, ${timeOrDay(at, now)}${note === '' ? '' : `: ${note}`}`

/** The same with its full time, for a tooltip. */
export const fullNoteText = (ack: {
  readonly by: string
  readonly note: string
  readonly at: number
}): string => `${ack.by}, ${dateTime(ack.at)}${ack.note === '' ? '' : `: ${ack.note}`}`
