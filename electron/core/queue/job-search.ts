// Builds the SQL condition of a search for runs: every word stands somewhere in what a person knows of a run, in any order.
import { JOB_STATES, type JobState, type JobSummary } from '../../../shared/model/model.ts'
import { runLabel } from '../../../shared/state-labels.ts'
import { jsonList, likeContains, sqlList } from '../db/sql.ts'

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

/** States whose word in the window begins with the text, in lower case. */
const statesNamed = (word: string): JobState[] =>
  word.length < MIN_STATE_TEXT
    ? []
    : JOB_STATES.filter((state) =>
        runLabel({ ...plain, state })
          .toLowerCase()
          .startsWith(word),
      )

export interface SearchFacts {
  /** Ids of the instruments whose label holds the text. */
  instrumentsNamed(text: string): readonly string[]
}

/** The conditions of a search and their parameters, one condition for each word. */
export const searchConditions = (
  search: string,
  facts: SearchFacts,
): { readonly where: string[]; readonly values: Record<string, string> } => {
  const where: string[] = []
  const values: Record<string, string> = {}
  const words = search.split(/\s+/u).filter((word) => word !== '')
  for (const [index, word] of words.slice(0, MAX_WORDS).entries()) {
    const text = `:word${index}`
    const named = `:named${index}`
    values[text] = likeContains(word)
    const found = SEARCHED.map((column) => `${column} LIKE ${text} ESCAPE '\\'`)
    const instruments = facts.instrumentsNamed(word)
    if (instruments.length > 0) {
      values[named] = JSON.stringify(instruments)
      found.push(`instrument IN ${jsonList(named)}`)
    }
    const states = statesNamed(word.toLowerCase())
    if (states.length > 0) found.push(`state IN ${sqlList(states)}`)
    where.push(`(${found.join(' OR ')})`)
  }
  return { where, values }
}
