// Settles a cleanup: the job becomes cleaned, keeps its files with the reason, or is verified again.
import type { Job } from '../../queue/job-row.ts'
import type { Outcome } from '../attempt/outcome.ts'
import type { Clock } from '../../domain/clock.ts'
import type { JobStore } from '../../queue/job-store.ts'
import type { VerifyPassStore } from '../../queue/verify-pass-store.ts'
import { DAY_MS } from '../../../../shared/duration.ts'

/** A cleanup that could not be made now is tried again after this time. */
export const CLEANUP_RETRY_MS = DAY_MS

/**
 * `nextCheckAt`: when the copy of a cleaned run is checked next, epoch ms; null: no check is planned.
 * Call inside the transaction that settles the attempt and stores its verify pass.
 */
export const settleCleanup = (
  job: Job,
  outcome: Outcome,
  nextCheckAt: number | null,
  deps: {
    readonly jobs: JobStore
    readonly passStore: VerifyPassStore
    readonly clock: Clock
  },
): void => {
  const { jobs, passStore, clock } = deps
  const now = clock.now()
  const retryAt = now + CLEANUP_RETRY_MS
  switch (outcome.next) {
    case 'cleaned':
      passStore.end(job.id, now, outcome.keptFiles)
      return jobs.settle(job, 'cleaned', {
        maintenanceAt: nextCheckAt,
        lastError: null,
        proof: outcome.proof,
        verifiedAt: now,
        verifyPasses: job.verifyPasses + 1,
      })
    case 'cleanup_refused':
      return jobs.settle(job, 'ineligible', {
        maintenanceAt: retryAt,
        proof: outcome.proof,
        verifiedAt: now,
        verifyPasses: job.verifyPasses + 1,
      })
    case 'stopped':
      return jobs.patch(job, { maintenanceAt: now })
    case 'failed':
      // the remote could not be read: nothing is known against the run, so it stays verified
      if (outcome.failure.kind !== 'hash_mismatch' && outcome.repeat === 'verify')
        return jobs.settle(job, 'ineligible', { maintenanceAt: retryAt })
      return jobs.settle(job, 'recheck', { dueAt: now, maintenanceAt: null })
    case 'pushed':
    case 'verified':
    case 'unproven':
    case 'new_files':
    case 'blocked':
    case 'permanent_failure':
      // something differs: the ordinary verify pass finds it again and applies the retry policy
      return jobs.settle(job, 'recheck', { dueAt: now, maintenanceAt: null })
  }
}
