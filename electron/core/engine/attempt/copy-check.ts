// Checks the only copy of a run whose originals were deleted after their proof: compares the NAS with
// the stored digests, and settles the result. Nothing is ever sent for such a run (docs/spec.md 5).
import { HOUR_MS } from '../../../../shared/duration.ts'
import { ONLY_COPY_UNPROVEN, REASONS, reasonText } from '../../../../shared/reasons.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Job } from '../../queue/job-row.ts'
import type { JobStore } from '../../queue/job-store.ts'
import type { AttemptContext } from './attempt-context.ts'
import { COPY_GONE, type Failure, type Outcome, failed, toLastError } from './outcome.ts'
import { type VerifyDeps, proveRun } from './proof/verify.ts'

/** A check for which the NAS could not be reached is made again after this time. */
export const CHECK_RETRY_MS = HOUR_MS

/** True where the NAS may only be away for a while: that says nothing about the copy. */
const isUnreachable = ({ kind, reason }: Failure): boolean =>
  reason !== COPY_GONE && (kind === 'network' || reasonText(reason)?.hold === 'probe')

/**
 * Compares the copy with the stored digests, without looking for originals. Any result but a proof
 * and a NAS that is away fails with the one reason of such runs.
 */
export const checkOnlyCopy = async (
  context: AttemptContext,
  deps: VerifyDeps,
): Promise<Outcome> => {
  const outcome = await proveRun(context, deps)
  if (!('failure' in outcome) || isUnreachable(outcome.failure)) return outcome
  const { kind } = REASONS[ONLY_COPY_UNPROVEN]
  return failed({ ...outcome.failure, kind, reason: ONLY_COPY_UNPROVEN }, 'verify')
}

/**
 * Settles such a check. `nextCheckAt`: when the next one is planned, epoch ms; null: none is. Call
 * inside the transaction that ends the attempt and stores its verify pass.
 */
export const settleCopyCheck = (
  job: Job,
  outcome: Outcome,
  attempt: number,
  nextCheckAt: number | null,
  { jobs, clock }: { readonly jobs: JobStore; readonly clock: Clock },
): void => {
  const now = clock.now()
  if (outcome.next === 'verified')
    return jobs.settle(job, 'copy_proven', {
      proof: outcome.proof,
      lastError: null,
      verifiedAt: now,
      verifyPasses: job.verifyPasses + 1,
      maintenanceAt: nextCheckAt,
      ack: null,
    })
  if ('failure' in outcome && outcome.failure.reason === ONLY_COPY_UNPROVEN)
    return jobs.settle(job, 'copy_unproven', {
      lastError: toLastError(outcome.failure, attempt, now),
      maintenanceAt: null,
    })
  jobs.patch(job, { maintenanceAt: outcome.next === 'stopped' ? now : now + CHECK_RETRY_MS })
}
