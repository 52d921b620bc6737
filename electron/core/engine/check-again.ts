// Has a run checked again whose proof may be out of date: what is known of it came from a backup, or its destination is another one.
import { isChangedSince, isOnNasOnly } from '../../../shared/state-labels.ts'
import { isProvenState } from '../domain/job-state.ts'
import type { JobStore } from '../queue/job-store.ts'

/** Takes a run out of its proven state and makes its check due at `now`, epoch ms; a run that was not proven stays as it is. */
export const checkAgain = (
  jobId: number,
  now: number,
  jobs: Pick<JobStore, 'get' | 'patch' | 'settle'>,
): void => {
  const job = jobs.get(jobId)
  if (job === null) return
  // the copy is the only one: it is checked without leaving a state from which nothing is sent
  if (isOnNasOnly(job)) jobs.patch(job, { maintenanceAt: now })
  else if (isProvenState(job.state) || isChangedSince(job))
    jobs.settle(job, 'recheck', { dueAt: now, maintenanceAt: null })
}
