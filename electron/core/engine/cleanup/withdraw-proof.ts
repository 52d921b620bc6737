// Takes a run out of Verified because something was seen that speaks against its proof: a verify pass finds out what
// holds, and sends late files (docs/spec.md 5).
import { REASONS } from '../../../../shared/reasons.ts'
import { isChangedSince } from '../../../../shared/state-labels.ts'
import type { ChangeHub } from '../../changes.ts'
import type { Clock } from '../../domain/clock.ts'
import type { ActivityStore } from '../../queue/activity-store.ts'
import type { JobStore } from '../../queue/job-store.ts'
import type { Counterevidence } from './look.ts'

export interface WithdrawDeps {
  readonly jobs: Pick<JobStore, 'get' | 'settle'>
  readonly activity: Pick<ActivityStore, 'noticed'>
  readonly changes: Pick<ChangeHub, 'jobTouched'>
  readonly clock: Clock
  /** True while an attempt works on the job: it looks for itself. */
  isBusy(jobId: number): boolean
}

/** Makes a verify pass of the run due at once; false: it is not in a state whose proof could be withdrawn. */
export const withdrawProof = (
  jobId: number,
  { reason, message }: Counterevidence,
  deps: WithdrawDeps,
): boolean => {
  const { jobs, clock } = deps
  const job = jobs.get(jobId)
  if (job === null || deps.isBusy(jobId)) return false
  const isProven = job.state === 'verified' || job.state === 'cleanup_eligible'
  // the changed originals of such a run are known: only late files are news
  if (!isProven && !isChangedSince(job)) return false
  const now = clock.now()
  const lastError =
    reason === null
      ? {}
      : {
          lastError: {
            kind: REASONS[reason].kind,
            reason,
            message,
            exitCode: null,
            stderr: '',
            attempt: null,
            at: now,
          },
        }
  jobs.settle(job, 'recheck', { dueAt: now, maintenanceAt: null, ...lastError })
  deps.activity.noticed(job, message)
  deps.changes.jobTouched(jobId)
  return true
}
