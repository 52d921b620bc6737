// Holds of destinations as the window and the command line show them, and the ways a person lifts one.
import type { DestinationHold } from '../../../../shared/model/model.ts'
import type { ChangeHub } from '../../changes.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Engine } from '../../engine/engine-types.ts'
import { destinationKey, instrumentsAt } from '../../engine/destination-holds.ts'
import type { Hold, HoldStore } from '../../queue/hold-store.ts'
import type { JobStore } from '../../queue/job-store.ts'
import type { SettingsService } from '../config/settings-service.ts'

export interface HoldService {
  list(): DestinationHold[]
  /** What a job waits for at its destination; null: no hold, or this job met the fault itself and keeps its own retries. */
  heldBy(instrumentId: string, jobId: number): Pick<Hold, 'message' | 'dueAt'> | null
  /** Jobs whose fault holds a destination; their own retries go on. */
  exemptJobs(): number[]
  /** Lifts the hold of an instrument's destination, because a person retried one of its runs. */
  liftForInstrument(instrumentId: string): void
  /** Lifts a hold and retries at once the runs that wait for the network there. */
  resume(key: string): void
}

export const createHoldService = (deps: {
  readonly holds: HoldStore
  readonly jobs: JobStore
  readonly changes: ChangeHub
  readonly clock: Clock
  readonly config: SettingsService
  readonly engine: Engine | null
}): HoldService => {
  const settings = (): ReturnType<SettingsService['current']> => deps.config.current()
  // a running engine has them in memory
  const allHolds = (): readonly Hold[] => deps.engine?.holds.list() ?? deps.holds.list()
  const keyOf = (instrumentId: string): string | null => {
    const instrument = settings()?.instruments.find((i) => i.id === instrumentId)
    return instrument === undefined ? null : destinationKey(instrument.destination)
  }
  return {
    list: () =>
      allHolds().map((hold) => ({
        key: hold.key,
        destination: hold.destination,
        reason: hold.reason,
        message: hold.message,
        stderr: hold.stderr,
        since: hold.since,
        dueAt: hold.dueAt,
        instruments: instrumentsAt(hold.key, settings()).map((i) => i.id),
      })),
    heldBy(instrumentId, jobId) {
      const key = keyOf(instrumentId)
      return allHolds().find((hold) => hold.key === key && hold.jobId !== jobId) ?? null
    },
    exemptJobs: () => allHolds().map((hold) => hold.jobId),
    liftForInstrument(instrumentId) {
      const key = keyOf(instrumentId)
      if (key !== null) deps.engine?.holds.lift(key)
    },
    resume(key) {
      deps.engine?.holds.lift(key)
      const ids = instrumentsAt(key, settings()).map((i) => i.id)
      for (const jobId of deps.jobs.retryNow(ids, deps.clock.now())) deps.changes.jobTouched(jobId)
    },
  }
}
