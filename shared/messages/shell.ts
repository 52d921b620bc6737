// What is said outside the window: tray, notices, the system's dialogs, menu bar, start.
import type { Menu } from '../commands.ts'
import { runs } from './common.ts'

const need = (n: number): string => `${runs(n)} ${n === 1 ? 'needs' : 'need'} you`

export const PROGRAM = 'ExLab Sync'

export const START = {
  failed: `${PROGRAM} could not start`,
  windowGone: (why: string): string => `the window's process ended: ${why}`,
} as const

export const MENU_BAR: Readonly<Record<Menu, string>> = {
  file: '&File',
  edit: '&Edit',
  view: '&View',
  transfer: '&Transfer',
  help: '&Help',
}

export const MENU_MESSAGES = {
  about: (version: string): string => `About ${PROGRAM} ${version}`,
  dataFolder: 'Open data folder',
} as const

/** The queue in one sentence, for tray, taskbar and overlay. */
export const SENTENCES = {
  unknown: 'The state of the queue is not known',
  notSetUp: 'No instrument is set up yet',
  fault: 'config.yaml has a fault',
  needYou: need,
  diskFull: (instrument: string, time: string): string =>
    `The data disk of ${instrument} is full in ${time}`,
  held: (waiting: number): string => `Held by you: ${runs(waiting)} waiting`,
  active: (n: number): string => `${runs(n)} in progress`,
  waiting: (n: number): string => `${runs(n)} waiting`,
  nothing: 'Nothing to send',
  verified: (n: number): string => `${runs(n)} ${n === 1 ? 'is' : 'are'} verified`,
} as const

export const TRAY = {
  tip: (sentence: string): string => `${PROGRAM}: ${sentence}`,
  open: `Open ${PROGRAM}`,
  resume: 'Resume all',
  pause: 'Pause all',
  pauseHour: 'For 1 hour',
  pauseTomorrow: (at: string): string => `Until tomorrow, ${at}`,
  pauseOpen: 'Until I resume',
  retry: 'Retry failed',
  problems: 'Show problems',
  quit: 'Quit',
} as const

export const NOTICES = {
  several: (n: number): string => need(n),
  severalText: `Open ${PROGRAM} to see why.`,
  runNeeds: (run: string): string => `${run} needs you.`,
  runsNeed: (n: number, meaning: string): string => `${need(n)}. ${meaning}`.trim(),
  waitSince: (n: number, at: string): string => `${runs(n)} waiting since ${at}.`,
  back: (destination: string): string => `${destination} takes runs again`,
  backText: 'Sending goes on.',
  diskFull: (instrument: string): string => `The data disk of ${instrument} is nearly full`,
  diskText: (time: string): string => `At this rate it is full in ${time}.`,
  silentText: 'Nothing has arrived to be sent.',
  finished: 'The last run is verified',
  finishedText: (n: number): string => `${runs(n)} verified since sending began.`,
} as const

export const CLOSE_AND_QUIT = {
  quitTitle: (n: number): string => `${runs(n)} ${n === 1 ? 'is' : 'are'} being sent or checked`,
  quitText:
    'Nothing is lost either way. What is stopped now goes on at the next start; proven files are not sent again.',
  quitButtons: ['Finish these, then quit', 'Stop now and quit', 'Keep running'],
  trayTitle: `${PROGRAM} keeps working`,
  trayText: 'Runs are still found and sent. Open it from the tray; quit it there too.',
  noTrayTitle: 'This desktop has no tray',
  noTrayText: `${PROGRAM} can go on finding and sending runs without a window. Start it again to see it. This is asked once; app.close_to_tray in the settings changes it.`,
  noTrayButtons: ['Keep working without a window', 'Quit'],
} as const

export const CHOOSE = {
  runs: 'Add run folders',
  log: 'Save log',
  logName: (attempt: number): string => `attempt ${attempt}.log`,
  receipt: 'Save receipt',
  receiptName: (run: string, extension: string): string => `${run} receipt.${extension}`,
  bundle: 'Save support bundle',
} as const

export const REFUSED = {
  notThere: (path: string): string => `${path} is not there.`,
  notOpened: (path: string, why: string): string => `${path} can't be opened: ${why}`,
  notWritten: (path: string, why: string): string => `${path} can't be written: ${why}`,
  gone: (path: string): string => `${path} is no longer on this computer. The record is kept.`,
  noRecording: (folder: string): string =>
    `${folder} is not among the runs that are being recorded.`,
  noInstrument: (id: string): string => `${id} is no longer in the settings.`,
  noMount:
    'It is not known where the NAS is mounted on this computer. Set nas_root of the instrument.',
  noAdministrator:
    'Only an administrator of this computer can unlock the settings. Nothing was changed.',
  unlockPrompt: `${PROGRAM} wants to unlock its settings.`,
} as const
