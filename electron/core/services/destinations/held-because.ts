// Says why the destination of an instrument is held, for the list and for details of a run.
import type { Settings } from '../../domain/config.ts'
import { isHeldBy } from '../../domain/hold-scope.ts'
import type { HoldStore } from '../../queue/hold-store.ts'

/** The message of a hold on the destination of an instrument; null: there is none, or the instrument is not in the settings. */
export const heldBecause = (
  instrumentId: string,
  settings: Settings | null,
  holds: Pick<HoldStore, 'list'>,
): string | null => {
  const instrument = settings?.instruments.find(({ id }) => id === instrumentId)
  if (instrument === undefined) return null
  return holds.list().find(({ key }) => isHeldBy(instrument.destination, key))?.message ?? null
}
