// Counts what became of runs after somebody tried them again (docs/ux.md D6): the answer that their card gives.
import type { Database } from '../db/database.ts'
import { asNumber, asNumberOrNull } from '../db/row-values.ts'
import { jsonList, sqlList } from '../db/sql.ts'
import { PROVEN_STATES } from '../domain/job-state.ts'
import { LISTED, MAY_NEED_PERSON } from './job-views.ts'
import type { Acknowledgement } from '../../../shared/model/model.ts'
import { acknowledgement } from '../../../shared/model/stored.ts'

/** Each run is in one of the counts. */
interface RetryOutcome {
  /** With every file proven, and without a problem. */
  readonly proven: number
  /** Failed since then, for the same reason or for another. */
  readonly same: number
  readonly other: number
  /** Cancelled, held by a person, or taken off the list: nothing is to be expected of it. */
  readonly gone: number
  /** Neither yet. */
  readonly open: number
  /** When the last of them failed again, epoch ms; null: none did. */
  readonly failedAt: number | null
}

const AGAIN = `json_valid(last_error) AND json_extract(last_error, '$.at') >= :since`
const PROVEN = `(state IN ${sqlList(PROVEN_STATES)} AND last_error IS NULL)`

export type RetryOutcomeStore = ReturnType<typeof createRetryOutcomeStore>

export const createRetryOutcomeStore = (db: Database) => {
  const outcome = db.prepare(
    `SELECT count(*) AS n, sum(proven) AS proven, sum(gone) AS gone, sum(NOT gone AND NOT proven AND again AND same) AS same,
       sum(NOT gone AND NOT proven AND again AND NOT same) AS other, max(CASE WHEN again THEN error_at END) AS failed_at
     FROM (SELECT ${PROVEN} AS proven, (state = 'cancelled' OR held = 1 OR NOT ${LISTED}) AND NOT ${PROVEN} AS gone,
         coalesce(${AGAIN}, 0) AS again, coalesce(error_reason = :reason, 0) AS same,
         CASE WHEN json_valid(last_error) THEN json_extract(last_error, '$.at') END AS error_at
       FROM jobs WHERE id IN ${jsonList(':ids')})`,
  )
  const newestNote = db.prepare(
    `SELECT ack FROM jobs WHERE ack IS NOT NULL AND json_valid(ack) AND ${MAY_NEED_PERSON} AND ${LISTED}
     ORDER BY json_extract(ack, '$.at') DESC LIMIT 1`,
  )
  return {
    /** Of these runs, which failed for `reason`, since a time, epoch ms. */
    outcome(ids: readonly number[], reason: string, since: number): RetryOutcome {
      const row =
        outcome.get({ ':ids': JSON.stringify(ids), ':reason': reason, ':since': since }) ?? {}
      const of = (name: string): number => asNumberOrNull(row, name) ?? 0
      const [proven, same, other] = [of('proven'), of('same'), of('other')]
      // a run whose row is gone is gone
      const gone = of('gone') + ids.length - asNumber(row, 'n')
      const open = ids.length - proven - same - other - gone
      return { proven, same, other, gone, open, failedAt: asNumberOrNull(row, 'failed_at') }
    },

    /** The newest note on a problem; null: there is none. */
    newestNote(): Acknowledgement | null {
      const text = newestNote.get()?.['ack']
      const found = acknowledgement.safeParse(typeof text === 'string' ? JSON.parse(text) : null)
      return found.success ? found.data : null
    },
  }
}
