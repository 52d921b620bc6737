// Messages of the frame of the window: status strip, sidebar, toolbar, status bar, notices, dialogs of the Help menu.
import { messages, template } from '../language/messages.ts'
import { listed, runsNeedYou, sentence } from './common.ts'

export const LEGEND_TITLES = messages('legendTitles', { runs: 'Runs', files: 'Files' })

export const STATUS_BAR_MESSAGES = messages('statusBar', {
  checking: 'Checking',
  /** While another process works the queue. */
  underWay: template(
    '{n, plural, one {# run under way} other {# runs under way}}',
    (n: number) => ({ n }),
  ),
  left: template('{size} left', (size: string) => ({ size })),
  free: template('Disk of {instrument}: {size} free', (instrument: string, size: string) => ({
    instrument,
    size,
  })),
  runway: template('runway {time}', (time: string) => ({ time })),
  away: template(
    '{of, plural, one {{n, number} of # destination on hold} other {{n, number} of # destinations on hold}}',
    (n: number, of: number) => ({ n, of }),
  ),
  allThere: template(
    '{n, plural, one {# destination, not on hold} other {# destinations, none on hold}}',
    (n: number) => ({ n }),
  ),
})

const LIMITED_MESSAGES = messages('limited', {
  sentence: template('Limited to {mbps} Mb/s.', (mbps: string) => ({ mbps })),
  sentenceUntil: template(
    'Limited to {mbps} Mb/s until {until}.',
    (mbps: string, until: string) => ({ mbps, until }),
  ),
  chip: template('limited to {mbps} Mb/s', (mbps: string) => ({ mbps })),
  chipUntil: template('limited to {mbps} Mb/s until {until}', (mbps: string, until: string) => ({
    mbps,
    until,
  })),
})

/** Entries of the menu Speed. */
export const SPEED_MESSAGES = messages('speedMenu', {
  noneSet: 'No limit is set',
  noneNow: 'Limits of the settings: none at this hour',
  ofSettings: template('Limits of the settings: {mbps} Mb/s now', (mbps: string) => ({ mbps })),
  none: 'No limit',
  noneForHour: 'No limit for 1 h',
  limit: template('{mbps} Mb/s for everything', (mbps: string) => ({ mbps })),
  forHour: template('{mbps} Mb/s for 1 h', (mbps: string) => ({ mbps })),
  until: template('{name}, until {time}', (name: string, time: string) => ({ name, time })),
  /** On the button. */
  short: template('{mbps} Mb/s', (mbps: string) => ({ mbps })),
  /** In the status bar. */
  noCapUntil: template('no cap until {time}', (time: string) => ({ time })),
})

export const STATUS_STRIP_MESSAGES = messages('statusStrip', {
  left: template('{size} left', (size: string) => ({ size })),
  limited: (mbps: string, until: string | null): string =>
    until === null ? LIMITED_MESSAGES.sentence(mbps) : LIMITED_MESSAGES.sentenceUntil(mbps, until),
  paused: template('{pause}.', (pause: string) => ({ pause })),
  stalled: template(
    '{n, plural, one {1 run has been stalled for {time}.} other {# runs have been stalled for {time}.}}',
    (n: number, time: string) => ({ time, n }),
  ),
  known: template(
    '{n, plural, one {1 run needs somebody, and that is known.} other {# runs need somebody, and that is known.}}',
    (n: number) => ({ n }),
  ),
  /** Beside the bytes left: `about 18 min`. */
  noEstimate: 'no estimate before something was sent there',
  diskFull: template(
    'At this rate the data disk of {instrument} is full on {at}.',
    (instrument: string, at: string) => ({ instrument, at }),
  ),
  toSend: template(
    '{size} waits to be sent, and that takes {time}.',
    (size: string, time: string) => ({ size, time }),
  ),
  rehearsalFailed: template('The rehearsal of {destination} failed.', (destination: string) => ({
    destination,
  })),
  cancelled: template('{runs} cancelled.', (runs: string) => ({ runs })),
  line: template('Line {n}: ', (n: number) => ({ n })),
  show: 'Show it',
  openLogs: 'Open logs',
})

export const BUNDLE_MESSAGES = messages('bundle', {
  title: 'Save support bundle',
  text: 'It holds what is listed here, no data files and no secrets.',
  mask: 'Take out the home folder and the account name',
  ofRuns: template(
    'Attempts and logs of {n, plural, one {# run} other {# runs}}: {files, plural, one {# file} other {# files}}, {size}',
    (n: number, files: number, size: string) => ({ n, files, size }),
  ),
})

/** Groups of the shortcuts: the menus in their order, then what works in lists. */
export const SHORTCUT_GROUPS = messages('shortcutGroups', {
  file: 'File',
  edit: 'Edit',
  view: 'View',
  transfer: 'Transfer',
  help: 'Help',
  lists: 'In lists',
})

/** Shortcuts that are in no menu: what each does, and its keys. */
export const LIST_SHORTCUTS = messages('listShortcuts', {
  move: { what: 'Move in a list', keys: '↑ ↓ Home End Page' },
  find: { what: 'Find by name in a list', keys: 'letters' },
  add: { what: 'Add to the selection', keys: 'Space' },
  all: { what: 'Select everything', keys: 'Ctrl+A' },
  full: { what: 'Details in full height', keys: 'Enter' },
  menu: { what: 'Menu of the selection', keys: 'Shift+F10' },
  review: { what: 'Review changed settings', keys: 'Ctrl+S' },
  close: { what: 'Close what is open', keys: 'Esc' },
})

export const FRAME_MESSAGES = messages('frame', {
  noAnswer: 'The program behind this window does not answer. Restart ExLab Sync.',
  acknowledgeName: 'Your name',
  acknowledgeNote: 'Note',
  acknowledgeText: 'It stays on the list with your name and note, and leaves the counts.',
  acknowledgeTitle: template('Take note of {what}', (what: string) => ({ what })),
  acknowledgeYes: 'Take note',
  acknowledgedNotice: template(
    '{n, plural, one {Noted: # run no longer counts as a problem} other {Noted: # runs no longer count as problems}}',
    (n: number) => ({ n }),
  ),
  activity: 'Activity',
  addChosen: template('{n, plural, one {Add # run} other {Add # runs}}', (n: number) => ({ n })),
  allInstruments: 'All instruments',
  checked: template('Checked {at}', (at: string) => ({ at })),
  configProblem: 'config.yaml has a fault. The last good settings stay in force.',
  configUnusable: 'config.yaml has a fault, so nothing can be sent.',
  copied: 'Copied',
  destinations: 'Destinations',
  dropHere: 'Drop run folders to add them',
  dropMany: 'Which runs?',
  dropManyText: template(
    '{folder} holds other folders, which may be runs of their own.',
    (folder: string) => ({ folder }),
  ),
  heldBy: template('Held: {who}', (who: string) => ({ who })),
  inList: 'in the list already',
  inProgress: template(
    '{n, plural, one {# run in progress.} other {# runs in progress.}}',
    (n: number) => ({ n }),
  ),
  instruments: 'Instruments',
  later: 'Leave it for later',
  leave: 'Leave as it is',
  leaveFolder: 'Leave it',
  legend: 'States and their shapes',
  levels: { info: 'info', warning: 'warning', error: 'error' },
  limited: (mbps: string, until: string | null): string =>
    until === null ? LIMITED_MESSAGES.chip(mbps) : LIMITED_MESSAGES.chipUntil(mbps, until),
  lists: 'Lists of runs',
  needYou: (n: number, folders = 0): string => sentence(runsNeedYou(n, folders)),
  noActivity: 'Nothing has happened yet',
  noActivityMatches: 'No line of Activity matches',
  notSetUp: 'No instrument is set up yet.',
  nothingBusy: 'Nothing is being sent',
  nothingRunning: 'No runs yet.',
  nothingToSend: 'Nothing to send.',
  openConfig: 'Open config file',
  pauseAll: 'Pause all',
  recordingNow: template(
    '{n, plural, one {{instruments} is recording.} other {{instruments} are recording.}}',
    (instruments: readonly string[]) => ({
      n: instruments.length,
      instruments: listed(instruments),
    }),
  ),
  resumeAll: 'Resume all',
  retryFailed: 'Retry failed',
  rows: template('{name}, rows', (name: string) => ({ name })),
  search: 'Search runs',
  searchActivity: 'Search activity',
  sending: 'Sending',
  sendingRate: template('Sending {rate}', (rate: string) => ({ rate })),
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
  verified: template(
    '{n, plural, one {1 run is verified.} other {# runs are verified.}}',
    (n: number) => ({ n }),
  ),
  verifyNow: 'Verify now',
  verifyTitle: 'Compares the chosen run with its copy on the NAS once more',
  waiting: template('{n, plural, one {# run waiting.} other {# runs waiting.}}', (n: number) => ({
    n,
  })),
  waitsForSomeone: 'It waits for someone to act.',
  nextTryAt: template('Next try at {at}.', (at: string) => ({ at })),
  what: 'What',
  whichInstrument: 'Which instrument made this?',
  whichInstrumentText:
    'The folder is not inside any instrument folder, so it is not clear where it goes.',
})
