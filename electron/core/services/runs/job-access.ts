// Guards of every change to a run: the run exists, nothing works on it, and this core owns the queue.
import { msg } from '../../../../shared/language/msg.ts'
import { Refusal } from '../../errors.ts'
import type { Engine } from '../../engine/engine-types.ts'
import type { Folding } from '../../engine/folding/folding.ts'
import { manifestGoneText } from '../../engine/folding/manifest-gone.ts'
import type { Job } from '../../queue/job-row.ts'
import type { JobStore } from '../../queue/job-store.ts'

export interface JobAccess {
  /** The row of a job. Throws Refusal not_found. */
  requireJob(jobId: number): Job
  /** The row of a job that is on the list and that nothing works on now. Throws Refusal not_found or conflict. */
  requireIdleJob(jobId: number): Job
  /** Unfolds a run that is folded, so that its files have rows. Throws Refusal unavailable where its manifest is gone. */
  requireRows(job: Job): Promise<void>
  /** The engine. Throws Refusal unavailable where this core only reads. */
  requireEngine(): Engine
}

/** The refusal of a change to a run that is being worked on. */
export const busyRefusal = (job: Job): Refusal =>
  new Refusal(
    'conflict',
    msg`${job.run} is being worked on; wait for it to end, or pause it first.`,
  )

/** The refusal of a change to a run that was taken off the list. */
export const archivedRefusal = (job: Job): Refusal =>
  new Refusal('conflict', msg`${job.run} is in the archive. Put it back on the list first.`)

export const createJobAccess = (
  jobs: Pick<JobStore, 'get'>,
  /** null: this core only reads. */
  engine: Engine | null,
  folding: Pick<Folding, 'keepRows'>,
): JobAccess => {
  const requireJob = (jobId: number): Job => {
    const job = jobs.get(jobId)
    if (job === null)
      throw new Refusal('not_found', msg`There is no run with number ${jobId} in the list.`)
    return job
  }
  const requireEngine = (): Engine => {
    if (engine === null)
      throw new Refusal(
        'unavailable',
        msg`This queue was opened to look only; nothing can be changed.`,
      )
    return engine
  }
  return {
    requireJob,
    requireEngine,
    async requireRows(job) {
      const gone = await folding.keepRows(job)
      if (gone !== null)
        throw new Refusal(
          'unavailable',
          msg`The files of ${job.run} can't be listed. ${manifestGoneText(gone)} Check the run again: the check asks its copy for the manifest.`,
        )
    },
    requireIdleJob(jobId) {
      const job = requireJob(jobId)
      if (job.archivedAt !== null) throw archivedRefusal(job)
      if (job.state === 'running' || requireEngine().phaseOf(jobId) !== null) throw busyRefusal(job)
      return job
    },
  }
}
