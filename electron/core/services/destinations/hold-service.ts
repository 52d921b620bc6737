// Holds of destinations as the window and the command line show them, and the ways a person lifts one.
import type { DestinationHold } from '../../../../shared/model/model.ts'
import type { ConnectionTestReport } from '../../../../shared/model/reports.ts'
import type { ChangeHub } from '../../changes.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Destination } from '../../domain/config.ts'
import { destinationName } from '../../domain/destination-name.ts'
import {
  destinationKey,
  holdKeys,
  instrumentsAt,
  instrumentsHeldBy,
  isHeldBy,
} from '../../domain/hold-scope.ts'
import type { Engine } from '../../engine/engine-types.ts'
import type { Hold, HoldStore } from '../../queue/hold-store.ts'
import type { JobStore } from '../../queue/job-store.ts'
import type { SettingsService } from '../config/settings-service.ts'

export interface HoldService {
  list(): DestinationHold[]
  /** What a job waits for at its destination; null: no hold, or this job met the fault itself and keeps its own retries. */
  heldBy(instrumentId: string, jobId: number): Pick<Hold, 'message' | 'dueAt' | 'reason'> | null
  /** Jobs whose fault holds a destination; their own retries go on. */
  exemptJobs(): number[]
  /** Lifts the hold of an instrument's destination, because a person retried one of its runs. */
  liftForInstrument(instrumentId: string): void
  /**
   * Lifts a hold, or all of a destination, and retries at once the runs that wait for the network there. Answers how many runs
   * had failed for it and are tried again.
   */
  resume(key: string): number
  /** Lifts the holds that a connection test or a rehearsal disproved, and asks about the others again. */
  tested(instrumentId: string, report: ConnectionTestReport): void
}

/** Steps that pass only where the host answers and accepts the sign-in. */
const REACHING: ReadonlySet<string> = new Set(['sign_in', 'list', 'send'])

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
  const destinationOf = (instrumentId: string): Destination | null =>
    settings()?.instruments.find((i) => i.id === instrumentId)?.destination ?? null
  const isAt = (key: string, hold: Hold): boolean =>
    hold.key === key ||
    instrumentsAt(key, settings()).some(({ destination }) => isHeldBy(destination, hold.key))
  const firstAt = ({ key }: Hold): Destination | undefined =>
    instrumentsHeldBy(key, settings())[0]?.destination
  const connectionOf = (hold: Hold): string => {
    const first = firstAt(hold)
    return first === undefined ? hold.key : destinationKey(first)
  }
  const shownOf = (hold: Hold): string => {
    const first = firstAt(hold)
    return (first === undefined ? null : destinationName(first, settings())) ?? hold.destination
  }
  return {
    list: () =>
      allHolds().map((hold) => ({
        key: hold.key,
        connection: connectionOf(hold),
        destination: shownOf(hold),
        reason: hold.reason,
        message: hold.message,
        stderr: hold.stderr,
        since: hold.since,
        dueAt: hold.dueAt,
        instruments: instrumentsHeldBy(hold.key, settings()).map((i) => i.id),
      })),
    heldBy(instrumentId, jobId) {
      const to = destinationOf(instrumentId)
      if (to === null) return null
      return allHolds().find(({ key, jobId: id }) => isHeldBy(to, key) && id !== jobId) ?? null
    },
    exemptJobs: () => [
      ...(deps.engine?.holds.exemptJobs() ?? allHolds().map((hold) => hold.jobId)),
    ],
    liftForInstrument(instrumentId) {
      const to = destinationOf(instrumentId)
      if (to !== null) deps.engine?.holds.lift(({ key }) => isHeldBy(to, key))
    },
    resume(key) {
      const runs = deps.engine?.holds.lift((hold) => isAt(key, hold)) ?? 0
      const ids = instrumentsAt(key, settings()).map((i) => i.id)
      for (const jobId of deps.jobs.retryNow(ids, deps.clock.now())) deps.changes.jobTouched(jobId)
      return runs
    },
    tested(instrumentId, { steps }) {
      const to = destinationOf(instrumentId)
      const reached = steps.some(({ id, outcome }) => REACHING.has(id) && outcome === 'passed')
      if (to === null || !reached || deps.engine === null) return
      const { host, account } = holdKeys(to)
      deps.engine.holds.lift(({ key }) => key === host || key === account)
      deps.engine.holds.worked(to, [])
      deps.engine.wake()
    },
  }
}
