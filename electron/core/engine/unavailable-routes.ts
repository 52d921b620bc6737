// The routes for which nothing can begin now: their destination is in use, waits for its first contact or is held, or their
// instrument records.
import type { Destination, Settings } from '../domain/config.ts'
import { destinationKey } from '../domain/hold-scope.ts'
import { allRoutes } from '../domain/routes.ts'
import type { ActiveJob } from './active-jobs.ts'
import type { Holds } from './destination-holds.ts'
import type { EngineDeps } from './engine-types.ts'
import { waitingForContact } from './first-contacts.ts'
import type { SendingLimits } from './sending-limits.ts'

interface InUse {
  readonly active: ReadonlyMap<number, ActiveJob>
  readonly holds: Pick<Holds, 'of' | 'probing'>
  readonly limits: Pick<SendingLimits, 'ruleFor'>
  /** True while a copy at that destination is told what is so of its run. */
  tells(destination: Destination): boolean
}

/** Ids of routes whose destination is in use, and of those whose destination is held or whose instrument holds its sending. */
interface Unavailable {
  readonly busy: string[]
  readonly held: string[]
}

/** Answers them for the settings in force. */
export const createUnavailable =
  ({ active, holds, limits, tells }: InUse, deps: EngineDeps) =>
  (settings: Settings): Unavailable => {
    const routes = allRoutes(settings)
    const inUse = new Set([...active.values()].map((a) => a.destination))
    const sendingTo = (matches: (destination: Destination) => boolean): string[] =>
      routes.filter(({ destination }) => matches(destination)).map(({ id }) => id)
    return {
      busy: [
        ...sendingTo((to) => inUse.has(destinationKey(to)) || holds.probing(to) || tells(to)),
        ...[...active.values()].map((a) => a.route),
        ...waitingForContact(active.values(), settings, deps),
      ],
      held: [
        ...sendingTo((to) => holds.of(to).length > 0),
        ...routes.filter((route) => limits.ruleFor(route, settings).held).map(({ id }) => id),
      ],
    }
  }
