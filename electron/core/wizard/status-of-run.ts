// Says what ExLab-Wizard is told of a run, by all of its jobs: in the run here, and in the copy at each destination (docs/spec.md 10).
import type { Settings } from '../domain/config.ts'
import type { FolderStore } from '../queue/folder-store.ts'
import type { Job } from '../queue/job-row.ts'
import type { JobStore } from '../queue/job-store.ts'
import type { CopyStatus } from './copy-status-store.ts'
import { type SyncStatus, requiredSlots, runStatus } from './wizard-status.ts'

export interface RunStatusDeps {
  readonly jobs: Pick<JobStore, 'get'>
  readonly folders: Pick<FolderStore, 'jobsOfRun'>
  settings(): Settings | null
  /** Files of the run's first job that a further one has no proof of. */
  lacks(job: Job): number
}

/**
 * What is said of a run, by its first job; null: nothing, so that its records keep what they say. `proving`: a job that has just
 * been proven, which the queue does not know yet.
 */
export const statusOfRun = (
  lead: Job,
  { jobs, folders, settings, lacks }: RunStatusDeps,
  proving: number | null = null,
): SyncStatus | null => {
  const now = (job: Job): Job =>
    job.id === proving ? { ...job, state: 'verified', lastError: null } : job
  const others = folders
    .jobsOfRun(lead.id)
    .flatMap((id) => (id === lead.id ? [] : (jobs.get(id) ?? [])))
    .map((job) => ({ ...now(job), lacks: lacks(job) }))
  return runStatus({ ...now(lead), lacks: 0 }, others, requiredSlots(lead.instrument, settings()))
}

/** What the records of a proven copy say where the run has this status; null: what they say already. */
export const copyStatusOf = (status: SyncStatus | null): CopyStatus | null => {
  if (status === null) return null
  return status === 'synced' || status === 'cleaned' ? 'synced' : 'pending'
}
