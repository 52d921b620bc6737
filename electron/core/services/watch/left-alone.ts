// Decides which finished runs are left alone, because they were there before their instrument was set up or are older than a day
// of the settings, and remembers them between sweeps (docs/spec.md 6).
import { HOUR_MS } from '../../../../shared/duration.ts'
import type { Instrument, Settings } from '../../domain/config.ts'
import { lastMovement } from './last-movement.ts'

type Rule = Pick<Instrument, 'ignoreBefore' | 'onlyAfter'>

/** Whether a run with these times is left alone; a time of 0 is unknown. */
export const isLeftAlone = (
  rule: Rule,
  { ignoreBefore }: Pick<Settings['watch'], 'ignoreBefore'>,
  { newestMs, changedMs }: { readonly newestMs: number; readonly changedMs: number },
): boolean => {
  const day = rule.ignoreBefore ?? ignoreBefore
  if (day !== null && newestMs > 0 && newestMs < day) return true
  // by the times that the system sets itself: a run that is copied here later is new, however old its files say they are
  const since = changedMs > 0 ? changedMs : newestMs
  return rule.onlyAfter !== null && since > 0 && since <= rule.onlyAfter
}

/** A change deep in a run that is left alone is found after this time at the latest, when it is walked again. */
const WALK_AGAIN_MS = HOUR_MS

interface Remembered {
  /** The rule by which it is left alone. */
  readonly rule: string
  /** When something at its top last changed, as it was before the walk. */
  readonly movedAt: number
  readonly walkedAt: number
}

/** Remembers the runs that are left alone: without it a sweep would walk every one of them again. */
export const createLeftAlone = () => {
  const known = new Map<string, Remembered>()
  return {
    /**
     * What is known of a run before it is walked. `still`: it is left alone within the hour, by the same rule, and nothing
     * at its top changed since. `remember`: the walk that follows finds it left alone. `now`: epoch ms.
     */
    async look(
      folder: string,
      { ignoreBefore, onlyAfter }: Rule,
      watch: Settings['watch'],
      now: number,
    ): Promise<{ readonly still: boolean; remember(): void }> {
      if (ignoreBefore === null && onlyAfter === null && watch.ignoreBefore === null)
        return { still: false, remember: () => undefined }
      const rule = JSON.stringify([ignoreBefore, onlyAfter, watch.ignoreBefore])
      const movedAt = await lastMovement(folder)
      const before = known.get(folder)
      const passed = before === undefined ? WALK_AGAIN_MS : now - before.walkedAt
      known.delete(folder)
      const still =
        before?.rule === rule && before.movedAt === movedAt && passed >= 0 && passed < WALK_AGAIN_MS
      if (still) known.set(folder, before)
      return { still, remember: () => void known.set(folder, { rule, movedAt, walkedAt: now }) }
    },
  }
}
