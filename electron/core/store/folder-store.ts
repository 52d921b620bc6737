// Which folders are in the queue, by path and by what the system calls them: one run is never queued twice.
import type { Database } from './database.ts'
import { asNumber, asText } from './job-row.ts'

export type FolderStore = ReturnType<typeof createFolderStore>

export const createFolderStore = (db: Database) => {
  const byPath = db.prepare('SELECT id FROM jobs WHERE folder = ? AND instrument = ?')
  const byKey = db.prepare('SELECT id, folder FROM jobs WHERE folder_key = ? AND instrument = ?')
  return {
    has: (folder: string, instrument: string): boolean =>
      byPath.get(folder, instrument) !== undefined,

    /** The job whose folder the system calls so, wherever it was; null: none. */
    find(key: string, instrument: string): { id: number; folder: string } | null {
      const row = byKey.get(key, instrument)
      return row === undefined ? null : { id: asNumber(row, 'id'), folder: asText(row, 'folder') }
    },

    /** The run was renamed on this computer; its place on the NAS stays. */
    moved(id: number, folder: string, run: string): void {
      db.prepare('UPDATE jobs SET folder = ?, run = ? WHERE id = ?').run(folder, run, id)
    },
  }
}
