// Messages of the tray icon: its status sentence, which the taskbar shows too, and its menu.
import { runs, runsNeedYou } from '../common.ts'
import { PROGRAM_NAME } from './shell.ts'

/** The overall status in one sentence. */
export const TRAY_STATUS_MESSAGES = {
  unknown: 'The state of the queue is not known',
  notSetUp: 'No instrument is set up yet',
  fault: 'config.yaml has a fault',
  needYou: runsNeedYou,
  diskFull: (instrument: string, time: string): string =>
    `The data disk of ${instrument} is full in ${time}`,
  paused: (pause: string, waiting: number): string =>
    waiting === 0 ? pause : `${pause}; ${runs(waiting)} waiting`,
  stalled: (n: number, time: string): string => `${runs(n)} stalled for ${time}`,
  known: (n: number): string =>
    `${runs(n)} ${n === 1 ? 'needs' : 'need'} somebody, and that is known`,
  active: (n: number): string => `${runs(n)} in progress`,
  waiting: (n: number): string => `${runs(n)} waiting`,
  nothing: 'Nothing to send',
  verified: (n: number): string => `${runs(n)} ${n === 1 ? 'is' : 'are'} verified`,
} as const

export const TRAY_MESSAGES = {
  /** The system cuts long tips: the sentence, and what else is so. */
  tip: (sentence: string, beside: readonly string[]): string =>
    `${PROGRAM_NAME}: ${[sentence, ...beside].join('. ')}`,
  open: `Open ${PROGRAM_NAME}`,
  resume: 'Resume all',
  pause: 'Pause all',
  retry: 'Retry failed',
  problems: 'Show problems',
  quit: 'Quit',
} as const
