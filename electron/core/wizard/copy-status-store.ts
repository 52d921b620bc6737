// Stores what ExLab-Wizard's records of each copy say, for runs with several destinations: a copy is told again once that is so no
// more (docs/spec.md 10).
import type { Database } from '../db/database.ts'
import { asNumber, asText } from '../db/row-values.ts'
import { jsonList } from '../db/sql.ts'

/** What a copy may say: its records are sent after a proof alone. */
export type CopyStatus = 'pending' | 'synced'

interface CopyToTell {
  readonly jobId: number
  readonly status: CopyStatus
}

export type CopyStatusStore = ReturnType<typeof createCopyStatusStore>

export const createCopyStatusStore = (db: Database) => {
  const told = db.prepare(
    `INSERT INTO copy_records (job_id, status) VALUES (?, ?)
     ON CONFLICT (job_id) DO UPDATE SET status = excluded.status, wanted = NULL`,
  )
  const want = db.prepare(
    `UPDATE copy_records SET wanted = nullif(?1, status)
     WHERE job_id IN ${jsonList('?2')} AND wanted IS NOT nullif(?1, status)`,
  )
  const due = db.prepare(
    `SELECT c.job_id, c.wanted FROM copy_records c JOIN jobs j ON j.id = c.job_id
     WHERE c.wanted IS NOT NULL AND j.state IN ('verified','cleanup_eligible','cleaned') AND j.folder_reused_at IS NULL
     AND j.route NOT IN ${jsonList('?1')} AND c.job_id NOT IN ${jsonList('?2')} ORDER BY c.job_id LIMIT 1`,
  )
  return {
    /** The copy of this job says so now. */
    told(jobId: number, status: CopyStatus): void {
      told.run(jobId, status)
    },

    /** The copies of these jobs that say something else are to say so. */
    want(jobIds: readonly number[], status: CopyStatus): void {
      want.run(status, JSON.stringify(jobIds))
    },

    /** A proven job whose copy is to be told, without those of the routes `closed` and the jobs `except`; null: there is none. */
    nextDue(closed: readonly string[], except: readonly number[]): CopyToTell | null {
      const row = due.get(JSON.stringify(closed), JSON.stringify(except))
      if (row === undefined) return null
      const status = asText(row, 'wanted') === 'synced' ? 'synced' : 'pending'
      return { jobId: asNumber(row, 'job_id'), status }
    },
  }
}
