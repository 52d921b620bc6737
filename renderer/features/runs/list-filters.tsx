// Filters above a list of runs: chips of states with their counts in "All runs", a range of dates in "Done".
import { type ReactElement, useEffect } from 'react'
import { choicesOf } from '../../../shared/language/messages.ts'
import { count, timeOfDay } from '../../../shared/format.ts'
import {
  DATE_FILTER_LABELS,
  RUNS_MESSAGES,
  SAFE_CHIP_MESSAGES,
  STATE_CHIP_NAMES,
} from '../../../shared/messages/runs.ts'
import { SPACE_ANSWERS } from '../../../shared/messages/space.ts'
import { useApp } from '../../state/app-store.ts'
import { setFilter, useJobs } from './runs-store.ts'
import { followStateCounts, useStateCounts } from './state-counts-store.ts'

/** How many runs each chip leaves of the list that is shown. */
const useChipCounts = (): NonNullable<ReturnType<typeof useStateCounts.getState>['counts']> => {
  const { counts, states, safe } = useApp(({ overview }) => overview)
  const isSearched = useJobs((list) => list.search !== '')
  const found = useStateCounts((store) => store.counts)
  return isSearched && found !== null ? found : { ...states, safe, all: counts.all }
}

const StateChips = (): ReactElement => {
  const chosen = useJobs((list) => list.state)
  const counts = useChipCounts()
  const safeSince = useApp(({ overview }) => overview.safeSince)
  const chip = (
    one: NonNullable<typeof chosen> | null,
    name: string,
    title?: string,
  ): ReactElement => (
    <button
      type="button"
      key={one}
      className="chip"
      aria-pressed={chosen === one}
      title={title}
      onClick={() => setFilter({ state: one })}
    >
      {name} <span className="chip-count">{count(counts[one ?? 'all'] ?? 0)}</span>
    </button>
  )
  // a chip that leaves nothing is not offered, unless it is the chosen one
  const chips = choicesOf(STATE_CHIP_NAMES).filter(
    ([one]) => one === chosen || (counts[one] ?? 0) > 0,
  )
  return (
    <div className="tools">
      {chip(null, RUNS_MESSAGES.allChip)}
      {chips.map(([one, name]) => chip(one, name))}
      {chosen === 'safe' || (counts.safe ?? 0) > 0
        ? chip(
            'safe',
            SPACE_ANSWERS.safe,
            safeSince === null ? undefined : SAFE_CHIP_MESSAGES.title(timeOfDay(safeSince)),
          )
        : null}
    </div>
  )
}

const Dates = (): ReactElement => {
  const { since, until } = useJobs()
  const date = (label: string, value: string, set: (text: string) => void): ReactElement => (
    <label className="date">
      {label}
      <input
        type="date"
        className="select"
        value={value}
        onChange={(event) => set(event.target.value)}
      />
    </label>
  )
  return (
    <div className="tools">
      {date(DATE_FILTER_LABELS.from, since, (text) => setFilter({ since: text }))}
      {date(DATE_FILTER_LABELS.until, until, (text) => setFilter({ until: text }))}
    </div>
  )
}

/** The filters of the list that is shown; null: it has none. */
export const ListFilters = (): ReactElement | null => {
  const view = useJobs((list) => list.view)
  const isEmpty = useApp(({ overview }) => overview.counts.all === 0)
  const isNarrowed = useJobs((list) => list.state !== null || list.search !== '')
  // archived runs are in no count, and found by their chip alone
  const hasArchived = useApp(({ overview }) => (overview.states.archived ?? 0) > 0)
  useEffect(followStateCounts, [])
  if (isEmpty && !isNarrowed && !hasArchived) return null
  if (view === 'all') return <StateChips />
  return view === 'done' ? <Dates /> : null
}
