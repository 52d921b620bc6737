// Stores the app-wide activity log: triggers of the database write it when runs and holds change, the app adds what people do.
import type { Activity, ActivityLevel, ActivityQuery } from '../../../shared/model/list-rows.ts'
import type { Clock } from '../domain/clock.ts'
import type { Database } from '../db/database.ts'
import { type Row, asNumber, asNumberOrNull, asText } from '../db/row-values.ts'
import { likeContains, sqlList } from '../db/sql.ts'

/** The levels that a query for one level includes. */
const LEVELS_FROM: Readonly<Record<ActivityLevel, readonly ActivityLevel[]>> = {
  info: ['info', 'warning', 'error'],
  warning: ['warning', 'error'],
  error: ['error'],
}

const toActivity = (row: Row): Activity => ({
  id: asNumber(row, 'id'),
  at: asNumber(row, 'at'),
  // the column's CHECK allows no other value
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
    'INSERT INTO activity (at, level, source, job_id, instrument, run, text) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  const insertApp = db.prepare(
    `INSERT INTO activity (at, level, source, job_id, instrument, run, text) VALUES (?, ?, 'app', ?, ?, ?, ?)`,
  )
  const newestId = db.prepare('SELECT max(id) AS id FROM activity')
  return {
    /** Records what a person did; `job` null: it concerns no run. */
    person(job: { id: number; instrument: string; run: string } | null, text: string): void {
      const { id = null, instrument = '', run = '' } = job ?? {}
      insert.run(clock.now(), 'info', 'person', id, instrument, run, text)
    },

    /** Records what the app noticed of a run, which a person should know. */
    noticed(job: { id: number; instrument: string; run: string }, text: string): void {
      insert.run(clock.now(), 'warning', 'app', job.id, job.instrument, job.run, text)
    },

    /** Records what the program did with a run, where no change of its state tells it. */
    app(
      job: { id: number; instrument: string; run: string },
      level: ActivityLevel,
      text: string,
    ): void {
      insertApp.run(clock.now(), level, job.id, job.instrument, job.run, text)
    },

    /** One page of the lines, newest first, and how many there are. */
    page(query: ActivityQuery, offset: number, limit: number): { rows: Activity[]; total: number } {
      const where = [`level IN ${sqlList(LEVELS_FROM[query.level])}`]
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
      const condition = where.join(' AND ')
      const rows = db
        .prepare(
          `SELECT * FROM activity WHERE ${condition} ORDER BY id DESC LIMIT :limit OFFSET :offset`,
        )
        .all({ ...values, ':limit': limit, ':offset': offset })
        .map(toActivity)
      const count = db.prepare(`SELECT count(*) AS n FROM activity WHERE ${condition}`).get(values)
      return { rows, total: asNumber(count ?? {}, 'n') }
    },

    /** Id of the newest line; 0: there is none. */
    newest: (): number => asNumberOrNull(newestId.get() ?? {}, 'id') ?? 0,

    /** Deletes lines older than that time, epoch ms. */
    dropBefore(at: number): void {
      db.prepare('DELETE FROM activity WHERE at < ?').run(at)
    },
  }
}
