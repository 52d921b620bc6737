// Messages that several screens use, and counts of runs and files.
import { count } from '../format.ts'

export const runs = (n: number): string => (n === 1 ? '1 run' : `${count(n)} runs`)

/** `3 runs need you`, without a full stop. */
/** `folders`: how many of the `n` are folders that are no runs in the queue. */
export const runsNeedYou = (n: number, folders = 0): string => {
  const named = folders === 1 ? '1 folder' : `${count(folders)} folders`
  const what = folders === 0 ? runs(n) : folders === n ? named : `${runs(n - folders)} and ${named}`
  return `${what} ${n === 1 ? 'needs' : 'need'} you`
}

export const filesText = (n: number): string => (n === 1 ? '1 file' : `${count(n)} files`)

export const COMMON_MESSAGES = {
  acknowledge: 'Acknowledge…',
  addRun: 'Add run',
  attempt: 'Attempt',
  clearFilters: 'Clear filters',
  clearSearch: 'Clear search',
  close: 'Close',
  copyForIt: 'Copy for IT',
  copyPath: 'Copy path',
  files: 'Files',
  lines: (n: number): string => (n === 1 ? '1 line' : `${count(n)} lines`),
  loading: 'Reading',
  localPath: 'On this computer',
  moreLines: (n: number): string => `and ${count(n)} more`,
  nasPath: 'On the NAS',
  none: 'none',
  notChecked: 'not known',
  notStarted: 'transport error',
  person: 'person',
  problem: 'Problem',
  proof: 'Proof',
  putRight: 'Put this right',
  resend: (n: number): string => `Re-send ${filesText(n)}`,
  saveAs: 'Save as…',
  setUp: 'Set up instrument',
  showFolder: 'Show folder',
  stopTest: 'Stop the test',
  testConnection: 'Test connection',
  tryNow: 'Try now',
} as const
