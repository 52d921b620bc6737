// The end of a cleanup: the run is cleaned, or stays with its reason, or goes back to be proven by the ordinary rules.
import type { Job } from '../../queue/job-row.ts'
import type { Outcome } from '../attempt/outcome.ts'
import type { SettleDeps } from '../attempt/settle.ts'

/** A cleanup that could not be made now is tried again after so long. */
export const CLEANUP_AGAIN_MS = 86_400_000

/** Call inside the transaction that settles the attempt and notes its pass. */
export const settleCleanup = (
  job: Job,
  outcome: Outcome,
  { jobs, verifyPasses, clock }: Pick<SettleDeps, 'jobs' | 'verifyPasses' | 'clock'>,
): void => {
  const now = clock.now()
  const again = now + CLEANUP_AGAIN_MS
  switch (outcome.next) {
    case 'cleaned':
      verifyPasses.end(job.id, now, outcome.keptFiles)
      return jobs.settle(job, 'cleaned', {
        maintenanceAt: null,
        lastError: null,
        proof: outcome.proof,
        verifyPasses: job.verifyPasses + 1,
      })
    case 'kept':
      return jobs.settle(job, 'ineligible', {
        maintenanceAt: again,
        proof: outcome.proof,
        verifiedAt: now,
        verifyPasses: job.verifyPasses + 1,
      })
    case 'stopped':
      return jobs.patch(job, { maintenanceAt: now })
    case 'failed':
      // the far side could not be asked: nothing is known that speaks against the run, so it stays verified
      if (outcome.failure.kind !== 'hash_mismatch' && outcome.repeat === 'verify')
        return jobs.settle(job, 'ineligible', { maintenanceAt: again })
      return jobs.settle(job, 'recheck', { dueAt: now, maintenanceAt: null })
    case 'pushed':
    case 'verified':
    case 'unproven':
    case 'grown':
    case 'blocked':
    case 'ended':
      // something differs: the ordinary pass finds it again and follows the retry policy
      return jobs.settle(job, 'recheck', { dueAt: now, maintenanceAt: null })
  }
}
