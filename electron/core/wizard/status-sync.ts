// Reports job states to ExLab-Wizard's files, and releases runs that ExLab-Wizard held back once it
// no longer does.
import { SECOND_MS } from '../../../shared/duration.ts'
import type { ChangeHub } from '../changes.ts'
import { type Clock, isDue } from '../domain/clock.ts'
import type { Job } from '../queue/job-row.ts'
import type { JobStore } from '../queue/job-store.ts'
import type { ReportedStateStore } from './reported-state-store.ts'
import type { WizardView } from './wizard-files.ts'
import { type SyncStatus, syncStatusOf } from './wizard-status.ts'

interface StatusSyncDeps {
  readonly jobs: JobStore
  readonly reportedStates: ReportedStateStore
  readonly changes: ChangeHub
  readonly clock: Clock
  wizard(folder: string): WizardView
  /** False: the file cannot be written now. */
  reportToWizard(folder: string, status: SyncStatus, message: string): boolean
}

/** Runs reported in one sweep: the window must not wait for a slow share. */
const BATCH_SIZE = 20
/** A file that could not be written, and a blocked run, are tried again after this time. */
const RETRY_MS = 30 * SECOND_MS

const logMessage = (job: Job, status: SyncStatus): string => {
  if (status === 'failed') return `sync failed: ${job.lastError?.message ?? 'no reason was noted'}`
  if (status === 'synced') return `sync verified (${job.proof}): ${job.target}`
  return status === 'cleaned'
    ? `local data cleaned up, verified copy at ${job.target}`
    : `sync pending: ${job.target}`
}

interface StatusSync {
  /** Makes the reports that are due; cheap where there are none. */
  sweep(): void
}

export const createStatusSync = (deps: StatusSyncDeps): StatusSync => {
  const { jobs, reportedStates, changes, clock } = deps
  const retryAt = new Map<number, number>()
  let lastUnblockAt = Number.NEGATIVE_INFINITY

  const report = (job: Job): void => {
    // a verified run that is verified again keeps its status until the pass has a result
    const isRecheck = job.state === 'awaiting_verify' && job.verifiedAt !== null
    const status = isRecheck ? null : syncStatusOf(job)
    if (status !== null && !deps.reportToWizard(job.folder, status, logMessage(job, status))) {
      retryAt.set(job.id, clock.now() + RETRY_MS)
      return
    }
    retryAt.delete(job.id)
    reportedStates.set(job.id, job.state)
  }

  const unblock = (now: number): void => {
    if (Math.abs(now - lastUnblockAt) < RETRY_MS) return
    lastUnblockAt = now
    for (const job of reportedStates.blockedByWizard()) {
      if (deps.wizard(job.folder).blockedBy !== null) continue
      jobs.settle(job, 'retry', { dueAt: now, lastError: null })
      changes.jobTouched(job.id)
    }
  }

  return {
    sweep() {
      const now = clock.now()
      for (const [id, at] of retryAt) if (isDue(at, now, RETRY_MS)) retryAt.delete(id)
      for (const job of reportedStates.unreported([...retryAt.keys()], BATCH_SIZE)) report(job)
      unblock(now)
    },
  }
}
