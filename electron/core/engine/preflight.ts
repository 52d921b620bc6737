// The last look before a job starts: is its instrument still known, and does it still go where it was going?
import type { ChangeHub } from '../changes.ts'
import type { Clock } from '../domain/clock.ts'
import type { Destination, Instrument, Settings } from '../domain/config.ts'
import type { Job } from '../queue/job-row.ts'
import type { JobStore } from '../queue/job-store.ts'
import type { Transport } from '../transports/transport.ts'

export interface AdmitDeps {
  readonly jobs: JobStore
  readonly changes: ChangeHub
  readonly clock: Clock
  transportFor(destination: Destination, settings: Settings): Transport
}

const block = (
  job: Job,
  reason: string,
  message: string,
  { jobs, changes, clock }: AdmitDeps,
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

/** The job as it may start now, or null where it was blocked instead. */
export const admit = (
  job: Job,
  instrument: Instrument | undefined,
  settings: Settings,
  deps: AdmitDeps,
): { readonly job: Job; readonly transport: Transport } | null => {
  if (instrument === undefined) {
    const message = `The instrument ${job.instrument} is no longer in config.yaml, so there is no destination to send to.`
    return block(job, 'instrument_unknown', message, deps)
  }
  const transport = deps.transportFor(instrument.destination, settings)
  const target = transport.target(job.runPath)
  if (target === job.target) return { job, transport }
  // the config was changed since the run was added: it goes where the config says now
  const taken = deps.jobs.withTarget(target, job.id)
  if (taken !== null) {
    const message = `${target} is where ${taken.folder} goes. Two runs never share a folder on the NAS.`
    return block(job, 'target_taken', message, deps)
  }
  deps.jobs.patch(job, { target })
  return { job: { ...job, target }, transport }
}
