// Finds run folders in the queue by path and by device and inode, so that no run is queued twice.
import type { Database } from '../db/database.ts'
import { asNumber, asText } from '../db/row-values.ts'
import { jsonList } from '../db/sql.ts'
import type { FolderIdentity } from '../lib/file-identity.ts'

export type FolderStore = ReturnType<typeof createFolderStore>

export const createFolderStore = (db: Database) => {
  const byPath = db.prepare(
    'SELECT id FROM jobs WHERE folder = ? AND instrument = ? AND folder_reused_at IS NULL',
  )
  const byIdentity = db.prepare(
    'SELECT id, folder FROM jobs WHERE folder_inode = ? AND folder_birth IS ? AND folder_device = ? AND instrument = ?',
  )
  const setFolder = db.prepare(
    `UPDATE jobs SET folder = ?, run = ?, folder_device = ?, folder_inode = ?, folder_birth = ?, folder_reused_at = NULL
     WHERE id = ?`,
  )
  const setLocated = db.prepare('UPDATE jobs SET located = 1 WHERE id = ?')
  return {
    has: (folder: string, instrument: string): boolean =>
      byPath.get(folder, instrument) !== undefined,

    /** The job whose folder has that identity, whatever its path; null: none. */
    find(identity: FolderIdentity, instrument: string): { id: number; folder: string } | null {
      const row = byIdentity.get(identity.inode, identity.birth, identity.device, instrument)
      return row === undefined ? null : { id: asNumber(row, 'id'), folder: asText(row, 'folder') }
    },

    /**
     * A run folder in the queue that contains `folder` or lies inside it, other than that of the job `except`; null: none.
     * `separator`: of the paths.
     */
    nestedWith(folder: string, separator: string, except: number | null): string | null {
      const parts = folder.split(separator)
      const parents = parts
        .slice(1)
        .map((_, i) => parts.slice(0, i + 1).join(separator) || separator)
      // all paths below `folder/` sort before `folder` plus the character after the separator
      const after = `${folder}${String.fromCodePoint((separator.codePointAt(0) ?? 0) + 1)}`
      const row = db
        .prepare(
          `SELECT folder FROM jobs WHERE id IS NOT ? AND (folder IN ${jsonList()} OR (folder > ? AND folder < ?)) LIMIT 1`,
        )
        .get(except, JSON.stringify(parents), `${folder}${separator}`, after)
      return row === undefined ? null : asText(row, 'folder')
    },

    /** Gives the job another folder on this computer; its place on the NAS stays. */
    moved(id: number, folder: string, run: string, identity: FolderIdentity | null): void {
      setFolder.run(
        folder,
        run,
        identity?.device ?? null,
        identity?.inode ?? null,
        identity?.birth ?? null,
        id,
      )
    },

    /** Records that a person said where the run's folder is. */
    located(id: number): void {
      setLocated.run(id)
    },
  }
}
