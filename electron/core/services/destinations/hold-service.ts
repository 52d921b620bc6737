// Holds of destinations as the window and the command line show them, and the ways a person lifts one.
import type { DestinationHold } from '../../../../shared/model/hold.ts'
import type { ConnectionTestReport } from '../../../../shared/model/reports.ts'
import type { ChangeHub } from '../../changes.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Destination } from '../../domain/config.ts'
import { routeWith } from '../../domain/routes.ts'
import { testedDigest } from '../../destinations/tested-digest.ts'
import { destinationName } from '../../domain/destination-name.ts'
import {
  SCOPES_OF_SIGN_IN,
  destinationKey,
  holdKeys,
  routesTo,
  routesHeldBy,
  isHeldBy,
} from '../../domain/hold-scope.ts'
import type { Engine } from '../../engine/engine-types.ts'
import type { ContactStore } from '../../queue/contact-store.ts'
import type { Hold, HoldStore } from '../../queue/hold-store.ts'
import type { JobStore } from '../../queue/job-store.ts'
import type { SettingsService } from '../config/settings-service.ts'
import { hasReached } from './has-reached.ts'
import { named, withNames } from './shown-names.ts'

export interface HoldService {
  list(): DestinationHold[]
  /** What a job waits for at its destination; null: no hold, or this job met the fault itself and keeps its own retries. */
  heldBy(route: string, jobId: number): Pick<Hold, 'message' | 'dueAt' | 'reason'> | null
  /** Jobs whose fault holds a destination; their own retries go on. */
  exemptJobs(): number[]
  /** Lifts the hold of the destination of a route, because a person retried one of its jobs. */
  liftForRoute(route: string): void
  /**
   * Lifts a hold, or all of a destination, and retries at once the runs that wait for the network there. Answers how many runs
   * had failed for it and are tried again.
   */
  resume(key: string): number
  /**
   * Notes that a connection test or a rehearsal reached the destination, lifts the holds that it disproved, and asks about the
   * others again.
   */
  tested(route: string, report: ConnectionTestReport): void
}

export const createHoldService = (deps: {
  readonly holds: HoldStore
  readonly contacts: Pick<ContactStore, 'note'>
  readonly jobs: JobStore
  readonly changes: ChangeHub
  readonly clock: Clock
  readonly config: SettingsService
  readonly engine: Engine | null
}): HoldService => {
  const settings = (): ReturnType<SettingsService['current']> => deps.config.current()
  // a running engine has them in memory
  const allHolds = (): readonly Hold[] => deps.engine?.holds.list() ?? deps.holds.list()
  const destinationOf = (route: string): Destination | null =>
    routeWith(route, settings())?.destination ?? null
  const isAt = (key: string, hold: Hold): boolean =>
    hold.key === key ||
    routesTo(key, settings()).some(({ destination }) => isHeldBy(destination, hold.key))
  const firstAt = ({ key }: Hold): Destination | undefined =>
    routesHeldBy(key, settings())[0]?.destination
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
        message: withNames(hold.message, settings()),
        stderr: hold.stderr,
        since: hold.since,
        dueAt: hold.dueAt,
        instruments: routesHeldBy(hold.key, settings()).map((i) => i.id),
      })),
    heldBy(route, jobId) {
      const to = destinationOf(route)
      if (to === null) return null
      const hold = allHolds().find(({ key, jobId: id }) => isHeldBy(to, key) && id !== jobId)
      return named(hold ?? null, settings())
    },
    exemptJobs: () => [
      ...(deps.engine?.holds.exemptJobs() ?? allHolds().map((hold) => hold.jobId)),
    ],
    liftForRoute(route) {
      const to = destinationOf(route)
      if (to !== null) deps.engine?.holds.lift(({ key }) => isHeldBy(to, key))
    },
    resume(key) {
      const runs = deps.engine?.holds.lift((hold) => isAt(key, hold)) ?? 0
      const ids = routesTo(key, settings()).map((i) => i.id)
      for (const jobId of deps.jobs.retryNow(ids, deps.clock.now())) deps.changes.jobTouched(jobId)
      return runs
    },
    tested(route, report) {
      const to = destinationOf(route)
      const now = settings()
      if (to === null || now === null || !hasReached(report) || deps.engine === null) return
      deps.contacts.note(route, testedDigest(to, now), report.at)
      const all = holdKeys(to)
      deps.engine.holds.lift(({ key }) => SCOPES_OF_SIGN_IN.some((scope) => all[scope] === key))
      deps.engine.holds.worked(to, [])
      deps.engine.wake()
    },
  }
}
