// Searches the file names of all runs for the words of a search, and remembers which runs have them, so that the lists find
// these runs too (docs/ux.md D4).
import type { Output } from '../../../../shared/contract/index.ts'
import { SECOND_MS } from '../../../../shared/duration.ts'
import type { RunFinder } from '../../files/search/find-runs.ts'
import { wordsOf } from '../../queue/job-search.ts'

/** Without a word of this length too many file names would fit. */
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
      // the longest first: its file is the one that is named
      const words = wordsOf(text).toSorted((a, b) => b.length - a.length)
      if ((words[0]?.length ?? 0) < MIN_LETTERS) return { hits: [], searched: 0, left: 0 }
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
      const named = words
        .flatMap((word) => hits.filter((hit) => hit.word === word))
        .filter(({ jobId }, at, all) => all.findIndex((one) => one.jobId === jobId) === at)
        .slice(0, MAX_HITS)
      return { hits: named.map(({ jobId, path }) => ({ jobId, path })), searched, left }
    },
    runsWithFile: (word) => found.get(word) ?? [],
  }
}
