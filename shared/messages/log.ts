// Messages of the Log tab, the History tab and the Activity page.
import { messages, template } from '../language/messages.ts'
import type { ActivityLevel } from '../model/list-rows.ts'
import type { AttemptOutcome, AttemptPhase, LogLevel } from '../model/model.ts'

export const PHASE_NAMES: Readonly<Record<AttemptPhase, string>> = messages('phaseNames', {
  push: 'Sending',
  verify: 'Checking',
  cleanup: 'Cleaning up',
})

export const OUTCOME_NAMES: Readonly<Record<AttemptOutcome, string>> = messages('outcomeNames', {
  done: 'done',
  failed: 'failed',
  cancelled: 'stopped by you',
  interrupted: 'interrupted',
})

export const LOG_LEVEL_WORDS: Readonly<Record<LogLevel, string>> = messages('logLevels', {
  debug: 'debug',
  info: 'info',
  notice: 'notice',
  warning: 'warning',
  error: 'error',
})

/** Chips of the Log tab: each shows lines of its level or worse. */
export const LOG_LEVEL_CHIPS: Readonly<Record<LogLevel, string>> = messages('logLevelChips', {
  debug: 'Everything',
  info: 'Info',
  notice: 'Notice',
  warning: 'Warning',
  error: 'Error',
})

export const ACTIVITY_LEVELS: Readonly<Record<ActivityLevel, string>> = messages('activityLevels', {
  info: 'Everything',
  warning: 'Warnings and errors',
  error: 'Errors',
})

/** Words of the Activity page. */
export const ACTIVITY_MESSAGES = messages('activity', {
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
  steps: template('{n, plural, one {1 step} other {# steps}}', (n: number) => ({ n })),
  export: 'Export',
  exportCsv: 'As CSV, for spreadsheets',
  exportJson: 'As JSON',
  exported: 'Activity exported',
})

export const LOG_MESSAGES = messages('log', {
  moved: 'Moved',
  attempts: template('Attempt {n}, {phase}, {how}', (n: number, phase: string, how: string) => ({
    n,
    phase,
    how,
  })),
  command: 'Command',
  copyAll: 'Copy all',
  copyCommand: 'Copy command',
  error: 'Error',
  errorNext: 'Next error',
  errorPrevious: 'Previous error',
  exitCodeIs: template('exit code {code}', (code: number) => ({ code })),
  follow: 'Follow',
  levelOrWorse: 'Least level',
  lineOf: template('line {n, number} of {of, number}', (n: number, of: number) => ({ n, of })),
  log: 'Log',
  logEmptyLevel: 'No messages at this level',
  logOtherLevel: template(
    '{n, plural, one {1 line at Info.} other {# lines at Info.}}',
    (n: number) => ({ n }),
  ),
  logOpenFolder: 'Folder',
  matchNext: 'Next match',
  matchPrevious: 'Previous match',
  matches: template('{n, plural, one {1 match} other {# matches}}', (n: number) => ({ n })),
  newLines: template('{n, plural, one {1 new line} other {# new lines}}', (n: number) => ({ n })),
  noAttempts: 'No attempt was made yet',
  noLog: 'No messages yet',
  result: 'Result',
  searchLog: 'Find in log',
  showAll: 'Show all',
  started: 'Started',
  step: 'Step',
  took: 'Took',
  /** Of an attempt that has not ended. */
  underWay: 'under way',
  wrap: 'Wrap',
})
