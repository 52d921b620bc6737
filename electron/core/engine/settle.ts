// From an attempt's outcome to the job's next state, in one transaction: the retry policy of SPEC 3 is applied here.
import type { AttemptOutcome, LastError } from '../../../shared/model.ts'
import type { Settings } from '../domain/config.ts'
import type { Clock } from '../domain/clock.ts'
import { afterFailure, delayAfter } from '../domain/retry.ts'
import type { AttemptStore } from '../store/attempt-store.ts'
import { type Database, transaction } from '../store/database.ts'
import type { Job } from '../store/job-row.ts'
import type { JobStore } from '../store/job-store.ts'
import { type Failure, type Outcome, toLastError } from './outcome.ts'

export interface SettleDeps {
  readonly db: Database
  readonly jobs: JobStore
  readonly attempts: AttemptStore
  readonly clock: Clock
}

/** Why an attempt was stopped by us. */
export type Intent = 'pause' | 'cancel' | 'quit' | 'limit'

const NO_COUNTERS = { failures: 0, resends: 0, toolMisses: 0 }

export const settleOutcome = (
  job: Job,
  attempt: { readonly id: number; readonly number: number },
  outcome: Outcome,
  intent: Intent | null,
  policy: Settings['sync'],
  { db, jobs, attempts, clock }: SettleDeps,
): void => {
  const now = clock.now()
  const errorOf = (failure: Failure): LastError => toLastError(failure, attempt.number, now)
  const end = (result: AttemptOutcome, failure: Failure | null, exitCode: number | null): void =>
    attempts.end(
      attempt.id,
      result,
      failure?.exitCode ?? exitCode,
      failure === null ? null : errorOf(failure),
    )

  const fail = (failure: Failure, repeat: 'push' | 'verify'): void => {
    end('failed', failure, failure.exitCode)
    const decision = afterFailure(failure.kind, job, policy)
    const { counters } = decision
    const lastError = errorOf(failure)
    if (decision.next === 'fail')
      return jobs.settle(job, 'fail', { counters, lastError, dueAt: null })
    const resend = job.state === 'awaiting_verify' && repeat === 'push'
    jobs.settle(job, resend ? 'resend' : 'retry_later', {
      counters,
      lastError,
      dueAt: now + decision.delayMs,
    })
  }

  transaction(db, () => {
    switch (outcome.next) {
      case 'pushed': {
        const { fault } = outcome
        end(fault === null ? 'done' : 'failed', fault, outcome.exitCode)
        const pushError = fault === null ? null : errorOf(fault)
        return jobs.settle(job, 'pushed', {
          pushError,
          dueAt: now,
          ...(pushError === null ? {} : { lastError: pushError }),
        })
      }
      case 'verified':
        end('done', null, outcome.exitCode)
        return jobs.settle(job, 'verified', {
          proof: outcome.proof,
          counters: NO_COUNTERS,
          lastError: null,
          pushError: null,
          chosen: false,
          dueAt: null,
          verifiedAt: now,
          verifyPasses: job.verifyPasses + 1,
        })
      case 'unproven':
        end('done', outcome.failure, outcome.failure.exitCode)
        return jobs.settle(job, 'unproven', {
          proof: outcome.proof,
          lastError: errorOf(outcome.failure),
          dueAt: null,
          verifyPasses: job.verifyPasses + 1,
        })
      case 'grown':
        end('done', null, 0)
        // a run that is still growing is looked at again after the first delay, without counting a failure
        return jobs.settle(job, 'resend', { dueAt: now + delayAfter(1, policy) })
      case 'blocked':
        end('failed', outcome.failure, null)
        return jobs.settle(job, 'block', { lastError: errorOf(outcome.failure), dueAt: null })
      case 'ended':
        end('failed', outcome.failure, outcome.failure.exitCode)
        return jobs.settle(job, 'fail', { lastError: errorOf(outcome.failure), dueAt: null })
      case 'failed':
        return fail(outcome.failure, outcome.repeat)
      case 'stopped':
        end(intent === 'cancel' ? 'cancelled' : 'interrupted', null, null)
        return intent === 'cancel'
          ? jobs.settle(job, 'cancel', { dueAt: null })
          : jobs.settle(job, 'interrupted', { dueAt: now })
    }
  })
}
