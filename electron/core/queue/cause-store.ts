// Groups the runs that wait for a person by instrument and reason, for the cause cards (docs/ux.md D7).
import type { Database } from '../db/database.ts'
import { type Row, asNumber, asText } from '../db/row-values.ts'
import { sqlList } from '../db/sql.ts'
import { LISTED, MAY_NEED_PERSON, needsPerson } from './job-views.ts'
import type { QueryCache } from './query-cache.ts'
import { FILE_VIEWS } from '../../../shared/constants.ts'

/** Runs of one instrument with one reason. */
export interface CauseGroup {
  readonly instrument: string
  readonly reason: string
  readonly runs: number
  readonly acknowledged: number
  /** Failed files and their bytes; for a run without a failed file, all of its files that are not proven. */
  readonly files: number
  readonly bytes: number
  /** True where every run of the group has failed files. */
  readonly allHaveFailedFiles: boolean
  /** Id of the newest run. */
  readonly newest: number
}

const sumOf = (column: 'files' | 'bytes', states: readonly string[]): string =>
  `(SELECT coalesce(sum(c.${column}), 0) FROM file_counts c WHERE c.job_id = jobs.id AND c.state IN ${sqlList(states)})`

const groupBy = (where: string): string =>
  `SELECT instrument, reason, count(*) AS runs, count(ack) AS acknowledged, max(id) AS newest,
     sum(CASE failed WHEN 0 THEN unproven ELSE failed END) AS files,
     sum(CASE failed WHEN 0 THEN unproven_bytes ELSE failed_bytes END) AS bytes, sum(failed = 0) AS without_failed
   FROM (SELECT id, instrument, ack, error_reason AS reason,
       ${sumOf('files', FILE_VIEWS.attention)} AS failed, ${sumOf('bytes', FILE_VIEWS.attention)} AS failed_bytes,
       ${sumOf('files', FILE_VIEWS.open)} AS unproven, ${sumOf('bytes', FILE_VIEWS.open)} AS unproven_bytes
     FROM jobs WHERE error_reason IS NOT NULL AND ${where})
   GROUP BY instrument, reason`

const toGroup = (row: Row): CauseGroup => ({
  instrument: asText(row, 'instrument'),
  reason: asText(row, 'reason'),
  runs: asNumber(row, 'runs'),
  acknowledged: asNumber(row, 'acknowledged'),
  files: asNumber(row, 'files'),
  bytes: asNumber(row, 'bytes'),
  allHaveFailedFiles: asNumber(row, 'without_failed') === 0,
  newest: asNumber(row, 'newest'),
})

export type CauseStore = ReturnType<typeof createCauseStore>

export const createCauseStore = (db: Database, cache: QueryCache) => {
  // an index finds the states; the rest of the condition is evaluated for those few rows
  const all = db.prepare(groupBy(`${MAY_NEED_PERSON} AND ${needsPerson()} AND ${LISTED}`))
  const one = db.prepare(groupBy('id = ?'))
  const allGroups = cache(() => all.all().map(toGroup))
  return {
    /** The groups of all runs that wait for a person; for a job id, the last failure of that run, whatever its state. */
    groups: (jobId: number | null): CauseGroup[] =>
      jobId === null ? allGroups() : one.all(jobId).map(toGroup),
  }
}
