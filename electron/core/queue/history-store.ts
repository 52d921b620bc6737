// Queries past runs: how fast runs arrived and were sent, for the forecast and the pictures of throughput.
import type { ProofLevel } from '../../../shared/model/model.ts'
import { proofLevel } from '../../../shared/model/stored.ts'
import type { Arrival } from '../domain/forecast.ts'
import type { Send } from '../domain/throughput.ts'
import type { Database } from '../db/database.ts'
import { asNumber, asText } from '../db/row-values.ts'
import { jsonList } from '../db/sql.ts'

export type HistoryStore = ReturnType<typeof createHistoryStore>

export const createHistoryStore = (db: Database) => {
  const arrivals = db.prepare(
    `SELECT j.created_at AS at, j.verified_at AS done,
       (SELECT coalesce(sum(c.bytes), 0) FROM file_counts c WHERE c.job_id = j.id) AS bytes
     FROM jobs j WHERE j.instrument = ? AND j.lead IS NULL AND j.created_at >= ? ORDER BY j.created_at DESC LIMIT 200`,
  )
  const sends = db.prepare(
    `SELECT j.route, a.started_at, a.ended_at, a.bytes
     FROM (SELECT * FROM attempts ORDER BY id DESC LIMIT 5000) a JOIN jobs j ON j.id = a.job_id
     WHERE a.phase = 'push' AND a.ended_at >= ? AND a.bytes > 0 AND j.route IN ${jsonList()}`,
  )
  const openSends = db.prepare(
    `SELECT a.job_id, j.route, a.started_at FROM attempts a JOIN jobs j ON j.id = a.job_id
     WHERE a.ended_at IS NULL AND a.phase = 'push' AND j.route IN ${jsonList()}`,
  )
  const lastProof = db.prepare(
    `SELECT proof FROM jobs WHERE verified_at IS NOT NULL AND route IN ${jsonList()}
     ORDER BY verified_at DESC LIMIT 1`,
  )
  return {
    /** The last runs of an instrument since a time (epoch ms), oldest first. */
    arrivals: (instrument: string, since: number): Arrival[] =>
      arrivals
        .all(instrument, since)
        .map((row) => ({ at: asNumber(row, 'at'), bytes: asNumber(row, 'bytes') }))
        .toReversed(),

    /** Speeds of the last successful pushes of these routes, newest first. */
    speeds: (routes: readonly string[], limit: number): { at: number; bytesPerSecond: number }[] =>
      db
        .prepare(
          `SELECT a.ended_at AS at, a.ended_at - a.started_at AS ms,
             coalesce(a.bytes, (SELECT sum(c.bytes) FROM file_counts c WHERE c.job_id = j.id), 0) AS bytes
           FROM attempts a JOIN jobs j ON j.id = a.job_id
           WHERE a.phase = 'push' AND a.outcome = 'done' AND a.ended_at > a.started_at
             AND j.route IN ${jsonList()} ORDER BY a.id DESC LIMIT ?`,
        )
        .all(JSON.stringify(routes), limit)
        .map((row) => ({
          at: asNumber(row, 'at'),
          bytesPerSecond: (asNumber(row, 'bytes') * 1_000) / asNumber(row, 'ms'),
        })),

    /** Pushes of these routes that ended since a time (epoch ms) and sent something; at most the last 5,000 attempts. */
    sends: (routes: readonly string[], since: number): Send[] =>
      sends.all(since, JSON.stringify(routes)).map((row) => ({
        instrument: asText(row, 'route'),
        from: asNumber(row, 'started_at'),
        to: asNumber(row, 'ended_at'),
        bytes: asNumber(row, 'bytes'),
      })),

    /** Pushes of these routes that run now. */
    openSends: (routes: readonly string[]): { jobId: number; instrument: string; from: number }[] =>
      openSends.all(JSON.stringify(routes)).map((row) => ({
        jobId: asNumber(row, 'job_id'),
        instrument: asText(row, 'route'),
        from: asNumber(row, 'started_at'),
      })),

    /** How the last proven run of these routes was compared; null: none was proven. */
    lastProof: (routes: readonly string[]): ProofLevel | null => {
      const row = lastProof.get(JSON.stringify(routes))
      return row === undefined ? null : proofLevel.catch('none').parse(row['proof'])
    },

    /** Instruments that ever had a run. */
    instruments: (): string[] =>
      db
        .prepare('SELECT DISTINCT instrument FROM jobs')
        .all()
        .map((row) => asText(row, 'instrument')),

    /** Bytes of the last 50 jobs of these routes verified since a time (epoch ms), and the duration of their successful pushes. */
    sending: (routes: readonly string[], since: number): { bytes: number; ms: number } => {
      const row = db
        .prepare(
          `SELECT coalesce(sum(bytes), 0) AS bytes, coalesce(sum(ms), 0) AS ms FROM (
             SELECT (SELECT coalesce(sum(c.bytes), 0) FROM file_counts c WHERE c.job_id = j.id) AS bytes,
               (SELECT sum(a.ended_at - a.started_at) FROM attempts a
                WHERE a.job_id = j.id AND a.phase = 'push' AND a.outcome = 'done') AS ms
             FROM jobs j WHERE j.verified_at >= ? AND j.route IN ${jsonList()}
             ORDER BY j.verified_at DESC LIMIT 50) WHERE ms > 0`,
        )
        .get(since, JSON.stringify(routes))
      return row === undefined
        ? { bytes: 0, ms: 0 }
        : { bytes: asNumber(row, 'bytes'), ms: asNumber(row, 'ms') }
    },
  }
}
