// Stores whether runs own their places on the NAS, and gives a run another place (docs/spec.md 2a).
import type { Database } from '../db/database.ts'
import type { Place } from './job-row.ts'

export type PlaceStore = ReturnType<typeof createPlaceStore>

export const createPlaceStore = (db: Database) => {
  const set = db.prepare('UPDATE jobs SET place = ?, adopted_claim = ? WHERE id = ?')
  const move = db.prepare(
    `UPDATE jobs SET run_path = ?, target = ?, place = 'none', adopted_claim = NULL WHERE id = ?`,
  )
  return {
    /** Records whether a run owns its place; `adoptedClaim`: UUID of another job whose claim stands there, or above it. */
    set(jobId: number, place: Place, adoptedClaim: string | null): void {
      set.run(place, adoptedClaim, jobId)
    },

    /** Gives a run another place below its destination; nobody looked at it yet. */
    move(jobId: number, runPath: string, target: string): void {
      move.run(runPath, target, jobId)
    },
  }
}
