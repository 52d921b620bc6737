// Stores what identifies this data folder: a UUID that was made once, with its queue.
import type { Database } from '../db/database.ts'
import { asText } from '../db/row-values.ts'

export const createInstanceStore = (db: Database) => {
  const row = db.prepare('SELECT uuid FROM instance WHERE id = 1')
  return {
    /** UUID of the data folder; it names this queue outside of it, in the claims on the NAS. */
    uuid: (): string => asText(row.get() ?? {}, 'uuid'),
  }
}
