// After the originals of a run were deleted, its jobs at the other destinations say so too: the copies there are all that is
// left (docs/spec.md 8).
import { type Database, transaction } from '../../db/database.ts'
import type { ChangeHub } from '../../changes.ts'
import type { FileStore } from '../../files/file-store.ts'
import type { FolderStore } from '../../queue/folder-store.ts'
import type { JobStore } from '../../queue/job-store.ts'

/** Stores that bring the jobs of a run along. */
export interface FollowDeps {
  readonly db: Database
  readonly jobs: JobStore
  readonly files: FileStore
  readonly folders: Pick<FolderStore, 'jobsOfRun'>
  readonly changes: Pick<ChangeHub, 'jobTouched' | 'filesTouched'>
}

/** Originals that the cleanup of a job deleted. */
const DELETED = `state = 'verified' AND path IN (SELECT path FROM files WHERE job_id = :lead AND state = 'cleaned')`

/**
 * Brings the proven jobs of the run of a job to `cleaned`, where the one that deleted the originals is: the first job, unless the
 * destinations were exchanged in the settings meanwhile. A job that is being proven follows once it
 * is proven; one that is not proven keeps its state, and fails for want of its originals.
 */
export const followCleanup = (jobId: number, deps: FollowDeps): void => {
  const { db, jobs, files, changes } = deps
  const all = deps.folders.jobsOfRun(jobId).map((id) => jobs.get(id))
  const lead = all.find((job) => job?.state === 'cleaned')
  if (lead === undefined || lead === null) return
  for (const job of all) {
    if (job?.state !== 'verified' || job.lastError !== null) continue
    files.moveAll(job.id, DELETED, 'cleaned', null, { args: { ':lead': lead.id } })
    transaction(db, () => {
      jobs.settle(job, 'eligible')
      jobs.settle({ ...job, state: 'cleanup_eligible' }, 'cleaned', {
        maintenanceAt: lead.maintenanceAt,
      })
      jobs.bumpRevision(job.id)
    })
    changes.jobTouched(job.id)
    changes.filesTouched(job.id)
  }
}
