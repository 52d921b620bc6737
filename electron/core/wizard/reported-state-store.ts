// Stores the state of each job that was last reported to ExLab-Wizard's files, so that a report
// that a crash prevented is made later.
import type { JobState } from '../../../shared/model/model.ts'
import type { Database } from '../db/database.ts'
import { type Job, toJob } from '../queue/job-row.ts'

export type ReportedStateStore = ReturnType<typeof createReportedStateStore>

export const createReportedStateStore = (db: Database) => {
  // the column `told` is the reported state
  const unreported = db.prepare(
    // the records in a folder that was made anew are another run's
    `SELECT * FROM jobs WHERE reported_state IS NOT state AND folder_reused_at IS NULL AND id NOT IN (SELECT value FROM json_each(?))
     ORDER BY updated_at DESC LIMIT ?`,
  )
  const set = db.prepare('UPDATE jobs SET reported_state = ? WHERE id = ?')
  const forget = db.prepare(
    `UPDATE jobs SET reported_state = NULL WHERE lead IS NULL AND folder_reused_at IS NULL
     AND state IN ('verified','cleanup_eligible')`,
  )
  return {
    /** Jobs whose state has not been reported, latest change first, without the ids of `except`. */
    unreported: (except: readonly number[], limit: number): Job[] =>
      unreported.all(JSON.stringify(except), limit).map(toJob),

    set(id: number, state: JobState): void {
      set.run(state, id)
    },

    /** Has what was said of proven runs reported anew; a file that says it already stays as it is. */
    forgetProven(): void {
      forget.run()
    },

    /** Jobs that are blocked because ExLab-Wizard holds their runs back. */
    blockedByWizard: (): Job[] =>
      db
        .prepare(
          `SELECT * FROM jobs WHERE state = 'blocked'
           AND error_reason = 'blocked_by_validation'`,
        )
        .all()
        .map(toJob),
  }
}
