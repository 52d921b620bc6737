// Messages of the Log tab, the History tab and the Activity page.
import { count } from '../format.ts'
import type { ActivityLevel } from '../model/list-rows.ts'
import type { AttemptOutcome, AttemptPhase, LogLevel } from '../model/model.ts'

export const PHASE_NAMES: Readonly<Record<AttemptPhase, string>> = {
  push: 'Sending',
  verify: 'Checking',
  cleanup: 'Cleaning up',
}

export const OUTCOME_NAMES: Readonly<Record<AttemptOutcome, string>> = {
  done: 'done',
  failed: 'failed',
  cancelled: 'stopped by you',
  interrupted: 'interrupted',
}

export const UNDER_WAY = 'under way'

export const LOG_LEVELS: Readonly<
  Record<LogLevel, { readonly word: string; readonly tone: 'neutral' | 'warning' | 'danger' }>
> = {
  debug: { word: 'debug', tone: 'neutral' },
  info: { word: 'info', tone: 'neutral' },
  notice: { word: 'notice', tone: 'neutral' },
  warning: { word: 'warning', tone: 'warning' },
  error: { word: 'error', tone: 'danger' },
}

/** Chips of the Log tab: each shows lines of its level or worse. */
export const LOG_LEVEL_CHIPS: readonly (readonly [LogLevel, string])[] = [
  ['debug', 'Everything'],
  ['info', 'Info'],
  ['notice', 'Notice'],
  ['warning', 'Warning'],
  ['error', 'Error'],
]

export const ACTIVITY_LEVELS: Readonly<Record<ActivityLevel, string>> = {
  info: 'Everything',
  warning: 'Warnings and errors',
  error: 'Errors',
}

/** Words of the Activity page. */
export const ACTIVITY_MESSAGES = {
  everybody: 'App and people',
  people: 'What people did',
  app: 'What the app did',
  who: 'By whom',
  when: 'When',
  days: 'Days',
  always: 'All days',
  today: 'Today',
  yesterday: 'Yesterday',
  week: 'Last 7 days',
  /** The button of a line whose steps are folded below it. */
  steps: (n: number): string => (n === 1 ? '1 step' : `${count(n)} steps`),
  export: 'Export',
  exportCsv: 'As CSV, for spreadsheets',
  exportJson: 'As JSON',
  exported: 'Activity exported',
} as const

export const LOG_MESSAGES = {
  moved: 'Moved',
  attempts: (n: number, phase: string, how: string): string => `Attempt ${n}, ${phase}, ${how}`,
  command: 'Command',
  copyAll: 'Copy all',
  copyCommand: 'Copy command',
  error: 'Error',
  errorNext: 'Next error',
  errorPrevious: 'Previous error',
  exitCodeIs: (code: number): string => `exit code ${code}`,
  follow: 'Follow',
  levelOrWorse: 'Least level',
  lineOf: (n: number, of: number): string => `line ${count(n)} of ${count(of)}`,
  log: 'Log',
  logEmptyLevel: 'No messages at this level',
  logOtherLevel: (n: number): string => `${n === 1 ? '1 line' : `${count(n)} lines`} at Info.`,
  logOpenFolder: 'Folder',
  matchNext: 'Next match',
  matchPrevious: 'Previous match',
  matches: (n: number): string => (n === 1 ? '1 match' : `${count(n)} matches`),
  newLines: (n: number): string => (n === 1 ? '1 new line' : `${count(n)} new lines`),
  noAttempts: 'No attempt was made yet',
  noLog: 'No messages yet',
  result: 'Result',
  searchLog: 'Find in log',
  showAll: 'Show all',
  started: 'Started',
  step: 'Step',
  took: 'Took',
  wrap: 'Wrap',
} as const
