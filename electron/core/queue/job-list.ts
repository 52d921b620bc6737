// Lists jobs for the window and the command line: filtered, sorted, a page at a time.
import type { RunColumn, RunQuery, RunStateFilter } from '../../../shared/model/list-rows.ts'
import { RUN_STATE_FILTERS } from '../../../shared/model/states.ts'
import { FILE_VIEWS } from '../../../shared/constants.ts'
import { FILE_STATES } from '../../../shared/model/file-states.ts'
import type { Database } from '../db/database.ts'
import { manyRows } from '../db/many-rows.ts'
import { type Job, toJob } from './job-row.ts'
import { asNumber, asNumberOrNull, asText } from '../db/row-values.ts'
import { jsonList, sqlList } from '../db/sql.ts'
import { type SearchFacts, searchConditions } from './job-search.ts'
import {
  AT_REST,
  ENDED,
  LISTED,
  NOT_AT_REST,
  OPEN,
  OVER,
  RANK,
  STATE_FILTERS,
  VIEW,
  type ViewFacts,
  viewValues,
} from './job-views.ts'

const sumOf = (column: 'files' | 'bytes', states: readonly string[]): string =>
  `(SELECT coalesce(sum(${column}), 0) FROM file_counts c WHERE c.job_id = jobs.id AND c.state IN ${sqlList(states)})`

/** The states of files that are not excluded. */
const IN_SCOPE = FILE_STATES.filter((state) => state !== 'excluded')

/** The SQL expression for each sort column. Live values are bound as JSON objects: id to number. */
const ORDER: Readonly<Record<RunColumn, string>> = {
  state: RANK,
  run: 'natural_order(run)',
  instrument: 'instrument COLLATE NOCASE',
  progress: `CAST(${sumOf('files', ['verified', 'cleaned', 'sent', 'size_only'])} AS REAL) / max(1, ${sumOf('files', IN_SCOPE)})`,
  size: sumOf('bytes', IN_SCOPE),
  problems: sumOf('files', FILE_VIEWS.attention),
  left: `coalesce(json_extract(:left, '$."' || id || '"'), due_at, 9e18)`,
  speed: `coalesce(json_extract(:speed, '$."' || id || '"'), 0)`,
  proof: 'proof',
  activity: 'updated_at',
  attempts: 'attempts',
  destination: `rtrim(substr(rtrim(target, '/'), 1, length(rtrim(target, '/')) - length(run_path)), '/') COLLATE NOCASE`,
  nas_path: 'target COLLATE NOCASE',
  folder: 'folder COLLATE NOCASE',
  queued: 'created_at',
  verified: 'coalesce(verified_at, 0)',
  operator: 'operator COLLATE NOCASE',
  exit: `CASE WHEN json_valid(last_error) THEN coalesce(json_extract(last_error, '$.exitCode'), -1) ELSE -1 END`,
}

const NEWEST_AT_REST = `SELECT id FROM jobs WHERE +${AT_REST} ORDER BY id DESC LIMIT :newest`
const GLANCE = `id IN (SELECT id FROM jobs WHERE ${NOT_AT_REST} UNION ALL SELECT id FROM (${NEWEST_AT_REST}))`

/** Counted in an index alone; those of the glance are taken off again. */
const REST = `
SELECT state, sum(n) AS n FROM (
  SELECT state, count(*) AS n FROM jobs INDEXED BY jobs_by_instrument WHERE ${ENDED} AND ${LISTED} GROUP BY state
  UNION ALL SELECT state, -count(*) FROM jobs WHERE ${GLANCE} AND ${ENDED} GROUP BY state)
GROUP BY state HAVING sum(n) > 0`

/** Digits of a number in a name up to which it is compared by its value. */
const NUMBER_DIGITS = 20

/** A text that sorts as people count: without case, `run 9` before `run 10`. */
const naturalOrder = (name: unknown): string =>
  String(name)
    .toLowerCase()
    .replaceAll(/\d+/g, (digits) => digits.replace(/^0+(?=\d)/, '').padStart(NUMBER_DIGITS, '0'))

/** Facts that the database does not hold: which routes lead where, and the progress of active runs. */
export interface ListFacts extends ViewFacts, SearchFacts {
  routesTo(destination: string): readonly string[]
  /** Seconds left and bytes per second of active runs, by id. */
  readonly left: Readonly<Record<number, number>>
  readonly speed: Readonly<Record<number, number>>
}

export type JobList = ReturnType<typeof createJobList>

export const createJobList = (db: Database) => {
  db.function('natural_order', { deterministic: true }, naturalOrder)
  /** `state`: the condition of the state filter. */
  const filterOf = (
    query: RunQuery,
    facts: ListFacts,
    state = query.state === undefined ? LISTED : STATE_FILTERS[query.state],
  ) => {
    const where: string[] = []
    const values: Record<string, string | number> = {}
    const add = (sql: string, name: string, value: string | number): void => {
      where.push(sql)
      values[name] = value
    }
    if (query.view !== 'all') add(`${VIEW} = :view`, ':view', query.view)
    const search = searchConditions(query.search, facts)
    where.push(...search.where)
    Object.assign(values, search.values)
    if (query.instrument !== undefined)
      add('instrument = :instrument', ':instrument', query.instrument)
    const destination = query.cause?.destination ?? query.destination
    if (destination !== undefined && destination !== '')
      add(`route IN ${jsonList(':routes')}`, ':routes', JSON.stringify(facts.routesTo(destination)))
    if (query.cause !== undefined) add('error_reason = :reason', ':reason', query.cause.reason)
    where.push(state)
    if (query.since !== undefined) add('updated_at >= :since', ':since', query.since)
    if (query.until !== undefined) add('updated_at < :until', ':until', query.until)
    return { where: where.join(' AND '), values }
  }

  /** The order of jobs that are not over, where no column is chosen. */
  const orderOf = ({ view }: RunQuery): string => {
    const within =
      view === 'needs_you' ? 'ack IS NOT NULL' : `CASE ${VIEW} WHEN 'waiting' THEN due_at END`
    const phase = `CASE ${VIEW} WHEN 'active' THEN CASE state WHEN 'running' THEN 0 WHEN 'awaiting_verify' THEN 1 ELSE 2 END END`
    // of runs that are due at the same time the engine takes the oldest first
    const turn = `CASE ${VIEW} WHEN 'waiting' THEN id END`
    return `${RANK}, ${phase}, ${within}, ${turn}, id DESC`
  }

  /** Adds the parameters that the statement names; SQLite refuses others. */
  const valuesFor = (sql: string, facts: ListFacts, values: Record<string, string | number>) => ({
    ...values,
    ...viewValues(sql, facts),
    ...(sql.includes(':left') ? { ':left': JSON.stringify(facts.left) } : {}),
    ...(sql.includes(':speed') ? { ':speed': JSON.stringify(facts.speed) } : {}),
  })
  const total = (
    where: string,
    values: Record<string, string | number>,
    facts: ListFacts,
  ): number =>
    asNumber(
      db
        .prepare(`SELECT count(*) AS n FROM jobs WHERE ${where}`)
        .get(valuesFor(where, facts, values)) ?? {},
      'n',
    )

  return {
    /** One page of the list, and how many jobs the whole list has. */
    page(
      query: RunQuery,
      facts: ListFacts,
      offset: number,
      limit: number,
    ): { jobs: Job[]; total: number } {
      const { where, values } = filterOf(query, facts)
      const select = (condition: string, order: string, from: number, count: number): Job[] => {
        const sql = `SELECT * FROM jobs WHERE ${condition} ORDER BY ${order} LIMIT :limit OFFSET :offset`
        const bound = { ...valuesFor(sql, facts, values), ':limit': count, ':offset': from }
        return manyRows(db, sql, bound).map(toJob)
      }
      const all = total(where, values, facts)
      if (query.sort !== undefined) {
        const order = `${ORDER[query.sort.by]} ${query.sort.descending ? 'DESC' : 'ASC'}, id DESC`
        return { jobs: select(where, order, offset, limit), total: all }
      }
      // runs that are over come last, newest first; they are nearly all runs, so they are not ranked. The plus keeps SQLite
      // from using the index of states, after which it would have to sort them
      const open = `${OPEN} AND ${where}`
      const openTotal = total(open, values, facts)
      const openJobs = offset < openTotal ? select(open, orderOf(query), offset, limit) : []
      const missing = limit - openJobs.length
      const overJobs =
        missing > 0 && openTotal < all
          ? select(`+${OVER} AND ${where}`, 'id DESC', Math.max(0, offset - openTotal), missing)
          : []
      return { jobs: [...openJobs, ...overJobs], total: all }
    },

    /**
     * The listed jobs that are not at rest and the newest of those that are, in the order of the list; `rest`: how many others are
     * at rest, by state. Only the rows of those jobs are read.
     */
    glance(facts: ViewFacts, newest: number): { jobs: Job[]; rest: Record<string, number> } {
      const order = orderOf({ view: 'all', search: '' })
      const sql = `SELECT * FROM jobs WHERE ${GLANCE} ORDER BY ${order}`
      const values = { ...viewValues(sql, facts), ':newest': newest }
      const rest = db.prepare(REST).all({ ':newest': newest })
      return {
        jobs: manyRows(db, sql, values).map(toJob),
        rest: Object.fromEntries(rest.map((row) => [asText(row, 'state'), asNumber(row, 'n')])),
      }
    },

    /** How many runs each state chip leaves of a list. */
    stateCounts(query: RunQuery, facts: ListFacts): Record<RunStateFilter | 'all', number> {
      const { where, values } = filterOf(query, facts, 'TRUE')
      const conditions = [
        ...RUN_STATE_FILTERS.map((filter) => [filter, STATE_FILTERS[filter]] as const),
        ['all', LISTED] as const,
      ]
      const sums = conditions.map(([name, condition]) => `sum(${condition}) AS "${name}"`)
      const sql = `SELECT ${sums.join(', ')} FROM jobs WHERE ${where}`
      const row = db.prepare(sql).get(valuesFor(sql, facts, values)) ?? {}
      const counts = conditions.map(([name]) => [name, asNumberOrNull(row, name) ?? 0])
      return Object.fromEntries(counts) as Record<RunStateFilter | 'all', number> // one entry for each
    },

    /** Ids of the listed jobs, newest first, at most `limit`, and how many there are. */
    ids(query: RunQuery, facts: ListFacts, limit: number): { ids: number[]; total: number } {
      const { where, values } = filterOf(query, facts)
      const rows = db
        .prepare(`SELECT id FROM jobs WHERE ${where} ORDER BY id DESC LIMIT :limit`)
        .all({ ...valuesFor(where, facts, values), ':limit': limit })
      return { ids: rows.map((row) => asNumber(row, 'id')), total: total(where, values, facts) }
    },
  }
}
