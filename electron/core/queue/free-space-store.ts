// Stores the free space of each instrument's data disk once an hour, for as long as the picture of the disk runway reaches back.
import { DAY_MS, MINUTE_MS } from '../../../shared/duration.ts'
import type { Database } from '../db/database.ts'
import { asNumber } from '../db/row-values.ts'

/** The past that is kept. */
export const FREE_SPACE_PAST_MS = 14 * DAY_MS
/** A start shortly after another one adds nothing. */
const LEAST_GAP_MS = 50 * MINUTE_MS

interface FreeSpaceAt {
  /** Epoch ms. */
  readonly at: number
  readonly bytes: number
}

export type FreeSpaceStore = ReturnType<typeof createFreeSpaceStore>

export const createFreeSpaceStore = (db: Database) => {
  const insert = db.prepare(
    `INSERT INTO free_space (instrument, at, bytes) SELECT :instrument, :at, :bytes
     WHERE NOT EXISTS (SELECT 1 FROM free_space WHERE instrument = :instrument AND at > :after AND at <= :at)
     ON CONFLICT DO NOTHING`,
  )
  // what lies in the future was noted by a wrong clock
  const drop = db.prepare('DELETE FROM free_space WHERE at < ? OR at > ?')
  const past = db.prepare('SELECT at, bytes FROM free_space WHERE instrument = ? ORDER BY at')
  return {
    /** Notes what is free now, epoch ms, unless that was noted shortly before; what is too old is dropped. */
    note(instrument: string, { at, bytes }: FreeSpaceAt): void {
      drop.run(at - FREE_SPACE_PAST_MS, at)
      insert.run({
        ':instrument': instrument,
        ':at': at,
        ':bytes': bytes,
        ':after': at - LEAST_GAP_MS,
      })
    },

    /** What was free, oldest first. */
    past: (instrument: string): FreeSpaceAt[] =>
      past
        .all(instrument)
        .map((row) => ({ at: asNumber(row, 'at'), bytes: asNumber(row, 'bytes') })),
  }
}
