// Finds run folders in the queue by path and by folder identity, so that no run is queued twice and none is taken for another.
import type { Database } from '../db/database.ts'
import { asText } from '../db/row-values.ts'
import { jsonList } from '../db/sql.ts'
import type { FolderIdentity } from '../lib/file-identity.ts'
import { type Job, toJob } from './job-row.ts'
import { CLAIMS } from './job-views.ts'

export type FolderStore = ReturnType<typeof createFolderStore>

export const createFolderStore = (db: Database) => {
  const byPath = db.prepare(
    'SELECT * FROM jobs WHERE folder = ? AND instrument = ? AND folder_reused_at IS NULL',
  )
  // of two rows with one folder, the folder is that of the row that did not lose it
  const byIdentity = db.prepare(
    `SELECT * FROM jobs WHERE folder_inode = ? AND folder_birth IS ? AND instrument = ?
     ORDER BY folder_reused_at IS NOT NULL, folder_device IS NOT ?, id DESC LIMIT 1`,
  )
  const setFolder = db.prepare(
    'UPDATE jobs SET folder = ?, run = ?, folder_reused_at = NULL WHERE id = ?',
  )
  const setIdentity = db.prepare(
    'UPDATE jobs SET folder_device = ?, folder_inode = ?, folder_birth = ? WHERE id = ?',
  )
  const setReused = db.prepare(
    'UPDATE jobs SET folder_reused_at = ? WHERE id = ? AND folder_reused_at IS NULL',
  )
  const setLocated = db.prepare('UPDATE jobs SET located = 1 WHERE id = ?')
  return {
    has: (folder: string, instrument: string): boolean =>
      byPath.get(folder, instrument) !== undefined,

    /** The job that stands for the folder at that path, also an archived one; null: none. */
    at(folder: string, instrument: string): Job | null {
      const row = byPath.get(folder, instrument)
      return row === undefined ? null : toJob(row)
    },

    /** The job whose folder has that inode and birth time, whatever its path and device; null: none. */
    withIdentity(identity: FolderIdentity, instrument: string): Job | null {
      const row = byIdentity.get(identity.inode, identity.birth, instrument, identity.device)
      return row === undefined ? null : toJob(row)
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
          `SELECT folder FROM jobs WHERE id IS NOT ? AND folder_reused_at IS NULL AND ${CLAIMS}
           AND (folder IN ${jsonList()} OR (folder > ? AND folder < ?)) LIMIT 1`,
        )
        .get(except, JSON.stringify(parents), `${folder}${separator}`, after)
      return row === undefined ? null : asText(row, 'folder')
    },

    /** Gives the job another folder on this computer; its place on the NAS stays. */
    moved(id: number, folder: string, run: string, identity: FolderIdentity | null): void {
      setFolder.run(folder, run, id)
      setIdentity.run(
        identity?.device ?? null,
        identity?.inode ?? null,
        identity?.birth ?? null,
        id,
      )
    },

    /** Records the identity that the job's own folder has now. */
    identified(id: number, { device, inode, birth }: FolderIdentity): void {
      setIdentity.run(device, inode, birth, id)
    },

    /** Records that the folder of the job was made anew and is another run's, at that time (epoch ms). */
    reused(id: number, at: number): void {
      setReused.run(at, id)
    },

    /** Records that a person said where the run's folder is. */
    located(id: number): void {
      setLocated.run(id)
    },
  }
}
