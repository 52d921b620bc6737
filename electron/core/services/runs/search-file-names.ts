// Searches the file names of all runs for the words of a search, and remembers which runs have them, so that the lists find
// these runs too (docs/ux.md D4).
import type { Output } from '../../../../shared/contract/index.ts'
import { SECOND_MS } from '../../../../shared/duration.ts'
import type { RunFinder } from '../../files/search/find-runs.ts'
import { wordsOf } from '../../queue/job-search.ts'

/** A shorter word is part of too many file names to mean one. */
const MIN_LETTERS = 3
/** A search that nobody asked to go on ends after this time. */
const BUDGET_MS = 3 * SECOND_MS
/** Most runs of which the file is named. */
const MAX_HITS = 1_000

export interface FileNameSearch {
  /** `all`: however long it takes. Throws Refusal `conflict` when a newer search replaces this one. */
  search(text: string, all: boolean): Promise<Output<'jobs.searchFiles'>>
  /** Runs with a file whose path contains the word, by the last search for it. */
  runsWithFile(word: string): readonly number[]
}

export const createFileNameSearch = (finder: Pick<RunFinder, 'find'>): FileNameSearch => {
  let found: ReadonlyMap<string, readonly number[]> = new Map()
  return {
    async search(text, all) {
      const words = wordsOf(text).filter((word) => word.length >= MIN_LETTERS)
      if (words.length === 0) return { hits: [], searched: 0, left: 0 }
      const { hits, searched, left } = await finder.find(
        words,
        all ? Number.POSITIVE_INFINITY : BUDGET_MS,
      )
      found = new Map(
        words.map((word) => [
          word,
          hits.filter((hit) => hit.word === word).map(({ jobId }) => jobId),
        ]),
      )
      const paths = new Map(hits.map(({ jobId, path }) => [jobId, path]))
      const named = [...paths].slice(0, MAX_HITS).map(([jobId, path]) => ({ jobId, path }))
      return { hits: named, searched, left }
    },
    runsWithFile: (word) => found.get(word) ?? [],
  }
}
