// Gives the other jobs of a run: its instrument may have several destinations, with a job for each (docs/spec.md 2b).
import type { FolderStore } from './folder-store.ts'
import type { Job } from './job-row.ts'
import type { JobStore } from './job-store.ts'

/** The jobs of the run of a job without itself, the first one before the others. */
export const copiesOf = (
  job: Pick<Job, 'id'>,
  stores: {
    readonly jobs: Pick<JobStore, 'get'>
    readonly folders: Pick<FolderStore, 'jobsOfRun'>
  },
): Job[] =>
  stores.folders
    .jobsOfRun(job.id)
    .filter((id) => id !== job.id)
    .flatMap((id) => stores.jobs.get(id) ?? [])
