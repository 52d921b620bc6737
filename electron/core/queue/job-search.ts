// Builds the SQL condition of a search for runs: every word stands somewhere in what a person knows of a run, in any order.
import type { RunStateFilter } from '../../../shared/model/list-rows.ts'
import type { JobSummary, LastError } from '../../../shared/model/model.ts'
import { JOB_STATES } from '../../../shared/model/states.ts'
import { CHANGED_SINCE } from '../../../shared/reasons.ts'
import { type RunLabel, runLabel, runLabelName } from '../../../shared/state-labels.ts'
import { isLike, jsonList, likeContains } from '../db/sql.ts'
import { STATE_FILTERS } from './job-views.ts'

/** Most words that count; those behind them narrow a search no further. */
const MAX_WORDS = 8

/** What is searched: folder, place on the NAS, label, operator, instrument, and the message of the last error. */
const SEARCHED = [
  'folder',
  'instrument',
  'target',
  'label',
  'operator',
  `CASE WHEN json_valid(last_error) THEN json_extract(last_error, '$.message') END`,
]

const CHANGED: LastError = {
  kind: null,
  reason: CHANGED_SINCE,
  message: '',
  exitCode: null,
  stderr: '',
  attempt: 0,
  at: 0,
}

const plain: Omit<Parameters<typeof runLabel>[0], 'state'> = {
  held: false,
  heldBy: null,
  failures: 0,
  dueAt: 0,
  livePhase: null,
  lastError: null,
  verifiedAt: null,
  restoredAt: null,
} satisfies Omit<Partial<JobSummary>, 'state'>

/** A shorter text begins too many words to mean a state. */
const MIN_STATE_TEXT = 3
/** Scripts that set no blanks between words: a part of a word means the state. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u

/** What the rows of each filter are called in the window. */
const NAMED_FILTERS: readonly (readonly [RunStateFilter, RunLabel])[] = [
  ...JOB_STATES.filter((state) => state !== 'queued' && state !== 'awaiting_verify').map(
    (state): [RunStateFilter, RunLabel] => [state, runLabel({ ...plain, state })],
  ),
  ['changed_since', runLabel({ ...plain, state: 'failed', lastError: CHANGED })],
  ['held', runLabel({ ...plain, state: 'queued', held: true })],
  ['retrying', runLabel({ ...plain, state: 'queued', failures: 1 })],
  ['waiting', runLabel({ ...plain, state: 'queued' })],
  ['checking', runLabel({ ...plain, state: 'awaiting_verify' })],
  ['unproven', runLabel({ ...plain, state: 'awaiting_verify', dueAt: null })],
]

/** Conditions of the filters whose name, in the language of the window or in English, has the word; a longer text may also begin it. */
const statesNamed = (word: string): string[] => {
  const text = word.toLowerCase().replaceAll(',', '')
  const isMeant = (part: string): boolean =>
    part === text ||
    (text.length >= MIN_STATE_TEXT && part.startsWith(text)) ||
    (text.length > 1 && UNSPACED.test(text) && part.includes(text))
  return NAMED_FILTERS.filter(([, label]) =>
    `${runLabelName(label)} ${label}`
      .toLowerCase()
      .split(/[\s,]+/u)
      .some(isMeant),
  ).map(([filter]) => STATE_FILTERS[filter])
}

export interface SearchFacts {
  /** Ids of the instruments whose label holds the text. */
  instrumentsNamed(text: string): readonly string[]
  /** LIKE patterns of stored texts that are shown with that text: in another language, or by the name of a destination. */
  shownAs(text: string): readonly string[]
  /** Runs with a file whose path contains the text, as far as file names were searched for it. */
  runsWithFile(text: string): readonly number[]
}

/** Blanks, and the signs that stand between words where there are none. */
const BETWEEN_WORDS = /[\s、。，：；]+/u

/** The words of a search that count. */
export const wordsOf = (search: string): readonly string[] =>
  search
    .split(BETWEEN_WORDS)
    .filter((word) => word !== '')
    .slice(0, MAX_WORDS)

/** The conditions of a search and their parameters, one condition for each word. */
export const searchConditions = (
  search: string,
  facts: SearchFacts,
): { readonly where: string[]; readonly values: Record<string, string> } => {
  const where: string[] = []
  const values: Record<string, string> = {}
  for (const [index, word] of wordsOf(search).entries()) {
    const text = `:word${index}`
    const named = `:named${index}`
    values[text] = likeContains(word)
    const found = SEARCHED.map((column) => `${column} LIKE ${text} ESCAPE '\\'`)
    const instruments = facts.instrumentsNamed(word)
    if (instruments.length > 0) {
      values[named] = JSON.stringify(instruments)
      found.push(`instrument IN ${jsonList(named)}`)
    }
    const shownAs = facts.shownAs(word)
    if (shownAs.length > 0) {
      const patterns = `:shown${index}`
      values[patterns] = JSON.stringify(shownAs)
      found.push(isLike('error_message', patterns), isLike('target', patterns))
    }
    const runs = facts.runsWithFile(word)
    if (runs.length > 0) {
      const withFile = `:runs${index}`
      values[withFile] = JSON.stringify(runs)
      found.push(`id IN ${jsonList(withFile)}`)
    }
    found.push(...statesNamed(word))
    where.push(`(${found.join(' OR ')})`)
  }
  return { where, values }
}
