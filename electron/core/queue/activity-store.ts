// The app-wide log: written by triggers as runs and destinations change, so that nothing can happen without a line, and by people.
import type { Activity, ActivityLevel, ActivityQuery } from '../../../shared/model/list-rows.ts'
import type { Clock } from '../domain/clock.ts'
import type { Database } from '../db/database.ts'
import { type Row, asNumber, asNumberOrNull, asText } from '../db/row-values.ts'
import { likeContains } from '../db/sql.ts'

const LEVELS: Readonly<Record<ActivityLevel, readonly ActivityLevel[]>> = {
  info: ['info', 'warning', 'error'],
  warning: ['warning', 'error'],
  error: ['error'],
}

const toActivity = (row: Row): Activity => ({
  id: asNumber(row, 'id'),
  at: asNumber(row, 'at'),
  // the column's check allows these alone
  level: asText(row, 'level') as ActivityLevel,
  source: asText(row, 'source') === 'person' ? 'person' : 'app',
  jobId: asNumberOrNull(row, 'job_id'),
  instrument: asText(row, 'instrument'),
  run: asText(row, 'run'),
  text: asText(row, 'text'),
})

export type ActivityStore = ReturnType<typeof createActivityStore>

export const createActivityStore = (db: Database, clock: Clock) => {
  const insert = db.prepare(
    `INSERT INTO activity (at, level, source, job_id, instrument, run, text) VALUES (?, 'info', 'person', ?, ?, ?, ?)`,
  )
  const newest = db.prepare('SELECT max(id) AS id FROM activity')
  return {
    /** What a person did; `job` null: it is about no run. */
    person(job: { id: number; instrument: string; run: string } | null, text: string): void {
      insert.run(clock.now(), job?.id ?? null, job?.instrument ?? '', job?.run ?? '', text)
    },

    /** Newest first. */
    page(query: ActivityQuery, offset: number, limit: number): { rows: Activity[]; total: number } {
      const where = [`level IN (${LEVELS[query.level].map((l) => `'${l}'`).join(',')})`]
      const values: Record<string, string | number> = {}
      if (query.instrument !== undefined) {
        where.push('instrument = :instrument')
        values[':instrument'] = query.instrument
      }
      if (query.jobId !== undefined) {
        where.push('job_id = :job')
        values[':job'] = query.jobId
      }
      if (query.search !== '') {
        where.push(`(run LIKE :search ESCAPE '\\' OR text LIKE :search ESCAPE '\\')`)
        values[':search'] = likeContains(query.search)
      }
      const rule = where.join(' AND ')
      const rows = db
        .prepare(
          `SELECT * FROM activity WHERE ${rule} ORDER BY id DESC LIMIT :limit OFFSET :offset`,
        )
        .all({ ...values, ':limit': limit, ':offset': offset })
        .map(toActivity)
      const count = db.prepare(`SELECT count(*) AS n FROM activity WHERE ${rule}`).get(values)
      return { rows, total: asNumber(count ?? {}, 'n') }
    },

    /** Id of the newest line; 0: there is none. */
    newest: (): number => asNumberOrNull(newest.get() ?? {}, 'id') ?? 0,

    /** Drops lines older than that. */
    dropBefore(at: number): void {
      db.prepare('DELETE FROM activity WHERE at < ?').run(at)
    },
  }
}
