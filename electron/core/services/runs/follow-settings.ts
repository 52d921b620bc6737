// Brings the jobs along after the settings were read: a further destination that was given another name keeps its jobs, and runs that
// waited for their instrument go on (docs/spec.md 2b).
import type { ChangeHub } from '../../changes.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Destination, Settings } from '../../domain/config.ts'
import { allRoutes, routesOf } from '../../domain/routes.ts'
import type { DestinationStore } from '../../queue/destination-store.ts'
import type { JobStore } from '../../queue/job-store.ts'
import type { Transport } from '../../transports/transport.ts'

/** `settings` null: none could be read. */
export const followSettings = (
  settings: Settings | null,
  deps: {
    readonly jobs: Pick<JobStore, 'unblock'>
    readonly destinations: Pick<DestinationStore, 'renameSlot'>
    readonly changes: Pick<ChangeHub, 'jobTouched'>
    readonly clock: Clock
    transportFor(destination: Destination, settings: Settings): Pick<Transport, 'target'>
  },
): void => {
  const renamed = allRoutes(settings).flatMap((route) => {
    if (settings === null || route.slot === '') return []
    const named = routesOf({ ...route, id: route.instrumentId }).map(({ slot }) => slot)
    const { target } = deps.transportFor(route.destination, settings)
    return deps.destinations.renameSlot(route.instrumentId, route.slot, target(''), named)
  })
  const unblocked = deps.jobs.unblock('instrument_unknown', deps.clock.now())
  for (const id of [...renamed, ...unblocked]) deps.changes.jobTouched(id)
}
