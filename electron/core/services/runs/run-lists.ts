// Lists runs as hosts of the core ask for them: all of them, or those that a person has to see.
import type { JobSummary } from '../../../../shared/model/model.ts'
import type { Glance } from '../../core.ts'
import type { JobList, ListFacts } from '../../queue/job-list.ts'
import type { JobStore } from '../../queue/job-store.ts'
import type { JobSummaries } from './job-summaries.ts'

/** More runs than a queue ever has. */
const EVERY = 2 ** 31

/** From this number on the counts of all runs are read at once. */
const MANY = 500

interface RunListsDeps extends Pick<JobSummaries, 'summary' | 'everySummary'> {
  readonly jobs: Pick<JobStore, 'get'>
  readonly list: Pick<JobList, 'page' | 'glance'>
  /** The queue is a copy whose rows are not marked: nobody knows what became of its runs. */
  readonly isUnmarkedCopy: boolean
  listFacts(): ListFacts
}

export const createRunLists = ({
  jobs,
  list,
  isUnmarkedCopy,
  listFacts,
  summary,
  everySummary,
}: RunListsDeps) => {
  const everyRun = (archived: boolean): JobSummary[] => {
    const state = archived ? { state: 'archived' as const } : {}
    const query = { view: 'all' as const, search: '', ...state }
    return everySummary(list.page(query, listFacts(), 0, EVERY).jobs)
  }
  return {
    everyRun,
    glance(newest: number): Glance {
      // of a copy nobody knows what became of its runs: none is at rest
      if (isUnmarkedCopy) return { runs: everyRun(false), atRest: {} }
      const { jobs: shown, rest } = list.glance(listFacts(), newest)
      return { runs: shown.length > MANY ? everySummary(shown) : shown.map(summary), atRest: rest }
    },
    summaries: (ids: readonly number[]): JobSummary[] =>
      ids.flatMap((id) => jobs.get(id) ?? []).map(summary),
  }
}
