// Stores why instruments count as recording, so that every host tells it, also one that does not watch (docs/spec.md 7).
import { MINUTE_MS, SECOND_MS } from '../../../shared/duration.ts'
import { type Database, transaction } from '../db/database.ts'
import { asText } from '../db/row-values.ts'

/** What was stored longer ago was left behind by an engine that was killed: a living one stores it anew. */
const HOLDS_MS = 2 * MINUTE_MS
const ANEW_MS = MINUTE_MS

/** Causes as phrases, by the id of the instrument. */
type RecordingCauses = ReadonlyMap<string, string>

export type RecordingCauseStore = ReturnType<typeof createRecordingCauseStore>

export const createRecordingCauseStore = (db: Database) => {
  const all = db.prepare('SELECT instrument, cause FROM recording_causes WHERE at > ? AND at <= ?')
  const newest = db.prepare('SELECT max(at) AS at FROM recording_causes')
  const clear = db.prepare('DELETE FROM recording_causes')
  const insert = db.prepare('INSERT INTO recording_causes (instrument, cause, at) VALUES (?, ?, ?)')
  /** What was read last, because it is asked for every run of a list. */
  let read: { readonly at: number; readonly causes: RecordingCauses } | null = null

  /** What the engine stored last, as of the last second. `now`: epoch ms. */
  const causesAt = (now: number): RecordingCauses => {
    if (read === null || Math.abs(now - read.at) >= SECOND_MS) {
      const rows = all.all(now - HOLDS_MS, now + HOLDS_MS)
      const causes = rows.map((row) => [asText(row, 'instrument'), asText(row, 'cause')] as const)
      read = { at: now, causes: new Map(causes) }
    }
    return read.causes
  }

  return {
    /** Why that instrument counts as recording, as the engine stored it; null: it does not. `now`: epoch ms. */
    of: (instrument: string, now: number): string | null => causesAt(now).get(instrument) ?? null,

    /** Stores the causes that hold now; the same ones once a minute. */
    replace(causes: RecordingCauses, now: number): void {
      const before = causesAt(now)
      const isSame =
        before.size === causes.size &&
        [...causes].every(([instrument, cause]) => before.get(instrument) === cause)
      const at = newest.get()?.['at']
      if (isSame && (typeof at !== 'number' || Math.abs(now - at) < ANEW_MS)) return
      transaction(db, () => {
        clear.run()
        for (const [instrument, cause] of causes) insert.run(instrument, cause, now)
      })
      read = null
    },
  }
}
