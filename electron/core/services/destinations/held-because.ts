// Says why the destination of a route is held, for the list and for details of a run.
import type { Settings } from '../../domain/config.ts'
import { isHeldBy } from '../../domain/hold-scope.ts'
import { routeWith } from '../../domain/routes.ts'
import type { HoldStore } from '../../queue/hold-store.ts'

/** The message of a hold on the destination of a route; null: there is none, or the route is not in the settings. */
export const heldBecause = (
  id: string,
  settings: Settings | null,
  holds: Pick<HoldStore, 'list'>,
): string | null => {
  const route = routeWith(id, settings)
  if (route === undefined) return null
  return holds.list().find(({ key }) => isHeldBy(route.destination, key))?.message ?? null
}
