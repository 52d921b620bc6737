// Stores the app-wide activity log: triggers of the database write it when runs and holds change, the app adds what people do.
import type { Activity, ActivityLevel, ActivityQuery } from '../../../shared/model/list-rows.ts'
import type { Clock } from '../domain/clock.ts'
import type { Database } from '../db/database.ts'
import { type Row, asNumber, asNumberOrNull, asText } from '../db/row-values.ts'
import { isLike, jsonList, likeContains, sqlList } from '../db/sql.ts'
import { wordsOf } from './job-search.ts'

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
  steps: asNumber(row, 'steps'),
  isStep: asNumberOrNull(row, 'parent') !== null,
})

/** Lines that only say how a run goes on: a later line of the run says what became of it. */
const STEPS = `source = 'app' AND level = 'info' AND job_id IS NOT NULL
  AND text IN ('Added', 'Waiting', 'Sending', 'Checking', 'Safe to delete')`

/** Whether a line is a step that a later line of the run follows. */
const isFolded = (line: string): string =>
  `(${STEPS.replaceAll(/\b(?:source|level|job_id|text)\b/g, `${line}.$&`)}
   AND EXISTS (SELECT 1 FROM activity later WHERE later.job_id = ${line}.job_id AND later.id > ${line}.id))`

/** The line below which a step is folded: the next one of the run that is not. */
const PARENT = `(SELECT min(outcome.id) FROM activity outcome WHERE outcome.job_id = line.job_id AND outcome.id > line.id
  AND NOT ${isFolded('outcome')})`

/** Steps between a line and the one before it of the run that is not folded. */
const STEP_COUNT = `(SELECT count(*) FROM activity step WHERE step.job_id = line.job_id AND step.id < line.id
  AND step.id > coalesce((SELECT max(before.id) FROM activity before WHERE before.job_id = line.job_id
    AND before.id < line.id AND NOT ${isFolded('before')}), 0))`

interface Listing {
  readonly where: string
  readonly parent: string
  readonly steps: string
  readonly order: string
}

/** How lines are listed: as they were written, or one for each outcome of a run with its steps below it. */
const listingOf = ({ unfolded, search, source }: ActivityQuery): Listing => {
  // a search and a filter by who it was find steps too
  if (unfolded === undefined || search !== '' || source !== undefined)
    return { where: 'TRUE', parent: 'NULL', steps: '0', order: 'id DESC' }
  const folded = isFolded('line')
  if (unfolded.length === 0)
    return { where: `NOT ${folded}`, parent: 'NULL', steps: STEP_COUNT, order: 'id DESC' }
  return {
    where: `(NOT ${folded} OR ${PARENT} IN ${jsonList(':unfolded')})`,
    parent: `CASE WHEN ${folded} THEN ${PARENT} END`,
    steps: `CASE WHEN ${folded} THEN 0 ELSE ${STEP_COUNT} END`,
    order: `CASE WHEN ${folded} THEN ${PARENT} ELSE id END DESC, id DESC`,
  }
}

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

    /** Records what the program did or found, where it concerns no run. */
    told(level: ActivityLevel, text: string): void {
      insertApp.run(clock.now(), level, null, '', '', text)
    },

    /** Records what the program did with a run, where no change of its state tells it. */
    app(
      job: { id: number; instrument: string; run: string },
      level: ActivityLevel,
      text: string,
    ): void {
      insertApp.run(clock.now(), level, job.id, job.instrument, job.run, text)
    },

    /**
     * One page of the lines, newest first, and how many there are. The words of a search stand in any order in text and run.
     * `shownAs`: LIKE patterns of stored texts that are shown with that word.
     */
    page(
      query: ActivityQuery,
      offset: number,
      limit: number,
      shownAs: (word: string) => readonly string[] = () => [],
    ): { rows: Activity[]; total: number } {
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
      for (const [index, word] of wordsOf(query.search).entries()) {
        const [text, shown] = [`:word${index}`, `:shown${index}`]
        values[text] = likeContains(word)
        values[shown] = JSON.stringify(shownAs(word))
        where.push(
          `(run LIKE ${text} ESCAPE '\\' OR text LIKE ${text} ESCAPE '\\' OR ${isLike('line.text', shown)})`,
        )
      }
      if (query.source !== undefined) {
        where.push('source = :source')
        values[':source'] = query.source
      }
      if (query.since !== undefined) {
        where.push('at >= :since')
        values[':since'] = query.since
      }
      if (query.until !== undefined) {
        where.push('at < :until')
        values[':until'] = query.until
      }
      const listing = listingOf(query)
      const condition = [...where, listing.where].join(' AND ')
      if (condition.includes(':unfolded'))
        values[':unfolded'] = JSON.stringify(query.unfolded ?? [])
      const rows = db
        .prepare(
          `SELECT *, ${listing.steps} AS steps, ${listing.parent} AS parent FROM activity line WHERE ${condition}
           ORDER BY ${listing.order} LIMIT :limit OFFSET :offset`,
        )
        .all({ ...values, ':limit': limit, ':offset': offset })
        .map(toActivity)
      const count = db
        .prepare(`SELECT count(*) AS n FROM activity line WHERE ${condition}`)
        .get(values)
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
