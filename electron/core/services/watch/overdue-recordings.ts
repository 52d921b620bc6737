// Finds runs that wait for the sign that they are finished although nothing in them changes any more: an instrument that gives none
// fails quietly (docs/ux.md c-7).
import { DAY_MS, HOUR_MS } from '../../../../shared/duration.ts'
import type { Recording } from '../../../../shared/model/reports.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Instrument } from '../../domain/config.ts'
import { WalkError, measureFolder } from '../../engine/scan/walk.ts'
import { lastMovement } from './last-movement.ts'

/** A run in which nothing changed for this time is overdue: nights are shorter. */
const OVERDUE_MS = DAY_MS
/** A folder is walked through for this at most so often. */
const REMEMBERED_MS = HOUR_MS

interface OverdueRecording {
  readonly recording: Recording
  /** Time since something in it changed, ms. */
  readonly restMs: number
}

export interface OverdueRecordings {
  /** The run of an instrument that has waited longest; null: none is overdue. */
  find(instrument: Instrument): Promise<OverdueRecording | null>
}

export const createOverdueRecordings = (deps: {
  readonly clock: Clock
  recordings(): readonly Recording[]
}): OverdueRecordings => {
  const changes = new Map<string, { readonly at: number; readonly changedAt: number }>()

  /** When something in a folder last changed, epoch ms; as far as its top tells, where that is not long ago. */
  const changedAt = async (folder: string, { exclude }: Instrument): Promise<number> => {
    const now = deps.clock.now()
    const atTop = await lastMovement(folder)
    if (now - atTop < OVERDUE_MS) return atTop
    const known = changes.get(folder)
    if (known !== undefined && now - known.at < REMEMBERED_MS) return known.changedAt
    const measure = await measureFolder(folder, exclude).catch((error: unknown) => {
      if (error instanceof WalkError) return null
      throw error
    })
    const found = measure === null ? now : Math.max(measure.changedMs, measure.newestMs)
    changes.set(folder, { at: now, changedAt: found })
    return found
  }

  return {
    async find(instrument) {
      const own = deps.recordings().filter((one) => one.instrument === instrument.id)
      const present = new Set(deps.recordings().map(({ folder }) => folder))
      for (const folder of changes.keys()) if (!present.has(folder)) changes.delete(folder)
      const found: OverdueRecording[] = []
      for (const recording of own) {
        const restMs = deps.clock.now() - (await changedAt(recording.folder, instrument))
        if (restMs >= OVERDUE_MS) found.push({ recording, restMs })
      }
      return found.toSorted((a, b) => b.restMs - a.restMs)[0] ?? null
    },
  }
}
