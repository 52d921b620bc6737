// Every sentence of the window that is not a state, a reason or a number. One catalogue in two files (this one: runs and
// what is done with them; words-desk.ts: settings, set-up, pages), ready to be translated.
import type { ActivityLevel, FileView, RunColumn } from '../shared/lists.ts'
import type { AttemptOutcome, AttemptPhase, JobAction, JobView, LogLevel } from '../shared/model.ts'
import type { Who } from '../shared/reasons.ts'
import { count } from './format.ts'

export const runs = (n: number): string => (n === 1 ? '1 run' : `${count(n)} runs`)
export const filesText = (n: number): string => (n === 1 ? '1 file' : `${count(n)} files`)

export const VIEWS: readonly { readonly view: JobView; readonly name: string }[] = [
  { view: 'needs_you', name: 'Needs you' },
  { view: 'active', name: 'Active' },
  { view: 'waiting', name: 'Waiting' },
  { view: 'done', name: 'Done' },
  { view: 'all', name: 'All runs' },
]

export const TABS = [
  { tab: 'problem', name: 'Problem' },
  { tab: 'files', name: 'Files' },
  { tab: 'log', name: 'Log' },
  { tab: 'history', name: 'History' },
  { tab: 'details', name: 'Details' },
] as const

export const WHO: Readonly<Record<Who, string>> = {
  you: 'You can fix this',
  it: 'Ask IT',
  wait: 'It will retry by itself',
}

export const COLUMNS: Readonly<Record<RunColumn, string>> = {
  state: 'State',
  run: 'Run',
  instrument: 'Instrument',
  progress: 'Progress',
  size: 'Size',
  problems: 'Problems',
  left: 'Time left',
  speed: 'Speed',
  proof: 'Proof',
  activity: 'Last activity',
  attempts: 'Attempts',
  destination: 'NAS path',
  folder: 'Local path',
  queued: 'Queued at',
  verified: 'Verified at',
  exit: 'Exit code',
}

/** The two chips that only counts lead to have names, too. */
export const CHIPS: Readonly<Record<FileView, string>> = {
  all: 'All',
  attention: 'Need attention',
  failed: 'Failed',
  sending: 'Sending',
  waiting: 'Waiting',
  unproven: 'Not proven',
  verified: 'Verified',
  excluded: 'Excluded',
  open: 'Still to do',
}

export const EMPTY: Readonly<Record<JobView, { readonly title: string; readonly text: string }>> = {
  all: {
    title: 'No runs yet',
    text: 'Drop a run folder here, or add one. It is sent to the NAS and every file is proven by SHA-256. Originals are never changed.',
  },
  needs_you: {
    title: 'Nothing needs you',
    text: 'Runs that fail or cannot be proven are listed here.',
  },
  active: {
    title: 'Nothing is being sent',
    text: 'Runs that are being sent or checked are listed here.',
  },
  waiting: {
    title: 'Nothing waits',
    text: 'Runs that wait for their turn, for the next try, or that you hold are listed here.',
  },
  done: { title: 'Nothing is done yet', text: 'Verified runs are listed here.' },
}

export const WORDS = {
  acknowledgeTitle: (what: string): string => `Take note of ${what}`,
  acknowledgeYes: 'Take note',
  added: 'Added',
  allCauses: 'All causes',
  allInstruments: 'All instruments',
  attemptsMade: 'Attempts',
  everyLevel: 'everything',
  exitCodeIs: (code: number): string => `exit code ${code}`,
  finishedWhen: 'Finished when',
  hash: 'SHA-256',
  inRun: (run: string): string => `in ${run}`,
  instrument: 'Instrument',
  kind: 'Kind',
  later: 'Leave it for later',
  legend: 'States and their shapes',
  levels: { info: 'info', warning: 'warning', error: 'error' },
  noActivity: 'Nothing has happened yet',
  noTransport: 'no longer in the settings',
  notStarted: 'transport error',
  notYet: 'not yet',
  number: 'Number',
  pass: 'Verify pass',
  passFine: 'all proven',
  passNot: 'not all proven',
  path: 'Path',
  person: 'person',
  proof: 'Proof',
  reason: 'Reason',
  result: 'Result',
  retryCount: (files: string): string => `Retry ${files}`,
  retryOne: 'Retry',
  retrying: 'Retrying',
  searchActivity: 'Search activity',
  sent: 'Sent',
  sentWith: 'Sent with',
  setUp: 'Set up instrument',
  shortcuts: 'Keyboard shortcuts',
  showAll: 'Show all',
  speedSettings: 'Speed settings…',
  started: 'Started',
  step: 'Step',
  time: 'Time',
  took: 'Took',
  transports: { rclone: 'rclone', rsync_ssh: 'rsync over SSH' },
  undo: 'Undo',
  verifiedAt: 'Verified',
  waitsFor: (what: string): string => `waits for ${what}`,
  what: 'What',
  when: 'When',
  youPaused: 'you paused it',
  acknowledge: 'Acknowledge…',
  acknowledgeText:
    'It stays on the list with your name and note, and no longer counts in the badge.',
  acknowledgeNote: 'Note',
  acknowledgeName: 'Your name',
  acknowledged: (by: string, note: string, at: string): string =>
    `Noted by ${by}, ${at}${note === '' ? '' : `: ${note}`}`,
  addRun: 'Add run',
  attempt: 'Attempt',
  attempts: (n: number, phase: string, how: string): string => `Attempt ${n}, ${phase}, ${how}`,
  causes: 'Causes',
  checked: (at: string): string => `Checked ${at}`,
  checkAgain: 'Check again',
  choose: (path: string): string => `Choose ${path}`,
  chosen: 'Chosen',
  chosenCount: (n: number): string => `${count(n)} chosen`,
  clearFilters: 'Clear filters',
  clearFinished: 'Clear finished',
  clearedFinished: (n: number): string =>
    `${runs(n)} will be taken off the list. No data is deleted.`,
  clearSearch: 'Clear search',
  close: 'Close',
  closeDetails: 'Close details',
  command: 'Command',
  compare: 'Compare with NAS again',
  configProblem: 'config.yaml has a fault. The last good settings stay in force.',
  configUnusable: 'config.yaml has a fault, so nothing can be sent.',
  copied: 'Copied',
  copyAll: 'Copy all',
  copyCommand: 'Copy command',
  copyForIt: 'Copy for IT',
  copyNasPath: 'Copy NAS path',
  copyPath: 'Copy path',
  copySha: 'Copy SHA-256',
  counting: 'Counting files',
  countingSoFar: (n: number): string => `Counting files: ${count(n)} so far`,
  deleteLocal: 'Delete local data…',
  details: 'Details of the chosen run',
  differentAt: 'First difference marked',
  dropHere: 'Drop run folders to add them',
  dropMany: 'Which runs?',
  dropManyText: (folder: string): string => `${folder} holds several runs.`,
  addChosen: (n: number): string => `Add ${runs(n)}`,
  inList: 'in the list already',
  error: 'Error',
  errorNext: 'Next error',
  errorPrevious: 'Previous error',
  exitCode: 'Exit code',
  fileDrawer: 'About this file',
  files: 'Files',
  filesShown: (n: number, of: number): string => `${count(n)} of ${count(of)} shown`,
  follow: 'Follow',
  foldersNotAdded: (n: number): string =>
    n === 1 ? 'One folder was not added' : `${count(n)} folders were not added`,
  fullHeight: 'Full height',
  halfHeight: 'Half height',
  hereHash: 'SHA-256 here',
  heldByYou: 'by you',
  heldBy: (who: string): string => `Held: ${who}`,
  hiddenByFilters: (n: number): string => `${filesText(n)} are hidden by filters.`,
  inRuns: (n: number): string => `in ${runs(n)}`,
  inProgress: (n: number): string => `${runs(n)} in progress.`,
  instruments: 'Instruments',
  destinations: 'Destinations',
  leave: 'Leave as it is',
  leaveFolder: 'Leave it',
  level: 'Level',
  levelOrWorse: 'Least level',
  limited: (mbps: string, until: string | null): string =>
    `limited to ${mbps} Mb/s${until === null ? '' : ` until ${until}`}`,
  testRun: 'Test',
  limitOff: 'Limit off',
  limitOn: 'Limit on',
  lineOf: (n: number, of: number): string => `line ${count(n)} of ${count(of)}`,
  lines: (n: number): string => (n === 1 ? '1 line' : `${count(n)} lines`),
  linesNaming: 'What the logs say of it',
  lists: 'Lists of runs',
  loading: 'Reading',
  localPath: 'On this computer',
  log: 'Log',
  logEmptyLevel: 'No messages at this level',
  logOpenFolder: 'Folder',
  markFinished: 'Mark run finished',
  matches: (n: number): string => (n === 1 ? '1 match' : `${count(n)} matches`),
  matchNext: 'Next match',
  matchPrevious: 'Previous match',
  modified: 'Last changed',
  moveLeft: 'Move left',
  moveRight: 'Move right',
  moreLines: (n: number): string => `and ${count(n)} more`,
  nasHash: 'SHA-256 on the NAS',
  nasPath: 'On the NAS',
  needAttention: (n: number, run: string): string => `${filesText(n)} need attention in ${run}`,
  needYou: (n: number): string => `${runs(n)} ${n === 1 ? 'needs' : 'need'} you.`,
  newLines: (n: number): string => (n === 1 ? '1 new line' : `${count(n)} new lines`),
  nextTry: (at: string): string => `next ${at}`,
  noAttempts: 'No attempt was made yet',
  noFilesMatch: 'No files match',
  noFilesYet: 'No files yet',
  noFilesYetText: 'They are listed as soon as the run folder has been read.',
  noInstrument: 'Connect your first instrument to start',
  noInstrumentText: 'It takes about five minutes.',
  noLog: 'No messages yet',
  noMatch: 'No runs match',
  noMovement: (time: string): string => `No progress for ${time}`,
  none: 'none',
  notAdded: 'The run was not added',
  notChecked: 'not known',
  notFound: 'none was made',
  nothingBusy: 'Nothing is being sent',
  nothingBusyBecause: (why: string): string => `Nothing is being sent because ${why}.`,
  nothingHere: (n: number): string => `${runs(n)} are waiting or sending.`,
  nothingRunning: 'No runs yet.',
  nothingToResend: 'None of these files needs sending again',
  nothingToSend: 'Nothing to send.',
  notSetUp: 'No instrument is set up yet.',
  openConfig: 'Open config file',
  openOnNas: 'Open on NAS',
  openSettings: 'Open settings',
  pauseAll: 'Pause all',
  problem: 'Problem',
  readBack: 'Read back and check',
  receipt: 'Save receipt…',
  recording: 'Recording',
  recordings: 'Being recorded',
  recordingSince: (ago: string): string => `first seen ${ago}`,
  resend: (n: number): string => `Re-send ${filesText(n)}`,
  resendText: (n: number, of: number, size: string): string =>
    `Re-send ${count(n)} of ${filesText(of)}, ${size}. The others stay as they are.`,
  reset: 'Reset columns',
  resize: 'Height of the details',
  resizeColumn: (name: string): string => `Width of ${name}`,
  resumeAll: 'Resume all',
  retryAll: 'Retry all failed',
  retryChosen: 'Retry chosen files',
  retryFailed: 'Retry failed',
  retryFailedOnly: (n: number): string => `Retry failed files only (${count(n)})`,
  retryThis: 'Retry this file',
  rows: (name: string): string => `${name}, rows`,
  runsName: 'Runs',
  safe: 'Your originals are not touched.',
  saveAs: 'Save as…',
  search: 'Search runs',
  searchFiles: 'Search files',
  searchLog: 'Find in log',
  selectAllFailed: 'Select all failed',
  sending: 'Sending',
  sendingRate: (rate: string): string => `Sending ${rate}`,
  settings: 'Settings',
  showFolder: 'Show folder',
  showLog: 'Show log',
  showLines: 'Show log lines',
  showThem: 'Show them',
  sizeHere: 'Size',
  speed: 'Speed',
  starting: 'Starting',
  state: 'State',
  summary: 'Summary',
  testConnection: 'Test connection',
  toDo: 'What to do: ',
  toolSaid: 'What the transfer tool said',
  toolSaidNothing: 'The tool said nothing.',
  trustKey: 'Compare fingerprint…',
  tryNow: 'Try now',
  unlimited: 'no cap',
  verified: (n: number): string => (n === 1 ? '1 run is verified.' : `${runs(n)} are verified.`),
  verifyNow: 'Verify now',
  waiting: (n: number): string => `${runs(n)} waiting.`,
  whichInstrument: 'Which instrument made this?',
  whichInstrumentText:
    'The folder is not inside any instrument folder, so it is not clear where it goes.',
  wrap: 'Wrap',
} as const

const ACTIONS: Readonly<Record<JobAction, string>> = {
  retry: 'Retry',
  next: 'Send next',
  pause: 'Pause',
  resume: 'Resume',
  cancel: 'Cancel run',
  verify: 'Verify again',
  dismiss: 'Remove from list',
}

export const actionName = (action: JobAction): string => ACTIONS[action]

/** The question before an action that ends something; null where a click is enough. */
export const asksFirst = (
  action: JobAction,
  what: string,
): { readonly title: string; readonly text: string; readonly yes: string } | null => {
  if (action === 'cancel')
    return {
      title: `Cancel ${what}?`,
      text: 'Sending stops. What is already on the NAS stays there, and nothing is deleted here. You can retry it later.',
      yes: ACTIONS.cancel,
    }
  if (action === 'dismiss')
    return {
      title: `Remove ${what} from the list?`,
      text: 'Only the row and its logs go. No data is deleted, here or on the NAS.',
      yes: ACTIONS.dismiss,
    }
  return null
}

export const PHASES: Readonly<Record<AttemptPhase, string>> = {
  push: 'Sending',
  verify: 'Checking',
  cleanup: 'Cleaning up',
}

export const OUTCOMES: Readonly<Record<AttemptOutcome, string>> = {
  done: 'done',
  failed: 'failed',
  cancelled: 'stopped by you',
  interrupted: 'interrupted',
}
export const UNDER_WAY = 'under way'

export const LEVELS: Readonly<
  Record<LogLevel, { readonly word: string; readonly tone: 'neutral' | 'warning' | 'danger' }>
> = {
  debug: { word: 'debug', tone: 'neutral' },
  info: { word: 'info', tone: 'neutral' },
  notice: { word: 'notice', tone: 'neutral' },
  warning: { word: 'warning', tone: 'warning' },
  error: { word: 'error', tone: 'danger' },
}

export const ACTIVITY_LEVELS: Readonly<Record<ActivityLevel, string>> = {
  info: 'Everything',
  warning: 'Warnings and errors',
  error: 'Errors',
}
