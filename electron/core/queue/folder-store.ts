// Finds run folders in the queue by path and by folder identity, so that no run is queued twice and none is taken for another.
import type { Database } from '../db/database.ts'
import { type Row, asNumber, asText } from '../db/row-values.ts'
import { jsonList } from '../db/sql.ts'
import type { FolderIdentity } from '../lib/file-identity.ts'
import { type Job, toFolderIdentity, toJob } from './job-row.ts'
import { CHANGED_SINCE_VERIFIED, CLAIMS, LISTED, ONLY_COPY_UNPROVEN } from './job-views.ts'

const toFolder = (row: Row): { id: number; folder: string } => ({
  id: asNumber(row, 'id'),
  folder: asText(row, 'folder'),
})

/** The folder of a proven run; `identity` null: not known. */
interface ProvenFolder {
  readonly id: number
  readonly folder: string
  readonly identity: FolderIdentity | null
}

export type FolderStore = ReturnType<typeof createFolderStore>

export const createFolderStore = (db: Database) => {
  // of the jobs of one run, the one for the first destination stands for the run
  const byPath = db.prepare(
    'SELECT * FROM jobs WHERE folder = ? AND instrument = ? AND folder_reused_at IS NULL ORDER BY lead LIMIT 1',
  )
  const claimed = db.prepare(
    `SELECT 1 FROM jobs WHERE folder = ? AND instrument = ? AND folder_reused_at IS NULL AND ${CLAIMS}`,
  )
  // of two rows with one folder, the folder is that of the row that did not lose it
  const byIdentity = db.prepare(
    `SELECT * FROM jobs WHERE folder_inode = ? AND folder_birth IS ? AND instrument = ?
     ORDER BY folder_reused_at IS NOT NULL, folder_device IS NOT ?, lead IS NOT NULL, id DESC LIMIT 1`,
  )
  const sameFolder = db.prepare(
    `SELECT other.id FROM jobs one JOIN jobs other ON other.folder_inode = one.folder_inode
       AND other.folder_birth IS one.folder_birth AND other.folder_device = one.folder_device AND other.id <> one.id
     WHERE one.id = ? AND other.folder_reused_at IS NULL`,
  )
  const proven = db.prepare(
    `SELECT id, folder, folder_device, folder_inode, folder_birth FROM jobs
     WHERE ${LISTED} AND folder_reused_at IS NULL AND held = 0
       AND (state IN ('verified','cleanup_eligible') OR ${CHANGED_SINCE_VERIFIED}) ORDER BY id`,
  )
  // both parts by the index of folders: one statement with OR reads every job
  const related = db.prepare(
    `SELECT id, folder FROM jobs WHERE folder IN ${jsonList('?1')} AND folder_reused_at IS NULL AND id IS NOT ?2 AND ${CLAIMS}
     UNION ALL
     SELECT id, folder FROM jobs WHERE folder > ?3 AND folder < ?4 AND folder_reused_at IS NULL AND id IS NOT ?2 AND ${CLAIMS}
     ORDER BY id`,
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
    return related.all(JSON.stringify(equal), except, `${folder}${separator}`, after).map(toFolder)
  }
  const ofRun = db.prepare(
    `SELECT id FROM jobs WHERE id = (SELECT coalesce(lead, id) FROM jobs WHERE id = ?1)
     OR lead = (SELECT coalesce(lead, id) FROM jobs WHERE id = ?1) ORDER BY lead IS NOT NULL, id`,
  )
  /** The jobs of the run that a job is of, its first one before the others. */
  const jobsOfRun = (id: number): number[] => ofRun.all(id).map((row) => asNumber(row, 'id'))
  const lacking = db.prepare(
    `SELECT id FROM jobs WHERE instrument = ?1 AND lead IS NULL AND slot <> ?2 AND folder_reused_at IS NULL AND ${LISTED}
     AND state NOT IN ('cleaned','cancelled') AND NOT ${ONLY_COPY_UNPROVEN}
     AND NOT EXISTS (SELECT 1 FROM jobs other WHERE other.lead = jobs.id AND other.slot = ?2) ORDER BY id`,
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

    /** Whether a run has the folder at that path for its own; one that was cancelled before anything was sent has not. */
    claims: (folder: string, instrument: string): boolean =>
      claimed.get(folder, instrument) !== undefined,

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
      return relatedTo(folder, separator, except, false)[0]?.folder ?? null
    },

    /** Whether a run in the queue lies below that folder. `separator`: of the paths. */
    holdsRuns(folder: string, separator: string): boolean {
      return relatedTo(folder, separator, null, false).some((one) =>
        one.folder.startsWith(`${folder}${separator}`),
      )
    },

    /** Other jobs whose folder is that of the job, by any path, contains it or lies inside it. `separator`: of the paths. */
    sharing(job: { id: number; folder: string }, separator: string): number[] {
      const related = [
        ...relatedTo(job.folder, separator, job.id, true).map(({ id }) => id),
        ...sameFolder.all(job.id).map((row) => asNumber(row, 'id')),
      ]
      return [...new Set(related)]
    },

    /**
     * Runs whose originals are compared with what was proven: verified ones, and those of which originals changed since. One
     * that is held waits for a person.
     */
    proven: (): ProvenFolder[] =>
      proven.all().map((row) => ({ ...toFolder(row), identity: toFolderIdentity(row) })),

    jobsOfRun,

    /** First jobs of the runs of an instrument, on the list and with originals, that have no job for a destination of it. */
    lacking: (instrument: string, slot: string): number[] =>
      lacking.all(instrument, slot).map((row) => asNumber(row, 'id')),

    /** Gives the run of a job another folder on this computer; its places on the NAS stay. */
    moved(id: number, folder: string, run: string, identity: FolderIdentity | null): void {
      for (const one of jobsOfRun(id)) {
        setFolder.run(folder, run, one)
        setIdentity.run(
          identity?.device ?? null,
          identity?.inode ?? null,
          identity?.birth ?? null,
          one,
        )
      }
    },

    /** Records the identity that the job's own folder has now. */
    identified(id: number, { device, inode, birth }: FolderIdentity): void {
      setIdentity.run(device, inode, birth, id)
    },

    /** Records that the folder of the run of a job was made anew and is another run's, at that time (epoch ms). */
    reused(id: number, at: number): void {
      for (const one of jobsOfRun(id)) setReused.run(at, one)
    },

    /** Records that a person said where the folder of the run of a job is. */
    located(id: number): void {
      for (const one of jobsOfRun(id)) setLocated.run(one)
    },
  }
}
