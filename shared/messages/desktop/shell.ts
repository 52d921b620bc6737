// Messages outside the window: start, menu bar, closing and quitting, file dialogs, refused calls of the desktop.
import type { Menu } from '../../commands.ts'
import { runs } from '../common.ts'

export const PROGRAM_NAME = 'ExLab Sync'

export const START_MESSAGES = {
  failed: `${PROGRAM_NAME} could not start`,
  /** After the sentence that says which other process works the queue. */
  onlyShows: 'Until then this window only shows the queue.',
  noDebugging: 'The installed program takes no debugger and no debugging port.',
  changed: (file: string): string =>
    `This installation was changed: ${file} is not what was installed. Install ${PROGRAM_NAME} again.`,
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
  about: (version: string): string => `About ${PROGRAM_NAME} ${version}`,
  dataFolder: 'Open data folder',
} as const

export const QUIT_MESSAGES = {
  quitTitle: (n: number): string => `${runs(n)} ${n === 1 ? 'is' : 'are'} being sent or checked`,
  quitText:
    'Nothing is lost either way. What is stopped now goes on at the next start; proven files are not sent again.',
  quitButtons: ['Finish these, then quit', 'Stop now and quit', 'Keep running'],
  trayTitle: `${PROGRAM_NAME} keeps working`,
  trayText: 'Runs are still found and sent. Open it from the tray; quit it there too.',
  noTrayTitle: 'This desktop has no tray',
  noTrayText: `${PROGRAM_NAME} can go on finding and sending runs without a window. Start it again to see it. This is asked once; app.close_to_tray in the settings changes it.`,
  noTrayButtons: ['Keep working without a window', 'Quit'],
} as const

export const SESSION_MESSAGES = {
  /** In Activity, of each run that was being sent or checked. */
  stopped: `Stopped, because the session of this computer ended (log-off, shutdown or restart). It goes on when ${PROGRAM_NAME} starts again.`,
} as const

export const FILE_DIALOG_MESSAGES = {
  runs: 'Add run folders',
  log: 'Save log',
  logName: (attempt: number): string => `attempt ${attempt}.log`,
  receipt: 'Save receipt',
  receiptName: (run: string, extension: string): string => `${run} receipt.${extension}`,
  receipts: 'Choose a folder for the receipts',
  list: 'Export the list of runs',
  listName: (extension: string): string => `runs.${extension}`,
  activity: 'Export Activity',
  activityName: (extension: string): string => `activity.${extension}`,
  bundle: 'Save support bundle',
  letter: 'Save the text for IT',
  letterName: 'ExLab Sync for IT.txt',
} as const

export const PROGRAM_DIALOG_MESSAGES = {
  title: (tool: string): string => `Use this ${tool}?`,
  detail: (path: string, version: string): string =>
    `${path}\nVersion ${version}\n\nOnce the settings are saved, runs are sent with it.`,
  buttons: ['Use it', 'Cancel'],
} as const

export const REFUSAL_MESSAGES = {
  notThere: (path: string): string => `${path} is not there.`,
  notOpened: (path: string, why: string): string => `${path} can't be opened: ${why}`,
  notWritten: (path: string, why: string): string => `${path} can't be written: ${why}`,
  gone: (path: string): string => `${path} is no longer on this computer. The record is kept.`,
  noFolder: (path: string): string => `${path} is no folder, so it is not opened.`,
  noProgram: (why: string): string => `Nothing was chosen. ${why}`,
  noRecording: (folder: string): string =>
    `${folder} is not among the runs that are being recorded.`,
  noInstrument: (id: string): string => `${id} is no longer in the settings.`,
  noMount:
    'It is not known where the NAS is mounted on this computer. Set nas_root of the instrument.',
  noAdministrator:
    'Only an administrator of this computer can unlock the settings. Nothing was changed.',
  noMail: (why: string): string =>
    `The mail program could not be opened (${why}). Copy or save the text instead.`,
  unlockPrompt: `${PROGRAM_NAME} wants to unlock its settings.`,
} as const
