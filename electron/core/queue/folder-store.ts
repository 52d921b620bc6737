// Finds run folders in the queue by path and by device and inode, so that no run is queued twice.
import type { Database } from '../db/database.ts'
import { type Row, asNumber, asText, asTextOrNull } from '../db/row-values.ts'
import { jsonList } from '../db/sql.ts'
import { CHANGED_SINCE_VERIFIED } from './job-views.ts'

const toFolder = (row: Row): { id: number; folder: string } => ({
  id: asNumber(row, 'id'),
  folder: asText(row, 'folder'),
})

export type FolderStore = ReturnType<typeof createFolderStore>

export const createFolderStore = (db: Database) => {
  const byPath = db.prepare('SELECT id FROM jobs WHERE folder = ? AND instrument = ?')
  const byKey = db.prepare('SELECT id, folder FROM jobs WHERE folder_key = ? AND instrument = ?')
  const keyOf = db.prepare('SELECT folder_key FROM jobs WHERE id = ?')
  const sameKey = db.prepare(
    'SELECT id FROM jobs WHERE folder_key = (SELECT folder_key FROM jobs WHERE id = ?1) AND id <> ?1',
  )
  const proven = db.prepare(
    `SELECT id, folder FROM jobs WHERE state IN ('verified','cleanup_eligible') OR ${CHANGED_SINCE_VERIFIED} ORDER BY id`,
  )
  /** Jobs other than `except` whose folder contains `folder` or lies inside it; `same`: or is it. */
  const relatedTo = (
    folder: string,
    separator: string,
    except: number | null,
    same: boolean,
  ): { id: number; folder: string }[] => {
    const parts = folder.split(separator)
    const parents = parts.slice(1).map((_, i) => parts.slice(0, i + 1).join(separator) || separator)
    const equal = same ? [...parents, folder] : parents
    // all paths below `folder/` sort before `folder` plus the character after the separator
    const after = `${folder}${String.fromCodePoint((separator.codePointAt(0) ?? 0) + 1)}`
    return db
      .prepare(
        `SELECT id, folder FROM jobs WHERE id IS NOT ? AND (folder IN ${jsonList()} OR (folder > ? AND folder < ?)) ORDER BY id`,
      )
      .all(except, JSON.stringify(equal), `${folder}${separator}`, after)
      .map(toFolder)
  }
  const setFolder = db.prepare('UPDATE jobs SET folder = ?, run = ?, folder_key = ? WHERE id = ?')
  const setLocated = db.prepare('UPDATE jobs SET located = 1 WHERE id = ?')
  return {
    has: (folder: string, instrument: string): boolean =>
      byPath.get(folder, instrument) !== undefined,

    /** The job whose folder has that device and inode, whatever its path; null: none. */
    find(key: string, instrument: string): { id: number; folder: string } | null {
      const row = byKey.get(key, instrument)
      return row === undefined ? null : toFolder(row)
    },

    /**
     * A run folder in the queue that contains `folder` or lies inside it, other than that of the job `except`; null: none.
     * `separator`: of the paths.
     */
    nestedWith(folder: string, separator: string, except: number | null): string | null {
      return relatedTo(folder, separator, except, false)[0]?.folder ?? null
    },

    /** Other jobs whose folder is that of the job, by any path, contains it or lies inside it. `separator`: of the paths. */
    sharing(job: { id: number; folder: string }, separator: string): number[] {
      const related = [
        ...relatedTo(job.folder, separator, job.id, true).map(({ id }) => id),
        ...sameKey.all(job.id).map((row) => asNumber(row, 'id')),
      ]
      return [...new Set(related)]
    },

    /** Identity of the job's folder when it was added or located (lib/folder-identity.ts); null: not known. */
    keyOf: (id: number): string | null => asTextOrNull(keyOf.get(id) ?? {}, 'folder_key'),

    /** Runs whose originals are compared with what was proven: verified ones, and those of which originals changed since. */
    proven: (): { id: number; folder: string }[] => proven.all().map(toFolder),

    /** Gives the job another folder on this computer; its place on the NAS stays. `key`: device and inode. */
    moved(id: number, folder: string, run: string, key: string | null): void {
      setFolder.run(folder, run, key, id)
    },

    /** Records that a person said where the run's folder is. */
    located(id: number): void {
      setLocated.run(id)
    },
  }
}
