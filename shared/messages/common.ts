// Messages that several screens use, and counts of runs and files.
import { messages, template } from '../language/messages.ts'

const COUNT_MESSAGES = messages('counts', {
  runs: template('{n, plural, one {# run} other {# runs}}', (n: number) => ({ n })),
  files: template('{n, plural, one {# file} other {# files}}', (n: number) => ({ n })),
  runsNeedYou: template(
    '{n, plural, one {# run needs you} other {# runs need you}}',
    (n: number) => ({ n }),
  ),
  foldersNeedYou: template(
    '{n, plural, one {# folder needs you} other {# folders need you}}',
    (n: number) => ({ n }),
  ),
  bothNeedYou: template(
    '{runs, plural, one {# run} other {# runs}} and {folders, plural, one {# folder} other {# folders}} need you',
    (runs: number, folders: number) => ({ runs, folders }),
  ),
  list: template('{first}, {others}', (first: string, others: string) => ({ first, others })),
  sentence: template('{words}.', (words: string) => ({ words })),
})

export const { runs, files: filesText } = COUNT_MESSAGES

/** `3 runs need you`, without a full stop. `folders`: how many of the `n` are folders that are no runs in the queue. */
export const runsNeedYou = (n: number, folders = 0): string => {
  if (folders === 0) return COUNT_MESSAGES.runsNeedYou(n)
  return folders === n
    ? COUNT_MESSAGES.foldersNeedYou(n)
    : COUNT_MESSAGES.bothNeedYou(n - folders, folders)
}

/** Names one after the other, as the language lists them: `a, b, c`. */
export const listed = (names: readonly string[]): string => {
  const [first, ...others] = names
  if (first === undefined) return ''
  return others.length === 0 ? first : COUNT_MESSAGES.list(first, listed(others))
}

/** A sentence with the full stop of the language. */
export const { sentence } = COUNT_MESSAGES

export const COMMON_MESSAGES = messages('common', {
  acknowledge: 'Acknowledge…',
  addRun: 'Add run',
  attempt: 'Attempt',
  clearFilters: 'Clear filters',
  clearSearch: 'Clear search',
  close: 'Close',
  copyForIt: 'Copy for IT',
  copyPath: 'Copy path',
  files: 'Files',
  lines: template('{n, plural, one {1 line} other {# lines}}', (n: number) => ({ n })),
  loading: 'Reading',
  localPath: 'On this computer',
  moreLines: template('and {n, number} more', (n: number) => ({ n })),
  nasPath: 'On the NAS',
  none: 'none',
  notChecked: 'not known',
  notStarted: 'transport error',
  person: 'person',
  problem: 'Problem',
  proof: 'Proof',
  putRight: 'Put this right',
  resend: template('{n, plural, one {Re-send # file} other {Re-send # files}}', (n: number) => ({
    n,
  })),
  saveAs: 'Save as…',
  setUp: 'Set up instrument',
  showFolder: 'Show folder',
  testConnection: 'Test connection',
  tryNow: 'Try now',
})
