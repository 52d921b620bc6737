// Selection store: which of several selected runs each action can be done to, also of runs whose rows are not loaded.
import { create } from 'zustand'
import type { Output } from '../../../shared/contract/index.ts'
import type { JobAction } from '../../../shared/model/model.ts'
import { call } from '../../state/bridge.ts'
import { useJobs } from './runs-store.ts'

interface SelectionState {
  /** The runs of each action; null: fewer than two runs are selected, or the main process has not answered yet. */
  readonly offered: Output<'jobs.offered'> | null
}

export const useSelection = create<SelectionState>(() => ({ offered: null }))

/** Most runs that one call takes (shared/contract/fields.ts). */
const MAX_IDS = 1_000

const load = async (selected: ReadonlySet<number>): Promise<void> => {
  const answer = await call('jobs.offered', { jobs: [...selected].slice(0, MAX_IDS) })
  if (useJobs.getState().selected === selected)
    useSelection.setState({ offered: answer.ok ? answer.value : null })
}

useJobs.subscribe((now, before) => {
  if (now.selected === before.selected && now.rows === before.rows) return
  if (now.selected !== before.selected) useSelection.setState({ offered: null })
  if (now.selected.size > 1) void load(now.selected)
})

/** The selected runs that an action can be done to; of the loaded ones as long as nobody has answered for the others. */
export const chosenFor = (action: JobAction): readonly number[] => {
  const { rows, selected, current } = useJobs.getState()
  const { offered } = useSelection.getState()
  if (selected.size > 1 && offered !== null) return offered[action] ?? []
  // a run that was opened by a link need not be in the list
  const known = new Map(
    [...rows, ...(current === null ? [] : [current])].map((job) => [job.id, job]),
  )
  return [...selected].filter((id) => known.get(id)?.actions.includes(action))
}
