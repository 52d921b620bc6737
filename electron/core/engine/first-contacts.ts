// Makes the first contacts of the destinations of one instrument one after the other (docs/spec.md 2b): of two that are one place,
// the later one finds that the first one is known by the same identity.
import type { Settings } from '../domain/config.ts'
import { allRoutes, routeWith } from '../domain/routes.ts'
import type { ActiveJob } from './active-jobs.ts'
import type { EngineDeps } from './engine-types.ts'

/** The routes whose destination is not known yet and has to wait, because another new one of their instrument is asked now. */
export const waitingForContact = (
  active: Iterable<ActiveJob>,
  settings: Settings,
  { destinations, transportFor }: Pick<EngineDeps, 'destinations' | 'transportFor'>,
): string[] => {
  const asking = new Set<string>()
  for (const { route, transport } of active) {
    const found = routeWith(route, settings)
    if (found === undefined || found.also.length === 0) continue
    if (destinations.known(transport.target('')) === null) asking.add(found.instrumentId)
  }
  if (asking.size === 0) return []
  return allRoutes(settings)
    .filter(({ instrumentId }) => asking.has(instrumentId))
    .filter(({ destination }) => {
      const root = transportFor(destination, settings).target('')
      return destinations.known(root) === null
    })
    .map(({ id }) => id)
}
