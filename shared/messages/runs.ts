// Messages of the lists of runs and of a run's details: columns, empty lists, actions and their confirmations.
import { count } from '../format.ts'
import type { RunColumn, RunStateFilter } from '../model/list-rows.ts'
import type { JobAction, JobView } from '../model/model.ts'
import { COMMON_MESSAGES, filesText, runs } from './common.ts'

const ORDINAL_ENDINGS: Readonly<Record<string, string>> = {
  one: 'st',
  two: 'nd',
  few: 'rd',
  other: 'th',
}
const ordinals = new Intl.PluralRules('en', { type: 'ordinal' })
/** `3rd`. */
const ordinal = (n: number): string => `${count(n)}${ORDINAL_ENDINGS[ordinals.select(n)] ?? 'th'}`

export const RUN_VIEWS: readonly { readonly view: JobView; readonly name: string }[] = [
  { view: 'needs_you', name: 'Needs you' },
  { view: 'active', name: 'Active' },
  { view: 'waiting', name: 'Waiting' },
  { view: 'done', name: 'Done' },
  { view: 'all', name: 'All runs' },
]

export const DETAILS_TABS = [
  { tab: 'problem', name: 'Problem' },
  { tab: 'files', name: 'Files' },
  { tab: 'log', name: 'Log' },
  { tab: 'history', name: 'History' },
  { tab: 'details', name: 'Details' },
] as const

export const RUN_COLUMN_NAMES: Readonly<Record<RunColumn, string>> = {
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
  destination: 'Destination',
  nas_path: 'NAS path',
  folder: 'Local path',
  operator: 'Operator',
  queued: 'Queued at',
  verified: 'Verified at',
  exit: 'Exit code',
}

export const EMPTY_LIST_MESSAGES: Readonly<
  Record<JobView, { readonly title: string; readonly text: string }>
> = {
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

const ACTION_NAMES: Readonly<Record<JobAction, string>> = {
  retry: 'Retry',
  next: 'Send next',
  earlier: 'Move up in the queue',
  later: 'Move down in the queue',
  pause: 'Pause',
  resume: 'Resume',
  cancel: 'Cancel run',
  verify: 'Verify again',
  archive: 'Remove from list',
  unarchive: 'Put back on the list',
}

/** `waits`: the run is queued, so that Retry is named Try now. */
export const actionName = (action: JobAction, waits: boolean): string =>
  action === 'retry' && waits ? COMMON_MESSAGES.tryNow : ACTION_NAMES[action]

/** Confirmation before an action that cannot be undone; null: the action needs none. */
export const confirmationOf = (
  action: JobAction,
  what: string,
): { readonly title: string; readonly text: string; readonly yes: string } | null => {
  if (action === 'cancel')
    return {
      title: `Cancel ${what}?`,
      text: 'Sending stops. What is already on the NAS stays there, and nothing is deleted here. You can retry it later.',
      yes: ACTION_NAMES.cancel,
    }
  return null
}

export const DENSITY_NAMES = {
  compact: 'Compact rows',
  normal: 'Normal rows',
  comfortable: 'Comfortable rows',
} as const

export const DATE_FILTER_LABELS = { from: 'From', until: 'To' } as const

/** State chips of the list "All runs". */
export const STATE_CHIPS: readonly (readonly [RunStateFilter, string])[] = [
  ['failed', 'Failed'],
  ['changed_since', 'Changed since verified'],
  ['blocked', 'Blocked'],
  ['unproven', 'Sent, not proven'],
  ['retrying', 'Retrying'],
  ['held', 'Held'],
  ['running', 'Sending'],
  ['checking', 'Checking'],
  ['waiting', 'Waiting'],
  ['verified', 'Verified'],
  ['cleanup_eligible', 'Deletion due'],
  ['cleaned', 'On NAS only'],
  ['cancelled', 'Cancelled'],
  ['archived', 'Archived'],
]

export const RUNS_MESSAGES = {
  allChip: 'All',
  selected: (n: number): string => `${runs(n)} selected`,
  receipts: 'Receipts',
  receiptsSaved: (n: number): string =>
    `${n === 1 ? '1 receipt was' : `${count(n)} receipts were`} saved`,
  exportList: 'Export list',
  exportCsv: 'As CSV, for a spreadsheet…',
  exportJson: 'As JSON…',
  listSaved: 'The list was exported',
  clearSelection: 'Clear the selection',
  notAllDone: 'Not everything could be done',
  added: 'Added',
  attemptsMade: 'Attempts',
  clearFinished: 'Clear finished',
  /** `name`: of the one run; null: there are several. */
  takenOff: (name: string | null, n: number): string =>
    `${name ?? runs(n)} ${n === 1 ? 'was' : 'were'} taken off the list`,
  takenOffText:
    'Nothing is deleted: passes, logs and receipts are kept. All runs > Archived lists them.',
  closeDetails: 'Close details',
  columns: 'Columns…',
  copyNasPath: 'Copy NAS path',
  counting: 'Counting files',
  countingSoFar: (n: number): string => `Counting files: ${count(n)} so far`,
  deleteLocal: 'Delete local data…',
  details: 'Details of the chosen run',
  finishedWhen: 'Finished when',
  foldersNotAdded: (n: number): string =>
    n === 1 ? 'One folder was not added' : `${count(n)} folders were not added`,
  fullHeight: 'Full height',
  halfHeight: 'Half height',
  instrument: 'Instrument',
  markFinished: 'Mark run finished',
  moveLeft: 'Move left',
  moveRight: 'Move right',
  runsChosen: (n: number, of: number): string => `${count(n)} of ${runs(of)} chosen`,
  needAttention: (n: number, run: string): string => `${filesText(n)} need attention in ${run}`,
  nextTry: (at: string): string => `next ${at}`,
  noInstrument: 'Connect your first instrument to start',
  noInstrumentText: 'It takes about five minutes.',
  noMatch: 'No runs match',
  noMovement: (time: string): string => `No progress for ${time}`,
  noTransport: 'no longer in the settings',
  notAdded: 'The run was not added',
  addedAlso: 'What was found',
  notYet: 'not yet',
  nothingBusyBecause: (why: string): string => `Nothing is being sent because ${why}.`,
  nothingHere: (n: number): string => `${runs(n)} ${n === 1 ? 'is' : 'are'} waiting or sending.`,
  number: 'Number',
  openFolder: 'Open folder',
  openOnNas: 'Open on NAS',
  /** `3rd, about 18 min`; `time` '' where it is not known. */
  place: (n: number, time: string): string =>
    `${n === 1 ? 'next' : ordinal(n)}${time === '' ? '' : `, ${time}`}`,
  placeTitle: (destination: string): string => `Its place among the runs for ${destination}`,
  pass: 'Verify pass',
  passFine: 'all proven',
  passNot: 'not all proven',
  /** Without the word from a million files on: the column has no space for it. */
  progress: (done: number, total: number): string => {
    const figures = `${count(done)} / ${count(total)}`
    return total < 1_000_000 ? `${figures} files` : figures
  },
  progressFull: (done: number, total: number): string => `${count(done)} of ${filesText(total)}`,
  archivedAt: 'Taken off the list',
  folderReused: 'The folder was made anew and holds another run now; this run is on the NAS only',
  receipt: 'Save receipt…',
  recordingSince: (ago: string): string => `first seen ${ago}`,
  recordings: 'Being recorded',
  reset: 'Reset columns',
  resize: 'Height of the details',
  resizeWidth: 'Width of the details',
  resizeColumn: (name: string): string => `Width of ${name}`,
  retryAll: 'Retry all failed',
  retryFailedOnly: (n: number): string => `Retry failed files only (${count(n)})`,
  runsName: 'Runs',
  searchingFiles: 'Searching the names of files…',
  filesNotSearched: (n: number): string =>
    `The names of the files of ${runs(n)} were not searched.`,
  searchThemToo: 'Search them too',
  noMatchText: 'No run, instrument, state, problem or file has these words.',
  selectAllFailed: 'Select all failed',
  sentWith: 'Sent with',
  showLog: 'Show log',
  testRun: 'Test',
  transports: { rclone: 'rclone', rsync_ssh: 'rsync over SSH', folder: 'folder or share' },
  verifiedAt: 'Verified',
  waitsForTurn: 'waits for its turn',
  waitsFor: (what: string): string => `waits for ${what}`,
  watches: (folder: string, rule: string): string =>
    `ExLab Sync watches ${folder} and adds a run when ${rule}. You can also drop a folder here.`,
  watchesMany: (n: number): string =>
    `ExLab Sync watches the folders of ${count(n)} instruments and adds a run when it is finished. You can also drop a folder here.`,
  /** `by`: an account, or a setting with its file; null: the account that asks. */
  whoPaused: (by: string | null): string => (by === null ? 'you paused it' : `paused by ${by}`),
} as const
