// Lists of runs as they are asked for: filtered, in any order, a page at a time.
import type { RunColumn, RunQuery } from '../../../shared/model/list-rows.ts'
import { FILE_VIEWS } from '../../../shared/constants.ts'
import { FILE_STATES } from '../../../shared/model/file-states.ts'
import type { Database } from '../db/database.ts'
import { type Job, toJob } from './job-row.ts'
import { asNumber } from '../db/row-values.ts'
import { likeContains } from '../db/sql.ts'
import { CHANGED, OPEN, OVER, RANK, VIEW, type ViewFacts, viewValues } from './job-views.ts'

const states = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(',')
const sum = (what: 'files' | 'bytes', names: readonly string[]): string =>
  `(SELECT coalesce(sum(${what}), 0) FROM file_counts c WHERE c.job_id = jobs.id AND c.state IN (${states(names)}))`

/** All of a run but what a person excluded. */
const IN_SCOPE = FILE_STATES.filter((state) => state !== 'excluded')

/** Every way to order a list, as SQL over the job's row. Live values are handed in as JSON: id to number. */
const ORDER: Readonly<Record<RunColumn, string>> = {
  state: RANK,
  run: 'run COLLATE NOCASE',
  instrument: 'instrument COLLATE NOCASE',
  progress: `CAST(${sum('files', ['verified', 'cleaned', 'sent', 'size_only'])} AS REAL) / max(1, ${sum('files', IN_SCOPE)})`,
  size: sum('bytes', IN_SCOPE),
  problems: sum('files', FILE_VIEWS.attention),
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
  exit: `coalesce(json_extract(last_error, '$.exitCode'), -1)`,
}

/** Where a search looks. */
const SEARCHED = ['folder', 'instrument', 'target', 'label', 'operator']

/** What the database does not know: which instruments send where, and what moves at this moment. */
export interface ListFacts extends ViewFacts {
  instrumentsAt(destination: string): readonly string[]
  /** Seconds left and bytes a second of runs that are being worked on, by id. */
  readonly left: Readonly<Record<number, number>>
  readonly speed: Readonly<Record<number, number>>
}

export type JobList = ReturnType<typeof createJobList>

export const createJobList = (db: Database) => {
  const narrow = (query: RunQuery, facts: ListFacts) => {
    const where: string[] = []
    const values: Record<string, string | number> = {}
    const put = (sql: string, name: string, value: string | number): void => {
      where.push(sql)
      values[name] = value
    }
    if (query.view !== 'all') put(`${VIEW} = :view`, ':view', query.view)
    if (query.search !== '')
      put(
        `(${SEARCHED.map((column) => `${column} LIKE :search ESCAPE '\\'`).join(' OR ')})`,
        ':search',
        likeContains(query.search),
      )
    if (query.instrument !== undefined)
      put('instrument = :instrument', ':instrument', query.instrument)
    const at = query.cause?.destination ?? query.destination
    if (at !== undefined && at !== '')
      put(
        'instrument IN (SELECT value FROM json_each(:instruments))',
        ':instruments',
        JSON.stringify(facts.instrumentsAt(at)),
      )
    if (query.cause !== undefined)
      put(`json_extract(last_error, '$.reason') = :reason`, ':reason', query.cause.reason)
    if (query.state === 'changed_since') where.push(CHANGED)
    else if (query.state !== undefined) put('state = :state', ':state', query.state)
    if (query.state === 'failed') where.push(`NOT ${CHANGED}`)
    if (query.since !== undefined) put('updated_at >= :since', ':since', query.since)
    if (query.until !== undefined) put('updated_at < :until', ':until', query.until)
    return { where: where.length === 0 ? '1' : where.join(' AND '), values }
  }

  const orderOf = ({ view }: RunQuery): string => {
    const within =
      view === 'needs_you' ? 'ack IS NOT NULL' : `CASE ${VIEW} WHEN 'waiting' THEN due_at END`
    const busy = `CASE ${VIEW} WHEN 'active' THEN CASE state WHEN 'running' THEN 0 WHEN 'awaiting_verify' THEN 1 ELSE 2 END END`
    return `${RANK}, ${busy}, ${within}, id DESC`
  }

  /** Only what a statement names may be handed to it. */
  const valuesFor = (sql: string, facts: ListFacts, own: Record<string, string | number>) => ({
    ...own,
    ...(sql.includes(':soon') ? viewValues(facts) : {}),
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
    page(
      query: RunQuery,
      facts: ListFacts,
      offset: number,
      limit: number,
    ): { jobs: Job[]; total: number } {
      const { where, values } = narrow(query, facts)
      const part = (scope: string, order: string, from: number, most: number): Job[] => {
        const sql = `SELECT * FROM jobs WHERE ${scope} ORDER BY ${order} LIMIT :limit OFFSET :offset`
        const own = { ...valuesFor(sql, facts, values), ':limit': most, ':offset': from }
        return db.prepare(sql).all(own).map(toJob)
      }
      const all = total(where, values, facts)
      if (query.sort !== undefined) {
        const order = `${ORDER[query.sort.by]} ${query.sort.descending ? 'DESC' : 'ASC'}, id DESC`
        return { jobs: part(where, order, offset, limit), total: all }
      }
      // runs that are over come last, newest first: nearly all there are, and none needs to be ranked. The plus keeps
      // SQLite from fetching them by state, which it would have to sort
      const open = `${OPEN} AND ${where}`
      const before = total(open, values, facts)
      const first = offset < before ? part(open, orderOf(query), offset, limit) : []
      const left = limit - first.length
      const rest =
        left > 0 && before < all
          ? part(`+${OVER} AND ${where}`, 'id DESC', Math.max(0, offset - before), left)
          : []
      return { jobs: [...first, ...rest], total: all }
    },

    ids(query: RunQuery, facts: ListFacts, limit: number): { ids: number[]; total: number } {
      const { where, values } = narrow(query, facts)
      const rows = db
        .prepare(`SELECT id FROM jobs WHERE ${where} ORDER BY id DESC LIMIT :limit`)
        .all({ ...valuesFor(where, facts, values), ':limit': limit })
      return { ids: rows.map((row) => asNumber(row, 'id')), total: total(where, values, facts) }
    },
  }
}
