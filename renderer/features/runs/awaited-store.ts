// Awaited store: the runs of which the system tells a person once they are verified.
import { create } from 'zustand'
import { call } from '../../state/bridge.ts'
import { showError } from '../../state/notice-store.ts'

export const useAwaited = create<{ readonly jobs: ReadonlySet<number> }>(() => ({
  jobs: new Set(),
}))

/** Asks to be told of runs, or no longer. No runs given: only reads which are awaited. */
export const tellOf = async (jobs: readonly number[], tell: boolean): Promise<void> => {
  const answer = await call('jobs.tell', { jobs: [...jobs], tell })
  if (answer.ok) useAwaited.setState({ jobs: new Set(answer.value.jobs) })
  else showError(answer)
}
