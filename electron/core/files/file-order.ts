// Orders the list of a run's files for the window: files that need attention first; a short list in natural order too.
// A long one stays in the order of the rows, because each page of it is found without reading the rows before it.
import { comparePaths } from '../../../shared/natural-order.ts'
import { ATTENTION_STATES } from '../../../shared/constants.ts'
import type { Database } from '../db/database.ts'
import { asNumber, asText } from '../db/row-values.ts'
import { sqlList } from '../db/sql.ts'

/** A run with more files is listed in the order of its rows. */
const MAX_SORTED = 2_000
/** Files that need attention and are listed first; those beyond stay at their place. */
const MAX_FIRST = 1_000
/** Runs whose order is cached. */
const MAX_CACHED = 8

const ATTENTION: ReadonlySet<unknown> = new Set(ATTENTION_STATES)

export const createFileOrder = (db: Database) => {
  const paths = db.prepare('SELECT seq, path FROM files WHERE job_id = ?')
  const states = db.prepare('SELECT seq, state FROM files WHERE job_id = ?')
  const attention = db.prepare(
    `SELECT seq FROM files INDEXED BY files_attention WHERE job_id = ? AND state IN ${sqlList(ATTENTION_STATES)}
     ORDER BY seq LIMIT ${MAX_FIRST}`,
  )
  /** Row numbers in natural order, by job, its creation and its last row: rows are only added. */
  const cache = new Map<string, readonly number[]>()

  const sortedRows = (key: string, jobId: number): readonly number[] => {
    const known = cache.get(key)
    if (known !== undefined) return known
    const rows = paths
      .all(jobId)
      .map((row) => ({ seq: asNumber(row, 'seq'), path: asText(row, 'path') }))
    const sorted = rows.toSorted((a, b) => comparePaths(a.path, b.path)).map(({ seq }) => seq)
    cache.set(key, sorted)
    const [oldest] = cache.keys()
    if (cache.size > MAX_CACHED && oldest !== undefined) cache.delete(oldest)
    return sorted
  }

  /** All rows that are in one of the states (null: any) in natural order, those that need attention first. */
  const sortedPage = (key: string, jobId: number, wanted: readonly string[] | null): number[] => {
    const stateOf = new Map(
      states.all(jobId).map((row) => [asNumber(row, 'seq'), asText(row, 'state')]),
    )
    const rows = sortedRows(key, jobId).filter((seq) => {
      const state = stateOf.get(seq)
      return state !== undefined && (wanted === null || wanted.includes(state))
    })
    const needs = (seq: number): boolean => ATTENTION.has(stateOf.get(seq))
    return [...rows.filter(needs), ...rows.filter((seq) => !needs(seq))]
  }

  return {
    /**
     * Numbers of the rows of one page. `end`: the last row of the run; `wanted`: states, null: all. null: the run is too long
     * to be sorted.
     */
    sorted(
      { jobId, createdAt }: { readonly jobId: number; readonly createdAt: number },
      end: number,
      wanted: readonly string[] | null,
    ): readonly number[] | null {
      return end >= MAX_SORTED ? null : sortedPage(`${jobId} ${createdAt} ${end}`, jobId, wanted)
    },

    /** Rows of a long run from `offset` on, those that need attention first. */
    attentionFirst(jobId: number, end: number, offset: number, limit: number): number[] {
      const first = attention.all(jobId).map((row) => asNumber(row, 'seq'))
      const rows = first.slice(offset, offset + limit)
      const listed = new Set(first)
      // the row at which the others begin on this page: those that are listed first are passed over
      let seq = Math.max(0, offset - first.length)
      for (const one of first) if (one <= seq) seq += 1
      for (; rows.length < limit && seq <= end; seq += 1) if (!listed.has(seq)) rows.push(seq)
      return rows
    },
  }
}
