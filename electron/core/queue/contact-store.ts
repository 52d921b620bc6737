// Stores when each route last had an answer of its destination for its account, and of what: an answer says nothing about a
// destination that was changed since (docs/ux.md D11).
import type { Database } from '../db/database.ts'
import { asNumberOrNull } from '../db/row-values.ts'

export type ContactStore = ReturnType<typeof createContactStore>

export const createContactStore = (db: Database) => {
  const insert = db.prepare(
    `INSERT INTO contacts (route, tested, at) VALUES (?, ?, ?)
     ON CONFLICT (route) DO UPDATE SET tested = excluded.tested, at = excluded.at`,
  )
  const last = db.prepare('SELECT at FROM contacts WHERE route = ? AND tested = ?')
  return {
    /** The destination of a route answered now, epoch ms. `tested`: the digest of what answered. */
    note: (route: string, tested: string, at: number): void => void insert.run(route, tested, at),

    /** When that last answered, epoch ms; null: never, or what answered has changed. */
    last: (route: string, tested: string): number | null =>
      asNumberOrNull(last.get(route, tested) ?? {}, 'at'),
  }
}
