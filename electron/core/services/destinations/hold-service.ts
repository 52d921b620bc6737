// The ways a person lifts a hold of a destination.
import type { ConnectionTestReport } from '../../../../shared/model/reports.ts'
import type { ChangeHub } from '../../changes.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Destination } from '../../domain/config.ts'
import { routeWith } from '../../domain/routes.ts'
import { testedDigest } from '../../destinations/tested-digest.ts'
import { SCOPES_OF_SIGN_IN, holdKeys, isHeldBy, routesTo } from '../../domain/hold-scope.ts'
import type { ContactStore } from '../../queue/contact-store.ts'
import type { Hold } from '../../queue/hold-store.ts'
import type { JobStore } from '../../queue/job-store.ts'
import type { SettingsService } from '../config/settings-service.ts'
import { hasReached } from './has-reached.ts'
import { type HoldView, type HoldViewDeps, createHoldView } from './hold-view.ts'

export interface HoldService extends HoldView {
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

interface HoldServiceDeps extends HoldViewDeps {
  readonly contacts: Pick<ContactStore, 'note'>
  readonly jobs: JobStore
  readonly changes: ChangeHub
  readonly clock: Clock
}

export const createHoldService = (deps: HoldServiceDeps): HoldService => {
  const settings = (): ReturnType<SettingsService['current']> => deps.config.current()
  const destinationOf = (route: string): Destination | null =>
    routeWith(route, settings())?.destination ?? null
  const isAt = (key: string, hold: Hold): boolean =>
    hold.key === key ||
    routesTo(key, settings()).some(({ destination }) => isHeldBy(destination, hold.key))
  return {
    ...createHoldView(deps),
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
