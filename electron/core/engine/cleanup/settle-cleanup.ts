// Settles a cleanup: the job becomes cleaned, stays verified with the reason, or is no longer proven.
import type { LastError } from '../../../../shared/model/model.ts'
import type { Job } from '../../queue/job-row.ts'
import { type Outcome, sawNothing } from '../attempt/outcome.ts'
import type { Clock } from '../../domain/clock.ts'
import type { JobStore } from '../../queue/job-store.ts'
import type { VerifyPassStore } from '../../queue/verify-pass-store.ts'
import { DAY_MS } from '../../../../shared/duration.ts'

/** A cleanup or check that could not be made now is tried again after this time. */
export const CLEANUP_RETRY_MS = DAY_MS

/**
 * Settles the cleanup of a job that is `cleanup_eligible`. `unproven`: number of its files without
 * proof; `lastError`: the outcome's failure; `nextCheckAt`: when the copy of a cleaned run is checked
 * next, epoch ms; null: no check is planned. Call inside the transaction that settles the attempt and
 * stores its verify pass.
 */
export const settleCleanup = (
  job: Job,
  outcome: Outcome,
  {
    unproven,
    lastError,
    nextCheckAt,
  }: {
    readonly unproven: number
    readonly lastError: LastError | null
    readonly nextCheckAt: number | null
  },
  deps: {
    readonly jobs: JobStore
    readonly passStore: VerifyPassStore
    readonly clock: Clock
  },
): void => {
  const { jobs, passStore, clock } = deps
  const now = clock.now()
  const retryAt = now + CLEANUP_RETRY_MS
  // something speaks against the run: the ordinary verify pass looks again and applies the retry policy
  const withdraw = (): void =>
    jobs.settle(job, 'recheck', { dueAt: now, maintenanceAt: null, lastError })
  // a pass that was cut off may have found changed files already
  if (unproven > 0) return withdraw()
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
        lastError: null,
        proof: outcome.proof,
        verifiedAt: now,
        verifyPasses: job.verifyPasses + 1,
      })
    case 'stopped':
      return jobs.patch(job, { maintenanceAt: now })
    case 'failed':
    case 'held':
      // the proof stays, and the stored error withdraws `safe` until a pass could look
      if (sawNothing(outcome))
        return jobs.settle(job, 'ineligible', { maintenanceAt: retryAt, lastError })
      return withdraw()
    case 'pushed':
    case 'verified':
    case 'unproven':
    case 'new_files':
    case 'blocked':
    case 'compare':
    case 'permanent_failure':
      return withdraw()
  }
}
