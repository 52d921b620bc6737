// Groups the runs that wait for a person by route and reason, for the cause cards (docs/ux.md D7).
import type { Database } from '../db/database.ts'
import type { Acknowledgement } from '../../../shared/model/model.ts'
import { acknowledgement } from '../../../shared/model/stored.ts'
import { type Row, asNumber, asNumberOrNull, asText, asTextOrNull } from '../db/row-values.ts'
import { sqlList } from '../db/sql.ts'
import { PROVEN_STATES } from '../domain/job-state.ts'
import { LISTED, MAY_NEED_PERSON, needsPerson } from './job-views.ts'
import type { QueryCache } from './query-cache.ts'
import { FILE_VIEWS } from '../../../shared/constants.ts'

/** Jobs of one route with one reason. */
export interface CauseGroup {
  readonly route: string
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
  /** Oldest and newest failure, epoch ms. */
  readonly since: number
  readonly lastAt: number
  /** Most failed tries of one run in its current series. */
  readonly tries: number
  /** Runs that are being sent or proven, that a person holds, that wait for their next attempt, blocked, not provable, proven. */
  readonly busy: number
  readonly held: number
  readonly retrying: number
  readonly blocked: number
  readonly unproven: number
  readonly proven: number
  /** When the first next attempt or check is due, epoch ms; null: none is. */
  readonly nextAt: number | null
  readonly ack: Acknowledgement | null
}

/** The newest note, found as the greatest text that begins with its time. */
const NEWEST_ACK = `max(CASE WHEN json_valid(ack) THEN printf('%020d', json_extract(ack, '$.at')) || ack END)`
const ACK_TIME_DIGITS = 20

/** States of a run; each run is in at most one. */
const BUSY = `state = 'running'`
const HELD = `(held = 1 AND state IN ('queued','awaiting_verify'))`
const PROVEN = `state IN ${sqlList(PROVEN_STATES)}`
const RETRYING = `(held = 0 AND state IN ('queued','awaiting_verify') AND due_at IS NOT NULL)`

const sumOf = (column: 'files' | 'bytes', states: readonly string[]): string =>
  `(SELECT coalesce(sum(c.${column}), 0) FROM file_counts c WHERE c.job_id = jobs.id AND c.state IN ${sqlList(states)})`

const groupBy = (where: string): string =>
  `SELECT route, reason, count(*) AS runs, count(ack) AS acknowledged, max(id) AS newest,
     sum(CASE failed WHEN 0 THEN unproven ELSE failed END) AS files,
     sum(CASE failed WHEN 0 THEN unproven_bytes ELSE failed_bytes END) AS bytes, sum(failed = 0) AS without_failed,
     min(error_at) AS since, max(error_at) AS last_at, max(failures) AS tries, ${NEWEST_ACK} AS ack,
     sum(${BUSY}) AS busy, sum(${HELD}) AS held, sum(${RETRYING}) AS retrying, sum(state = 'blocked') AS blocked,
     sum(state = 'awaiting_verify' AND due_at IS NULL) AS unproven, sum(${PROVEN}) AS proven,
     min(CASE WHEN ${RETRYING} THEN due_at WHEN ${PROVEN} THEN maintenance_at END) AS next_at
   FROM (SELECT id, route, ack, state, held, due_at, maintenance_at, failures, error_reason AS reason,
       coalesce(json_extract(last_error, '$.at'), updated_at) AS error_at,
       ${sumOf('files', FILE_VIEWS.attention)} AS failed, ${sumOf('bytes', FILE_VIEWS.attention)} AS failed_bytes,
       ${sumOf('files', FILE_VIEWS.open)} AS unproven, ${sumOf('bytes', FILE_VIEWS.open)} AS unproven_bytes
     FROM jobs WHERE error_reason IS NOT NULL AND ${where})
   GROUP BY route, reason`

/** A damaged note is none. */
const toAck = (row: Row): Acknowledgement | null => {
  const text = asTextOrNull(row, 'ack')
  if (text === null) return null
  const found = acknowledgement.safeParse(JSON.parse(text.slice(ACK_TIME_DIGITS)))
  return found.success ? found.data : null
}

const toGroup = (row: Row): CauseGroup => ({
  route: asText(row, 'route'),
  reason: asText(row, 'reason'),
  runs: asNumber(row, 'runs'),
  acknowledged: asNumber(row, 'acknowledged'),
  files: asNumber(row, 'files'),
  bytes: asNumber(row, 'bytes'),
  allHaveFailedFiles: asNumber(row, 'without_failed') === 0,
  newest: asNumber(row, 'newest'),
  since: asNumber(row, 'since'),
  lastAt: asNumber(row, 'last_at'),
  tries: asNumber(row, 'tries'),
  busy: asNumber(row, 'busy'),
  held: asNumber(row, 'held'),
  retrying: asNumber(row, 'retrying'),
  blocked: asNumber(row, 'blocked'),
  unproven: asNumber(row, 'unproven'),
  proven: asNumber(row, 'proven'),
  nextAt: asNumberOrNull(row, 'next_at'),
  ack: toAck(row),
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

    /** Puts a person's note on a problem, or takes it back. The run did nothing, so its last activity stays. */
    setAck(jobId: number, ack: Acknowledgement | null): void {
      db.prepare('UPDATE jobs SET ack = ? WHERE id = ?').run(
        ack === null ? null : JSON.stringify(ack),
        jobId,
      )
    },
  }
}
