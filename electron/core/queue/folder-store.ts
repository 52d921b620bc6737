// Which folders are in the queue, by path and by what the system calls them: one run is never queued twice.
import type { Database } from '../db/database.ts'
import { asNumber, asText } from '../db/row-values.ts'

export type FolderStore = ReturnType<typeof createFolderStore>

export const createFolderStore = (db: Database) => {
  const byPath = db.prepare('SELECT id FROM jobs WHERE folder = ? AND instrument = ?')
  const byKey = db.prepare('SELECT id, folder FROM jobs WHERE folder_key = ? AND instrument = ?')
  const moved = db.prepare('UPDATE jobs SET folder = ?, run = ?, folder_key = ? WHERE id = ?')
  const located = db.prepare('UPDATE jobs SET located = 1 WHERE id = ?')
  return {
    has: (folder: string, instrument: string): boolean =>
      byPath.get(folder, instrument) !== undefined,

    /** The job whose folder the system calls so, wherever it was; null: none. */
    find(key: string, instrument: string): { id: number; folder: string } | null {
      const row = byKey.get(key, instrument)
      return row === undefined ? null : { id: asNumber(row, 'id'), folder: asText(row, 'folder') }
    },

    /** The run folder in the queue that lies around `folder` or inside it, that of the job `except` aside; null: none. */
    nestedWith(folder: string, separator: string, except: number | null): string | null {
      const parts = folder.split(separator)
      const above = parts.slice(1).map((_, i) => parts.slice(0, i + 1).join(separator) || separator)
      const marks = above.map(() => '?').join(', ')
      // everything that begins with `folder/` sorts between `folder/` and `folder` plus the next character
      const after = `${folder}${String.fromCodePoint((separator.codePointAt(0) ?? 0) + 1)}`
      const row = db
        .prepare(
          `SELECT folder FROM jobs WHERE id IS NOT ? AND (folder IN (${marks}) OR (folder > ? AND folder < ?)) LIMIT 1`,
        )
        .get(except, ...above, `${folder}${separator}`, after)
      return row === undefined ? null : asText(row, 'folder')
    },

    /** The run's folder is another one on this computer now; its place on the NAS stays. `key`: what the system calls it. */
    moved(id: number, folder: string, run: string, key: string | null): void {
      moved.run(folder, run, key, id)
    },

    /** A person said where the run's folder is. */
    located(id: number): void {
      located.run(id)
    },
  }
}
