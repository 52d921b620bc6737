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
  held: (waiting: number): string => `Held by you: ${runs(waiting)} waiting`,
  active: (n: number): string => `${runs(n)} in progress`,
  waiting: (n: number): string => `${runs(n)} waiting`,
  nothing: 'Nothing to send',
  verified: (n: number): string => `${runs(n)} ${n === 1 ? 'is' : 'are'} verified`,
} as const

export const TRAY_MESSAGES = {
  tip: (sentence: string): string => `${PROGRAM_NAME}: ${sentence}`,
  open: `Open ${PROGRAM_NAME}`,
  resume: 'Resume all',
  pause: 'Pause all',
  pauseHour: 'For 1 hour',
  pauseTomorrow: (at: string): string => `Until tomorrow, ${at}`,
  pauseOpen: 'Until I resume',
  retry: 'Retry failed',
  problems: 'Show problems',
  quit: 'Quit',
} as const
