// Messages of the frame of the window: status strip, sidebar, toolbar, status bar, notices, dialogs of the Help menu.
import type { Menu } from '../commands.ts'
import { filesText, runs, runsNeedYou } from './common.ts'

export const LEGEND_TITLES = { runs: 'Runs', files: 'Files' } as const

export const STATUS_BAR_MESSAGES = {
  checking: 'Checking',
  /** While another process works the queue. */
  underWay: (n: number): string => `${runs(n)} under way`,
  left: (size: string): string => `${size} left`,
  free: (instrument: string, size: string): string => `Disk of ${instrument}: ${size} free`,
  runway: (time: string): string => `runway ${time}`,
  away: (n: number, of: number): string => `${n} of ${of} destinations on hold`,
  allThere: (n: number): string => `${n} destinations, none on hold`,
} as const

export const STATUS_STRIP_MESSAGES = {
  left: (size: string): string => `${size} left`,
  limited: (mbps: string, until: string | null): string =>
    `Limited to ${mbps} Mb/s${until === null ? '' : ` until ${until}`}.`,
  paused: (pause: string): string => `${pause}.`,
  stalled: (n: number, time: string): string =>
    n === 1 ? `1 run has been stalled for ${time}.` : `${runs(n)} have been stalled for ${time}.`,
  known: (n: number): string =>
    n === 1
      ? '1 run needs somebody, and that is known.'
      : `${runs(n)} need somebody, and that is known.`,
  /** Beside the bytes left: `about 18 min`. */
  noEstimate: 'no estimate before something was sent there',
  diskFull: (instrument: string, at: string): string =>
    `At this rate the data disk of ${instrument} is full on ${at}.`,
  toSend: (size: string, time: string): string =>
    `${size} waits to be sent, and that takes ${time}.`,
  cancelled: (runs: string): string => `${runs} cancelled.`,
  line: (n: number): string => `Line ${n}: `,
  show: 'Show it',
  openLogs: 'Open logs',
} as const

export const BUNDLE_MESSAGES = {
  title: 'Save support bundle',
  text: 'It holds what is listed here, no data files and no secrets.',
  mask: 'Take out the home folder and the account name',
  ofRuns: (n: number, files: number, size: string): string =>
    `Attempts and logs of ${runs(n)}: ${filesText(files)}, ${size}`,
} as const

/** Groups of the shortcuts: the menus in their order, then what works in lists. */
export const SHORTCUT_GROUPS: readonly (readonly [Menu, string])[] = [
  ['file', 'File'],
  ['edit', 'Edit'],
  ['view', 'View'],
  ['transfer', 'Transfer'],
  ['help', 'Help'],
]

export const LIST_SHORTCUTS_NAME = 'In lists'

export const LIST_SHORTCUTS: readonly (readonly [string, string])[] = [
  ['Move in a list', '↑ ↓ Home End Page'],
  ['Find by name in a list', 'letters'],
  ['Add to the selection', 'Space'],
  ['Select everything', 'Ctrl+A'],
  ['Details in full height', 'Enter'],
  ['Menu of the selection', 'Shift+F10'],
  ['Review changed settings', 'Ctrl+S'],
  ['Close what is open', 'Esc'],
]

export const FRAME_MESSAGES = {
  noAnswer: 'The program behind this window does not answer. Restart ExLab Sync.',
  acknowledgeName: 'Your name',
  acknowledgeNote: 'Note',
  acknowledgeText: 'It stays on the list with your name and note, and leaves the counts.',
  acknowledgeTitle: (what: string): string => `Take note of ${what}`,
  acknowledgeYes: 'Take note',
  acknowledgedNotice: (n: number): string =>
    `Noted: ${runs(n)} no longer ${n === 1 ? 'counts' : 'count'} as ${n === 1 ? 'a problem' : 'problems'}`,
  activity: 'Activity',
  addChosen: (n: number): string => `Add ${runs(n)}`,
  allInstruments: 'All instruments',
  checked: (at: string): string => `Checked ${at}`,
  configProblem: 'config.yaml has a fault. The last good settings stay in force.',
  configUnusable: 'config.yaml has a fault, so nothing can be sent.',
  copied: 'Copied',
  destinations: 'Destinations',
  dropHere: 'Drop run folders to add them',
  dropMany: 'Which runs?',
  dropManyText: (folder: string): string =>
    `${folder} holds other folders, which may be runs of their own.`,
  heldBy: (who: string): string => `Held: ${who}`,
  inList: 'in the list already',
  inProgress: (n: number): string => `${runs(n)} in progress.`,
  instruments: 'Instruments',
  later: 'Leave it for later',
  leave: 'Leave as it is',
  leaveFolder: 'Leave it',
  legend: 'States and their shapes',
  level: 'Level',
  levels: { info: 'info', warning: 'warning', error: 'error' },
  limitOff: 'Limit off',
  limitOn: 'Limit on',
  limited: (mbps: string, until: string | null): string =>
    `limited to ${mbps} Mb/s${until === null ? '' : ` until ${until}`}`,
  lists: 'Lists of runs',
  needYou: (n: number, folders = 0): string => `${runsNeedYou(n, folders)}.`,
  noActivity: 'Nothing has happened yet',
  notSetUp: 'No instrument is set up yet.',
  nothingBusy: 'Nothing is being sent',
  nothingRunning: 'No runs yet.',
  nothingToSend: 'Nothing to send.',
  openConfig: 'Open config file',
  pauseAll: 'Pause all',
  recordingNow: (instruments: readonly string[]): string =>
    `${instruments.join(', ')} ${instruments.length === 1 ? 'is' : 'are'} recording.`,
  resumeAll: 'Resume all',
  retryFailed: 'Retry failed',
  rows: (name: string): string => `${name}, rows`,
  search: 'Search runs',
  searchActivity: 'Search activity',
  sending: 'Sending',
  sendingRate: (rate: string): string => `Sending ${rate}`,
  settings: 'Settings',
  shortcuts: 'Keyboard shortcuts',
  showThem: 'Show them',
  speed: 'Speed',
  speedSettings: 'Speed settings…',
  starting: 'Starting',
  summary: 'Summary',
  time: 'Time',
  undo: 'Undo',
  unlimited: 'no cap',
  verified: (n: number): string => (n === 1 ? '1 run is verified.' : `${runs(n)} are verified.`),
  verifyNow: 'Verify now',
  waiting: (n: number): string => `${runs(n)} waiting.`,
  waitsForSomeone: 'It waits for someone to act.',
  nextTryAt: (at: string): string => `Next try at ${at}.`,
  what: 'What',
  whichInstrument: 'Which instrument made this?',
  whichInstrumentText:
    'The folder is not inside any instrument folder, so it is not clear where it goes.',
} as const
