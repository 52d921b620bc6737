// Queries past runs: how fast runs arrived and were sent (for the forecast).
import type { Arrival } from '../domain/forecast.ts'
import type { Database } from '../db/database.ts'
import { asNumber, asText } from '../db/row-values.ts'
import { jsonList } from '../db/sql.ts'

export type HistoryStore = ReturnType<typeof createHistoryStore>

export const createHistoryStore = (db: Database) => {
  const arrivals = db.prepare(
    `SELECT j.created_at AS at, j.verified_at AS done,
       (SELECT coalesce(sum(c.bytes), 0) FROM file_counts c WHERE c.job_id = j.id) AS bytes
     FROM jobs j WHERE j.instrument = ? AND j.created_at >= ? ORDER BY j.created_at DESC LIMIT 200`,
  )
  return {
    /** The last runs of an instrument since a time (epoch ms), oldest first. */
    arrivals: (instrument: string, since: number): Arrival[] =>
      arrivals
        .all(instrument, since)
        .map((row) => ({ at: asNumber(row, 'at'), bytes: asNumber(row, 'bytes') }))
        .toReversed(),

    /** Speeds of the last successful pushes of these instruments, newest first. */
    speeds: (
      instruments: readonly string[],
      limit: number,
    ): { at: number; bytesPerSecond: number }[] =>
      db
        .prepare(
          `SELECT a.ended_at AS at, a.ended_at - a.started_at AS ms,
             coalesce(a.bytes, (SELECT sum(c.bytes) FROM file_counts c WHERE c.job_id = j.id), 0) AS bytes
           FROM attempts a JOIN jobs j ON j.id = a.job_id
           WHERE a.phase = 'push' AND a.outcome = 'done' AND a.ended_at > a.started_at
             AND j.instrument IN ${jsonList()} ORDER BY a.id DESC LIMIT ?`,
        )
        .all(JSON.stringify(instruments), limit)
        .map((row) => ({
          at: asNumber(row, 'at'),
          bytesPerSecond: (asNumber(row, 'bytes') * 1_000) / asNumber(row, 'ms'),
        })),

    /** Instruments that ever had a run. */
    instruments: (): string[] =>
      db
        .prepare('SELECT DISTINCT instrument FROM jobs')
        .all()
        .map((row) => asText(row, 'instrument')),

    /** Bytes of the last 50 runs verified since a time (epoch ms), and the duration of their successful pushes. */
    sending: (instruments: readonly string[], since: number): { bytes: number; ms: number } => {
      const row = db
        .prepare(
          `SELECT coalesce(sum(bytes), 0) AS bytes, coalesce(sum(ms), 0) AS ms FROM (
             SELECT (SELECT coalesce(sum(c.bytes), 0) FROM file_counts c WHERE c.job_id = j.id) AS bytes,
               (SELECT sum(a.ended_at - a.started_at) FROM attempts a
                WHERE a.job_id = j.id AND a.phase = 'push' AND a.outcome = 'done') AS ms
             FROM jobs j WHERE j.verified_at >= ? AND j.instrument IN ${jsonList()}
             ORDER BY j.verified_at DESC LIMIT 50) WHERE ms > 0`,
        )
        .get(since, JSON.stringify(instruments))
      return row === undefined
        ? { bytes: 0, ms: 0 }
        : { bytes: asNumber(row, 'bytes'), ms: asNumber(row, 'ms') }
    },
  }
}
