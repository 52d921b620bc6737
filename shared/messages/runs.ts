// Messages of the lists of runs and of a run's details: columns, empty lists, actions and their confirmations.
import { messages, template } from '../language/messages.ts'
import type { RunColumn } from '../model/list-rows.ts'
import type { JobAction, JobView } from '../model/model.ts'
import type { StateChip } from '../model/state-chips.ts'
import { COMMON_MESSAGES } from './common.ts'

/** The lists of runs in the order of display. */
export const RUN_VIEW_NAMES: Readonly<Record<JobView, string>> = messages('runViews', {
  needs_you: 'Needs you',
  active: 'Active',
  waiting: 'Waiting',
  done: 'Done',
  all: 'All runs',
})

/** The tabs of a run in the order of display. */
export const DETAILS_TAB_NAMES = messages('detailsTabs', {
  problem: 'Problem',
  files: 'Files',
  log: 'Log',
  history: 'History',
  details: 'Details',
})
export type DetailsTab = keyof typeof DETAILS_TAB_NAMES

export const RUN_COLUMN_NAMES: Readonly<Record<RunColumn, string>> = messages('runColumnNames', {
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
})

const ACTION_NAMES: Readonly<Record<JobAction, string>> = messages('actionNames', {
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
})

/** `waits`: the run is queued, so that Retry is named Try now. */
export const actionName = (action: JobAction, waits: boolean): string =>
  action === 'retry' && waits ? COMMON_MESSAGES.tryNow : ACTION_NAMES[action]

const CANCEL_MESSAGES = messages('cancel', {
  title: template('Cancel {what}?', (what: string) => ({ what })),
  text: 'Sending stops. What is already on the NAS stays there, and nothing is deleted here. You can retry it later.',
})

/** Confirmation before an action that cannot be undone; null: the action needs none. */
export const confirmationOf = (
  action: JobAction,
  what: string,
): { readonly title: string; readonly text: string; readonly yes: string } | null => {
  if (action === 'cancel')
    return {
      title: CANCEL_MESSAGES.title(what),
      text: CANCEL_MESSAGES.text,
      yes: ACTION_NAMES.cancel,
    }
  return null
}

export const DENSITY_NAMES = messages('densityNames', {
  compact: 'Compact rows',
  normal: 'Normal rows',
  comfortable: 'Comfortable rows',
})

export const DATE_FILTER_LABELS = messages('dateFilterLabels', { from: 'From', until: 'To' })

/** State chips of the list "All runs". */
export const STATE_CHIP_NAMES: Readonly<Record<StateChip, string>> = messages('stateChips', {
  failed: 'Failed',
  changed_since: 'Changed since verified',
  blocked: 'Blocked',
  unproven: 'Sent, not proven',
  retrying: 'Retrying',
  held: 'Held',
  running: 'Sending',
  checking: 'Checking',
  waiting: 'Waiting',
  verified: 'Verified',
  cleanup_eligible: 'Deletion due',
  cleaned: 'On NAS only',
  cancelled: 'Cancelled',
  archived: 'Archived',
})

/** The chip of the verified runs that may be deleted now. */
export const SAFE_CHIP_MESSAGES = messages('safeChip', {
  title: template(
    'By the checks since {time}. A check of both sides counts for ten minutes; after that the run is checked again before it is safe.',
    (time: string) => ({ time }),
  ),
})

const TAKEN_OFF_MESSAGES = messages('takenOff', {
  one: template('{name} was taken off the list', (name: string) => ({ name })),
  several: template(
    '{n, plural, one {# run was taken off the list} other {# runs were taken off the list}}',
    (n: number) => ({ n }),
  ),
})

const PLACE_MESSAGES = messages('place', {
  place: template(
    '{n, selectordinal, =1 {next} one {#st} two {#nd} few {#rd} other {#th}}',
    (n: number) => ({ n }),
  ),
  placeAndTime: template(
    '{n, selectordinal, =1 {next, {time}} one {#st, {time}} two {#nd, {time}} few {#rd, {time}} other {#th, {time}}}',
    (n: number, time: string) => ({ n, time }),
  ),
  progress: template(
    '{total, plural, one {{done, number} / # file} other {{done, number} / # files}}',
    (done: number, total: number) => ({
      done,
      total,
    }),
  ),
  shortProgress: template('{done, number} / {total, number}', (done: number, total: number) => ({
    done,
    total,
  })),
})

const PAUSED_MESSAGES = messages('whoPaused', {
  you: 'you paused it',
  by: template('paused by {by}', (by: string) => ({ by })),
})

export const RUNS_MESSAGES = messages('runs', {
  allChip: 'All',
  selected: template('{n, plural, one {# run selected} other {# runs selected}}', (n: number) => ({
    n,
  })),
  receipts: 'Receipts',
  receiptsPdf: 'Receipts as PDF',
  receiptsSaved: template(
    '{n, plural, one {1 receipt was saved} other {# receipts were saved}}',
    (n: number) => ({ n }),
  ),
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
    name === null ? TAKEN_OFF_MESSAGES.several(n) : TAKEN_OFF_MESSAGES.one(name),
  takenOffText:
    'Nothing is deleted: passes, logs and receipts are kept. All runs > Archived lists them.',
  closeDetails: 'Close details',
  columns: 'Columns…',
  copyNasPath: 'Copy NAS path',
  counting: 'Counting files',
  countingSoFar: template('Counting files: {n, number} so far', (n: number) => ({ n })),
  deleteLocal: 'Delete local data…',
  details: 'Details of the chosen run',
  finishedWhen: 'Finished when',
  foldersNotAdded: template(
    '{n, plural, one {One folder was not added} other {# folders were not added}}',
    (n: number) => ({ n }),
  ),
  fullHeight: 'Full height',
  halfHeight: 'Half height',
  instrument: 'Instrument',
  markFinished: 'Mark run finished',
  markAllText:
    'They are added to the queue as they are now. Files that an instrument writes later are noticed and sent too.',
  markAll: template('Mark {n, plural, one {# run} other {# runs}} finished', (n: number) => ({
    n,
  })),
  moveLeft: 'Move left',
  moveRight: 'Move right',
  runsChosen: template(
    '{of, plural, one {{n, number} of # run chosen} other {{n, number} of # runs chosen}}',
    (n: number, of: number) => ({ n, of }),
  ),
  needAttention: template(
    '{n, plural, one {# file needs attention in {run}} other {# files need attention in {run}}}',
    (n: number, run: string) => ({ n, run }),
  ),
  nextTry: template('next {at}', (at: string) => ({ at })),
  noInstrument: 'Connect your first instrument to start',
  noInstrumentText: 'It takes about five minutes.',
  noMatch: 'No runs match',
  noMovement: template('No progress for {time}', (time: string) => ({ time })),
  noTransport: 'no longer in the settings',
  notAdded: 'The run was not added',
  addedAlso: 'What was found',
  notYet: 'not yet',
  nothingBusyBecause: template('Nothing is being sent because {why}.', (why: string) => ({ why })),
  nothingHere: template(
    '{n, plural, one {# run is waiting or sending.} other {# runs are waiting or sending.}}',
    (n: number) => ({ n }),
  ),
  number: 'Number',
  openFolder: 'Open folder',
  openOnNas: 'Open on NAS',
  /** `3rd, about 18 min`; `time` '' where it is not known. */
  place: (n: number, time: string): string =>
    time === '' ? PLACE_MESSAGES.place(n) : PLACE_MESSAGES.placeAndTime(n, time),
  dragPlace: 'Drag it to another place in the queue, or move it by Alt+Up and Alt+Down',
  placeTitle: template('Its place among the runs for {destination}', (destination: string) => ({
    destination,
  })),
  pass: 'Verify pass',
  passFine: 'all proven',
  passNot: 'not all proven',
  /** Without the word from a million files on: the column has no space for it. */
  progress: (done: number, total: number): string =>
    total < 1_000_000
      ? PLACE_MESSAGES.progress(done, total)
      : PLACE_MESSAGES.shortProgress(done, total),
  progressFull: template(
    '{total, plural, one {{done, number} of # file} other {{done, number} of # files}}',
    (done: number, total: number) => ({ done, total }),
  ),
  archivedAt: 'Taken off the list',
  folderReused: 'The folder was made again and holds another run now; this run is on the NAS only',
  receipt: 'Save receipt…',
  recordingSince: template('first seen {ago}', (ago: string) => ({ ago })),
  recordings: 'Being recorded',
  reset: 'Reset columns',
  resize: 'Height of the details',
  resizeWidth: 'Width of the details',
  resizeColumn: template('Width of {name}', (name: string) => ({ name })),
  retryAll: 'Retry all failed',
  retryFailedOnly: template('Retry failed files only ({n, number})', (n: number) => ({ n })),
  retryFailedAmount: template(
    'Retry failed files only ({n, number}; {amount})',
    (n: number, amount: string) => ({ n, amount }),
  ),
  runsName: 'Runs',
  searchingFiles: 'Searching the names of files…',
  filesNotSearched: template(
    'The names of the files of {n, plural, one {# run} other {# runs}} were not searched.',
    (n: number) => ({ n }),
  ),
  searchThemToo: 'Search them too',
  noMatchText: 'No run, instrument, state, problem or file has these words.',
  selectAllFailed: 'Select all failed',
  sentWith: 'Sent with',
  showLog: 'Show log',
  tell: 'Tell me when it is verified',
  toldThen: 'A notification comes once it is verified',
  testRun: 'Test',
  destinationSlot: 'Destination of the instrument',
  toSlot: template('to {name}', (name: string) => ({ name })),
  slotAt: template('{name}: {place}', (name: string, place: string) => ({ name, place })),
  transports: { rclone: 'rclone', rsync_ssh: 'rsync over SSH', folder: 'folder or share' },
  verifiedAt: 'Verified',
  waitsForTurn: 'waits for its turn',
  waitsFor: template('waits for {what}', (what: string) => ({ what })),
  watches: template(
    'ExLab Sync watches {folder} and adds a run when {rule}. You can also drop a folder here.',
    (folder: string, rule: string) => ({ folder, rule }),
  ),
  watchesMany: template(
    '{n, plural, one {ExLab Sync watches the folder of # instrument and adds a run when it is finished. You can also drop a folder here.} other {ExLab Sync watches the folders of # instruments and adds a run when it is finished. You can also drop a folder here.}}',
    (n: number) => ({ n }),
  ),
  /** `by`: an account, or a setting with its file; null: the account that asks. */
  whoPaused: (by: string | null): string =>
    by === null ? PAUSED_MESSAGES.you : PAUSED_MESSAGES.by(by),
})
