// Stores since when and by whom everything is paused, so that a restart does not forget it (docs/ux.md D2).
import type { Database } from '../db/database.ts'
import { asNumber, asText } from '../db/row-values.ts'

interface PauseOrigin {
  /** Epoch ms. */
  readonly since: number
  /** Account of the operating system; '' where it was not known. */
  readonly by: string
}

export interface PauseStore {
  /** null: nothing is paused, or an older version paused it. */
  get(): PauseOrigin | null
  set(origin: PauseOrigin | null): void
}

export const createPauseStore = (db: Database): PauseStore => ({
  get() {
    const row = db.prepare('SELECT since, by FROM pause').get()
    return row === undefined ? null : { since: asNumber(row, 'since'), by: asText(row, 'by') }
  },
  set(origin) {
    if (origin === null) db.prepare('DELETE FROM pause').run()
    else
      db.prepare('INSERT OR REPLACE INTO pause (id, since, by) VALUES (1, ?, ?)').run(
        origin.since,
        origin.by,
      )
  },
})
