// Guards of every change to a run: the run must exist, and this core must own the queue.
import { Refusal } from '../../errors.ts'
import type { Engine } from '../../engine/engine-types.ts'
import type { Job } from '../../queue/job-row.ts'
import type { JobStore } from '../../queue/job-store.ts'

export interface JobAccess {
  /** The row of a job. Throws Refusal not_found. */
  requireJob(jobId: number): Job
  /** The engine. Throws Refusal unavailable where this core only reads. */
  requireEngine(): Engine
}

export const createJobAccess = (
  jobs: Pick<JobStore, 'get'>,
  /** null: this core only reads. */
  engine: Engine | null,
): JobAccess => ({
  requireJob(jobId) {
    const job = jobs.get(jobId)
    if (job === null)
      throw new Refusal('not_found', `There is no run with number ${jobId} in the list.`)
    return job
  },
  requireEngine() {
    if (engine === null)
      throw new Refusal(
        'unavailable',
        'This queue was opened to look only; nothing can be changed.',
      )
    return engine
  },
})
