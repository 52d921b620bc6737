// Every sentence of the window that is not a state, a reason or a number. One catalogue, ready to be translated.
import type { AttemptOutcome, AttemptPhase, JobAction, JobView, LogLevel } from '../shared/model.ts'
import type { Who } from '../shared/reasons.ts'

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

export const TEXT = {
  addRun: 'Add run',
  retryFailed: 'Retry failed',
  showThem: 'Show them',
  tryNow: 'Try now',
  held: 'Held',
  lists: 'Lists of runs',
  summary: 'Summary',
  instruments: 'Instruments',
  pauseAll: 'Pause all',
  resumeAll: 'Resume all',
  search: 'Search runs',
  searchFiles: 'Search files',
  searchLog: 'Find in log',
  openConfig: 'Open config file',
  noInstrument: 'Connect your first instrument to start',
  noInstrumentText:
    'Write your instruments and their destinations into config.yaml. The file is read again when it is saved.',
  notSetUp: 'No instrument is set up yet.',
  configUnusable: 'config.yaml has a fault, so nothing can be sent.',
  configProblem: 'config.yaml has a fault. The last good settings stay in force.',
  dropHere: 'Drop run folders to add them',
  noMatch: 'No runs match',
  noFilesMatch: 'No files match',
  counting: 'Counting files',
  noLog: 'No messages yet',
  noAttempts: 'No attempt was made yet',
  toolSaid: 'What the transfer tool said',
  details: 'Details of the chosen run',
  closeDetails: 'Close details',
  problem: 'Problem',
  showFolder: 'Show folder',
  copyForIt: 'Copy for IT',
  toolSaidNothing: 'The tool said nothing.',
  clearSearch: 'Clear search',
  clearFilters: 'Clear filters',
  retryChosen: 'Retry chosen files',
  noFilesYet: 'No files yet',
  noFilesYetText: 'They are listed as soon as the run folder has been read.',
  openLogFolder: 'Folder',
  loading: 'Reading',
  chooseInstrument: 'Which instrument made this?',
  chooseInstrumentText:
    'The folder is not inside any instrument folder, so it is not clear where it goes.',
  leave: 'Leave it',
  close: 'Close',
  resize: 'Height of the details',
  originalsSafe: 'Your originals are not touched.',
} as const

const ACTIONS: Readonly<Record<JobAction, string>> = {
  retry: 'Retry',
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

export const LEVELS: Readonly<
  Record<LogLevel, { readonly word: string; readonly tone: 'neutral' | 'warning' | 'danger' }>
> = {
  debug: { word: 'debug', tone: 'neutral' },
  info: { word: 'info', tone: 'neutral' },
  notice: { word: 'notice', tone: 'neutral' },
  warning: { word: 'warning', tone: 'warning' },
  error: { word: 'error', tone: 'danger' },
}
