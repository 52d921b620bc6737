// State counts store: how many runs each state chip leaves of what a search found. Without a search the overview has them, from
// the same moment as the rows.
import { create } from 'zustand'
import type { Output } from '../../../shared/contract/index.ts'
import { SECOND_MS } from '../../../shared/duration.ts'
import { useApp } from '../../state/app-store.ts'
import { call } from '../../state/bridge.ts'
import { useFileNameSearch } from './file-name-search-store.ts'
import { currentQuery, useJobs } from './runs-store.ts'

type StateCounts = Output<'jobs.stateCounts'>

/** null: not counted yet. */
export const useStateCounts = create<{ readonly counts: StateCounts | null }>(() => ({
  counts: null,
}))

/** Counts the chips of a search now and after each change, at most once a second, until the answered function is called. */
export const followStateCounts = (): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | null = null
  let ended = false
  const load = async (): Promise<void> => {
    timer = null
    const { state: _state, sort: _sort, ...query } = currentQuery()
    if (query.search === '') return useStateCounts.setState({ counts: null })
    const answer = await call('jobs.stateCounts', query)
    if (answer.ok && !ended) useStateCounts.setState({ counts: answer.value })
  }
  const schedule = (): void => {
    timer ??= setTimeout(() => void load(), SECOND_MS)
  }
  void load()
  const stops = [
    useApp.subscribe((now, before) => {
      if (now.overview !== before.overview) schedule()
    }),
    useJobs.subscribe((now, before) => {
      if (now.search !== before.search) schedule()
    }),
    useFileNameSearch.subscribe((now, before) => {
      if (now.paths !== before.paths) schedule()
    }),
  ]
  return () => {
    ended = true
    if (timer !== null) clearTimeout(timer)
    for (const stop of stops) stop()
    useStateCounts.setState({ counts: null })
  }
}
