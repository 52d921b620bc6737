// Preflight check of a due job: its instrument must still be in config.yaml, and no other run may
// use its target folder. A run whose destination has another path there goes to the new one.
import { msg } from '../../../shared/language/msg.ts'
import { TARGET_TAKEN } from '../../../shared/reasons.ts'
import type { ChangeHub } from '../changes.ts'
import type { Clock } from '../domain/clock.ts'
import type { Destination, Settings } from '../domain/config.ts'
import type { Route } from '../domain/routes.ts'
import type { Job } from '../queue/job-row.ts'
import type { JobStore } from '../queue/job-store.ts'
import type { Transport } from '../transports/transport.ts'
import { type NewPlaceDeps, giveNewPlace } from './new-place.ts'

interface PreflightDeps extends NewPlaceDeps {
  readonly jobs: JobStore
  readonly changes: ChangeHub
  readonly clock: Clock
  transportFor(destination: Destination, settings: Settings): Transport
}

const block = (
  job: Job,
  reason: string,
  message: string,
  { jobs, changes, clock }: PreflightDeps,
): null => {
  const lastError = {
    kind: 'auth' as const,
    reason,
    message,
    exitCode: null,
    stderr: '',
    attempt: null,
    at: clock.now(),
  }
  jobs.settle(job, 'block', { lastError, dueAt: null })
  changes.jobTouched(job.id)
  return null
}

/** The job with its transport as it may start now; null: the check failed and the job is blocked. */
export const preflight = (
  job: Job,
  route: Route | undefined,
  settings: Settings,
  deps: PreflightDeps,
): { readonly job: Job; readonly transport: Transport } | null => {
  if (route === undefined) {
    const message =
      job.slot === ''
        ? msg`The instrument ${job.instrument} is no longer in config.yaml, so there is no destination to send to.`
        : msg`The instrument ${job.instrument} has no destination ${job.slot} in config.yaml any more, so there is none to send to.`
    return block(job, 'instrument_unknown', message, deps)
  }
  const transport = deps.transportFor(route.destination, settings)
  const target = transport.target(job.runPath)
  if (target === job.target) return { job, transport }
  // config.yaml was changed since the run was added: the run goes where the file says now
  const other = deps.jobs.withTarget(target, job.id)
  if (other !== null) {
    const message = msg`${target} is where ${other.folder} goes. Two runs never share a folder on the NAS.`
    return block(job, TARGET_TAKEN, message, deps)
  }
  if (job.verifiedAt !== null) {
    deps.jobs.patch(job, { target })
    return { job: { ...job, target }, transport }
  }
  // what was sent so far lies at the former place: a check of the new one would find nothing and blame the NAS
  const isSent = job.state === 'awaiting_verify'
  if (isSent) deps.jobs.settle(job, 'resend', { dueAt: deps.clock.now() })
  giveNewPlace(job.id, job.runPath, target, deps)
  if (isSent) return null
  return { job: deps.jobs.get(job.id) ?? job, transport }
}
