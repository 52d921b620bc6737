// Finds rows that must be put right before any new work: damaged ones, falsely proven ones, and those that a backup tells of.
import { JOB_STATES, PROOF_LEVELS } from '../../../shared/model/states.ts'
import type { Database } from '../db/database.ts'
import { type Row, asNumber } from '../db/row-values.ts'
import { sqlList } from '../db/sql.ts'
import { PROVEN_FILE_STATES } from '../domain/file-proof.ts'
import { mendedColumns } from './job-row.ts'

/** Rows that may be damaged: a cheap superset, because nearly all runs are whole and have no error. */
const SUSPECTS = `SELECT * FROM jobs WHERE state NOT IN ${sqlList(JOB_STATES)} OR proof NOT IN ${sqlList(PROOF_LEVELS)}
  OR level NOT IN ${sqlList(PROOF_LEVELS)} OR last_error IS NOT NULL OR push_error IS NOT NULL OR ack IS NOT NULL
  OR max(held, chosen, located) > 1 OR min(held, chosen, located) < 0`

export type RecoveryStore = ReturnType<typeof createRecoveryStore>

export const createRecoveryStore = (db: Database) => {
  const ids = (sql: string): number[] => {
    const rows: Row[] = db.prepare(sql).all()
    return rows.map((row) => asNumber(row, 'id'))
  }
  return {
    /** Turns every damaged row into one of a failed job that names the damage; the other rows stay. */
    mendDamaged(): void {
      for (const row of db.prepare(SUSPECTS).all()) {
        const mended = mendedColumns(row)
        if (mended === null) continue
        const columns = Object.keys(mended)
        db.prepare(
          `UPDATE jobs SET ${columns.map((column) => `${column} = ?`).join(', ')} WHERE id = ?`,
        ).run(...Object.values(mended), asNumber(row, 'id'))
      }
    },

    /** Number of rows whose state is damaged, so that no list has them before they are mended. */
    unlisted: (): number =>
      asNumber(
        db
          .prepare(`SELECT count(*) AS n FROM jobs WHERE state NOT IN ${sqlList(JOB_STATES)}`)
          .get() ?? {},
        'n',
      ),

    /** Jobs that wait in a proven state although a file of theirs has no proof. */
    falselyProvenIds: (): number[] =>
      ids(
        `SELECT id FROM jobs WHERE state IN ('verified','cleanup_eligible') AND EXISTS (SELECT 1 FROM file_counts
         WHERE job_id = jobs.id AND files > 0 AND state NOT IN ${sqlList(PROVEN_FILE_STATES)})`,
      ),

    /** Jobs whose originals were deleted, with another job of their run that does not say so. */
    halfCleanedIds: (): number[] =>
      ids(
        `SELECT DISTINCT gone.id FROM jobs one
           JOIN jobs gone ON gone.id = one.lead OR gone.lead = coalesce(one.lead, one.id)
         WHERE one.state = 'verified' AND gone.state = 'cleaned'
           AND (one.lead IS NOT NULL OR one.id IN (SELECT lead FROM jobs WHERE lead IS NOT NULL))`,
      ),

    /** Jobs that only a backup of the queue calls proven, also archived ones (db/opening-mark.ts). */
    provenBeforeRestoreIds: (): number[] =>
      ids('SELECT id FROM jobs WHERE restored_at IS NOT NULL AND verified_at IS NOT NULL'),
  }
}
