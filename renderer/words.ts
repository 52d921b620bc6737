// Every sentence of the window that is not a state, a reason or a number. One catalogue, ready to be translated.
import type { JobView } from '../shared/model.ts'
import type { Who } from '../shared/reasons.ts'

export const VIEWS: readonly { readonly view: JobView; readonly name: string }[] = [
  { view: 'needs_you', name: 'Needs you' },
  { view: 'active', name: 'Active' },
  { view: 'waiting', name: 'Waiting' },
  { view: 'done', name: 'Done' },
  { view: 'all', name: 'All runs' },
]

export const WHO: Readonly<Record<Who, string>> = {
  you: 'You can fix this',
  it: 'Ask IT',
  wait: 'It will retry by itself',
}

export const EMPTY: Readonly<Record<JobView, { readonly title: string; readonly text: string }>> = {
  all: { title: 'No runs yet', text: 'Drop a run folder here, or add one. It is sent to the NAS and every file is proven by SHA-256. Originals are never changed.' },
  needs_you: { title: 'Nothing needs you', text: 'Runs that fail or cannot be proven are listed here.' },
  active: { title: 'Nothing is being sent', text: 'Runs that are being sent or checked are listed here.' },
  waiting: { title: 'Nothing waits', text: 'Runs that wait for their turn, for the next try, or that you hold are listed here.' },
  done: { title: 'Nothing is done yet', text: 'Verified runs are listed here.' },
}

export const TEXT = {
  addRun: 'Add run',
  pauseAll: 'Pause all',
  resumeAll: 'Resume all',
  search: 'Search runs',
  searchFiles: 'Search files',
  searchLog: 'Find in log',
  openConfig: 'Open config file',
  noInstrument: 'Connect your first instrument to start',
  noInstrumentText: 'Write your instruments and their destinations into config.yaml. The file is read again when it is saved.',
  configProblem: 'config.yaml has a fault. The last good settings stay in force.',
  dropHere: 'Drop run folders to add them',
  noMatch: 'No runs match',
  noFilesMatch: 'No files match',
  counting: 'Counting files',
  noLog: 'No messages yet',
  noAttempts: 'No attempt was made yet',
  toolSaid: 'What the transfer tool said',
  originalsSafe: 'Your originals are not touched.',
} as const
