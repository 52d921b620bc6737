// Takes a run out of Verified because something was seen that speaks against its proof: late files are sent, and a
// verify pass finds out what holds (docs/spec.md 5).
import type { JobState } from '../../../../shared/model/model.ts'
import { REASONS } from '../../../../shared/reasons.ts'
import { isChangedSince } from '../../../../shared/state-labels.ts'
import type { ChangeHub } from '../../changes.ts'
import type { Clock } from '../../domain/clock.ts'
import type { JobEvent } from '../../domain/job-state.ts'
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

/** Event that has late files sent, by the state of the run. */
const LATE_EVENTS: Partial<Readonly<Record<JobState, JobEvent>>> = {
  verified: 'reopen',
  cleanup_eligible: 'reopen',
  failed: 'retry',
}

/**
 * Makes the run due at once: its late files are sent first, else it is verified again. False: it is not in a state whose
 * proof could be withdrawn.
 */
export const withdrawProof = (
  jobId: number,
  { reason, message, hasLateFiles }: Counterevidence,
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
  const event = (hasLateFiles ? LATE_EVENTS[job.state] : undefined) ?? 'recheck'
  jobs.settle(job, event, { dueAt: now, maintenanceAt: null, chosen: false, ...lastError })
  deps.activity.noticed(job, message)
  deps.changes.jobTouched(jobId)
  return true
}
