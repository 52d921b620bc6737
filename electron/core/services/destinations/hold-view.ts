// Holds of destinations as the window and the command line show them.
import type { DestinationHold } from '../../../../shared/model/hold.ts'
import type { Destination } from '../../domain/config.ts'
import { destinationName } from '../../domain/destination-name.ts'
import { destinationKey, isHeldBy, routesHeldBy } from '../../domain/hold-scope.ts'
import { routeWith } from '../../domain/routes.ts'
import type { Engine } from '../../engine/engine-types.ts'
import type { Hold, HoldStore } from '../../queue/hold-store.ts'
import type { SettingsService } from '../config/settings-service.ts'
import { named, withNames } from './shown-names.ts'

export interface HoldView {
  list(): DestinationHold[]
  /** What a job waits for at its destination; null: no hold, or this job met the fault itself and keeps its own retries. */
  heldBy(route: string, jobId: number): Pick<Hold, 'message' | 'dueAt' | 'reason'> | null
  /** Jobs whose fault holds a destination; their own retries go on. */
  exemptJobs(): number[]
}

export interface HoldViewDeps {
  readonly holds: Pick<HoldStore, 'list'>
  readonly config: Pick<SettingsService, 'current'>
  /** null: this core only reads. */
  readonly engine: Engine | null
}

export const createHoldView = (deps: HoldViewDeps): HoldView => {
  const settings = (): ReturnType<SettingsService['current']> => deps.config.current()
  // a running engine has them in memory
  const allHolds = (): readonly Hold[] => deps.engine?.holds.list() ?? deps.holds.list()
  const destinationOf = (route: string): Destination | null =>
    routeWith(route, settings())?.destination ?? null
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
  }
}
