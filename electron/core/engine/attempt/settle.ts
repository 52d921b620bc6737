// Settles an attempt: writes its end and the job's next state in one transaction, by the retry
// policy of docs/spec.md 3.
import { msg } from '../../../../shared/language/msg.ts'
import type { AttemptOutcome, LastError } from '../../../../shared/model/model.ts'
import { isOnNasOnly } from '../../../../shared/state-labels.ts'
import type { Settings } from '../../domain/config.ts'
import { type Clock, momentOf } from '../../domain/clock.ts'
import { unprovenFiles } from '../../domain/file-proof.ts'
import { NEW_SERIES, afterFailure, delayAfter } from '../../domain/retry.ts'
import type { VerifyPassStore } from '../../queue/verify-pass-store.ts'
import type { AttemptStore } from '../../queue/attempt-store.ts'
import { type Database, transaction } from '../../db/database.ts'
import type { Job } from '../../queue/job-row.ts'
import type { FileStore } from '../../files/file-store.ts'
import type { JobStore } from '../../queue/job-store.ts'
import { nextCopyCheck, nextMaintenance, rulesOfJob } from '../../domain/maintenance-schedule.ts'
import { settleCopyCheck } from './copy-check.ts'
import {
  COPY_GONE,
  type Failure,
  type Outcome,
  failed,
  sawNothing,
  toLastError,
} from './outcome.ts'
import { CLEANUP_RETRY_MS, settleCleanup } from '../cleanup/settle-cleanup.ts'

interface SettleDeps {
  readonly db: Database
  readonly jobs: JobStore
  readonly attempts: AttemptStore
  readonly files: FileStore
  readonly passStore: VerifyPassStore
  readonly clock: Clock
}

/** Why this program stopped an attempt. */
export type StopReason = 'pause' | 'cancel' | 'quit' | 'limit'

/**
 * The result of the verify pass that an attempt made; null where it made none or could not finish
 * it.
 */
const passOf = (job: Job, outcome: Outcome): { verified: boolean; tools: string } | null => {
  const proves = job.state === 'awaiting_verify' || job.state === 'cleanup_eligible'
  if (!proves && !isOnNasOnly(job)) return null
  switch (outcome.next) {
    case 'verified':
    case 'cleanup_refused':
    case 'cleaned':
      return { verified: true, tools: outcome.tools }
    case 'unproven':
    case 'permanent_failure':
      return { verified: false, tools: '' }
    case 'failed':
      return outcome.failure.kind === 'hash_mismatch' ||
        (job.verifiedAt !== null && outcome.failure.reason === COPY_GONE)
        ? { verified: false, tools: '' }
        : null
    case 'pushed':
    case 'new_files':
    case 'blocked':
    case 'compare':
    case 'held':
    case 'stopped':
      return null
  }
}

/** Outcomes after which the job is in a proven state. */
const PROVING: ReadonlySet<Outcome['next']> = new Set(['verified', 'cleanup_refused', 'cleaned'])

/**
 * The outcome, unless it calls a run proven that has a file without proof: then a failure. The only
 * place that decides it, whatever the steps before say (docs/spec.md 4).
 */
const checkedOutcome = (outcome: Outcome, unproven: number): Outcome =>
  unproven === 0 || !PROVING.has(outcome.next)
    ? outcome
    : failed(
        {
          kind: 'unknown',
          reason: 'unrecognised',
          message: msg`The check ended, but ${unproven} of the run's files are not proven.`,
          exitCode: null,
          stderr: '',
        },
        'verify',
      )

/**
 * Writes the end of `attempt` and moves `job` on. `stopReason`: why this program stopped it; null:
 * it did not.
 */
export const settleOutcome = (
  job: Job,
  attempt: { readonly id: number; readonly number: number },
  given: Outcome,
  stopReason: StopReason | null,
  settings: Pick<Settings, 'sync' | 'cleanup' | 'verify'>,
  deps: SettleDeps,
): void => {
  const { db, jobs, attempts, files, passStore, clock } = deps
  const policy = settings.sync
  const moment = momentOf(clock)
  const now = moment.at
  const unproven = unprovenFiles(files.counts(job.id).byState)
  const outcome = checkedOutcome(given, unproven)
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
    const keepsProof = job.verifiedAt !== null && unproven === 0 && sawNothing(outcome)
    if (decision.next === 'fail' && keepsProof)
      // nothing was found against the run: it keeps its proof, says why nobody could look, and is
      // checked again later
      return jobs.settle(job, 'verified', {
        counters: NEW_SERIES,
        lastError,
        dueAt: null,
        maintenanceAt: now + CLEANUP_RETRY_MS,
      })
    if (decision.next === 'fail')
      return jobs.settle(job, 'fail', { counters, lastError, dueAt: null })
    const resend = job.state === 'awaiting_verify' && repeat === 'push'
    jobs.settle(job, resend ? 'resend' : 'retry_later', {
      counters,
      lastError,
      dueAt: now + decision.delayMs,
    })
  }

  const storePass = (): void => {
    const pass = passOf(job, outcome)
    if (pass === null) return
    const { byState, bytes } = files.counts(job.id)
    const proven = (of: typeof byState): number => (of.verified ?? 0) + (of.cleaned ?? 0)
    const proof = 'proof' in outcome ? outcome.proof : 'none'
    passStore.addPass(job.id, {
      ...pass,
      attempt: attempt.number,
      ...moment,
      proof,
      files: proven(byState),
      bytes: proven(bytes),
      extras: files.extraSummary(job.id),
    })
  }
  const maintenanceAt = (): number | null =>
    nextMaintenance(
      job.id,
      passStore.passes(job.id),
      rulesOfJob(job, settings.cleanup),
      settings.verify.repeatDays,
      moment,
    )?.at ?? null

  transaction(db, () => {
    storePass()
    if (job.state === 'cleanup_eligible' || isOnNasOnly(job)) {
      const failure = 'failure' in outcome ? outcome.failure : null
      const result = outcome.next === 'stopped' ? 'interrupted' : failure ? 'failed' : 'done'
      end(result, failure, failure === null ? 0 : null)
      const lastError = failure === null ? null : errorOf(failure)
      const { repeatDays } = settings.verify
      const nextCheckAt =
        nextCopyCheck(job.id, passStore.passes(job.id), repeatDays, moment)?.at ?? null
      return isOnNasOnly(job)
        ? settleCopyCheck(job, outcome, attempt.number, nextCheckAt, deps)
        : settleCleanup(job, outcome, { unproven, lastError, nextCheckAt }, deps)
    }
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
      case 'verified': {
        end('done', null, outcome.exitCode)
        const note = outcome.note ?? null
        const planned = maintenanceAt()
        const isKnown = note !== null && job.lastError?.reason === note.reason
        return jobs.settle(job, 'verified', {
          proof: outcome.proof,
          counters: NEW_SERIES,
          lastError: note === null ? null : errorOf(note),
          pushError: null,
          chosen: false,
          dueAt: null,
          verifiedAt: now,
          verifyPasses: job.verifyPasses + 1,
          // a check that a note causes is not made again at once
          maintenanceAt:
            planned === null || note === null ? planned : Math.max(planned, now + CLEANUP_RETRY_MS),
          ...(isKnown ? {} : { ack: null }),
        })
      }
      case 'cleanup_refused':
      case 'cleaned':
        throw new Error(`a job that is ${job.state} cannot be ${outcome.next}`)
      case 'unproven':
        end('done', outcome.failure, outcome.failure.exitCode)
        return jobs.settle(job, 'unproven', {
          proof: outcome.proof,
          lastError: errorOf(outcome.failure),
          dueAt: null,
          verifyPasses: job.verifyPasses + 1,
        })
      case 'new_files':
        end('done', null, 0)
        // a run that still gets files is sent again after the first delay, without counting a failure
        return jobs.settle(job, 'resend', { dueAt: now + delayAfter(1, policy) })
      case 'blocked':
        end('failed', outcome.failure, null)
        return jobs.settle(job, 'block', { lastError: errorOf(outcome.failure), dueAt: null })
      case 'compare':
        end('done', null, null)
        return jobs.settle(job, 'pushed', { pushError: null, dueAt: now })
      case 'held':
        end('failed', outcome.failure, outcome.failure.exitCode)
        return jobs.settle(job, 'interrupted', { lastError: errorOf(outcome.failure), dueAt: now })
      case 'permanent_failure':
        end('failed', outcome.failure, outcome.failure.exitCode)
        return jobs.settle(job, 'fail', { lastError: errorOf(outcome.failure), dueAt: null })
      case 'failed':
        return fail(outcome.failure, outcome.repeat)
      case 'stopped':
        end(stopReason === 'cancel' ? 'cancelled' : 'interrupted', null, null)
        return stopReason === 'cancel'
          ? jobs.settle(job, 'cancel', { dueAt: null })
          : jobs.settle(job, 'interrupted', { dueAt: now })
    }
  })
}
