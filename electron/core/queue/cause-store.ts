// Runs that wait for a person, grouped by what stopped them.
import type { Database } from '../db/database.ts'
import { type Row, asNumber, asText } from '../db/row-values.ts'
import { NEEDS_YOU } from './job-views.ts'
import type { QueryCache } from './query-cache.ts'
import { FILE_VIEWS } from '../../../shared/constants.ts'

/** Runs of one instrument with one reason. */
export interface CauseGroup {
  readonly instrument: string
  readonly reason: string
  readonly runs: number
  readonly noted: number
  /** Files with a fault of their own, and their bytes; where a run has none, all of it that is not proven. */
  readonly files: number
  readonly bytes: number
  /** True where every run of it has files with a fault of their own. */
  readonly ofFiles: boolean
  readonly newest: number
}

const names = (states: readonly string[]): string => states.map((s) => `'${s}'`).join(',')
const sum = (what: 'files' | 'bytes', states: readonly string[]): string =>
  `(SELECT coalesce(sum(c.${what}), 0) FROM file_counts c WHERE c.job_id = jobs.id AND c.state IN (${names(states)}))`

export type CauseStore = ReturnType<typeof createCauseStore>

export const createCauseStore = (db: Database, keep: QueryCache) => {
  const toGroup = (row: Row): CauseGroup => ({
    instrument: asText(row, 'instrument'),
    reason: asText(row, 'reason'),
    runs: asNumber(row, 'runs'),
    noted: asNumber(row, 'noted'),
    files: asNumber(row, 'files'),
    bytes: asNumber(row, 'bytes'),
    ofFiles: asNumber(row, 'whole') === 0,
    newest: asNumber(row, 'newest'),
  })
  const grouped = (where: string): string =>
    `SELECT instrument, reason, count(*) AS runs, count(ack) AS noted, max(id) AS newest,
       sum(CASE own WHEN 0 THEN open ELSE own END) AS files,
       sum(CASE own WHEN 0 THEN open_bytes ELSE own_bytes END) AS bytes, sum(own = 0) AS whole
     FROM (SELECT id, instrument, ack, json_extract(last_error, '$.reason') AS reason,
         ${sum('files', FILE_VIEWS.attention)} AS own, ${sum('bytes', FILE_VIEWS.attention)} AS own_bytes,
         ${sum('files', FILE_VIEWS.open)} AS open, ${sum('bytes', FILE_VIEWS.open)} AS open_bytes
       FROM jobs WHERE last_error IS NOT NULL AND ${where})
     GROUP BY instrument, reason`
  // the states first: they are indexed, the rest of the rule is worked out for those few
  const all = db.prepare(
    grouped(`state IN ('failed','blocked','awaiting_verify') AND ${NEEDS_YOU}`),
  )
  const one = db.prepare(grouped('id = ?'))
  const waiting = keep(() => all.all().map(toGroup))
  return {
    /** What waits for a person; or what the last fault of one run is, whatever its state. */
    groups: (jobId: number | null): CauseGroup[] =>
      jobId === null ? waiting() : one.all(jobId).map(toGroup),
  }
}
