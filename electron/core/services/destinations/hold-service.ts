// Holds as the window and the command line see them, and what a click does to them.
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
  /** Why a job waits for its destination; null: it does not, or goes on by itself since it met the fault. */
  heldBy(instrumentId: string, jobId: number): string | null
  /** Jobs that met a fault that holds a destination: their own tries go on. */
  exemptJobs(): number[]
  /** A click on one of its runs is a wish to try the destination again, whatever it is held for. */
  liftForInstrument(instrumentId: string): void
  /** A click on the hold itself: what waits for the network there is tried at once. */
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
  // a running engine knows them by heart
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
      return allHolds().find((hold) => hold.key === key && hold.jobId !== jobId)?.message ?? null
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
