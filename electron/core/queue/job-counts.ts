// Counts the runs of each list (docs/ux.md D3), in all, by instrument and by route.
import type { Overview } from '../../../shared/model/overview.ts'
import { STATE_CHIPS, type StateChip } from '../../../shared/model/state-chips.ts'
import type { Database } from '../db/database.ts'
import { asNumber, asText, asTextOrNull } from '../db/row-values.ts'
import {
  CHANGED_SINCE_VERIFIED,
  CHIP,
  ENDED,
  ENDED_LIVE,
  LISTED,
  ONLY_COPY_UNPROVEN,
  OPEN,
  STATE_FILTERS,
  VIEW,
  type ViewFacts,
  viewValues,
} from './job-views.ts'

export type JobCounts = Pick<
  Overview,
  | 'counts'
  | 'states'
  | 'instruments'
  | 'routes'
  | 'failed'
  | 'proven'
  | 'cancelled'
  | 'unacknowledged'
  | 'retrying'
  | 'safe'
>

/** Failures that sending again cannot cure. */
const NOT_CURED_BY_SENDING = `(${CHANGED_SINCE_VERIFIED} OR ${ONLY_COPY_UNPROVEN})`

/** States of a run with every file proven. */
const PROVEN: ReadonlySet<string> = new Set(['verified', 'cleanup_eligible', 'cleaned'])

/** Jobs whose rows say more than their state. */
const BY_ROW = `(${OPEN} OR ${ENDED_LIVE}) AND ${LISTED}`

/**
 * Nearly all runs have ended, so those are counted in an index alone, without their rows; the few of them that BY_ROW counts too
 * are taken off again. Archived ones are counted for their chip alone.
 */
const COUNT = `
SELECT instrument AS route, 'done' AS view, state AS chip, state, 0 AS changed, count(*) AS n, 0 AS acknowledged
  FROM jobs INDEXED BY jobs_by_instrument WHERE ${ENDED} AND ${LISTED} GROUP BY instrument, state
UNION ALL
SELECT instrument, 'done', state, state, 0, -count(*), 0 FROM jobs WHERE ${BY_ROW} AND +${ENDED} GROUP BY instrument, state
UNION ALL
SELECT route, ${VIEW}, ${CHIP}, state, ${NOT_CURED_BY_SENDING}, count(*), count(ack) FROM jobs WHERE ${BY_ROW} GROUP BY 1, 2, 3, 4, 5
UNION ALL
SELECT '', 'archived', 'archived', '', 0, count(*), 0 FROM jobs WHERE NOT (${LISTED})`

const COUNT_SAFE = `SELECT count(*) AS n FROM jobs WHERE ${STATE_FILTERS.safe}`

const isChip = (text: string): text is StateChip => STATE_CHIPS.some((chip) => chip === text)

type RouteCounts = JobCounts['routes'][number]

const noCounts = (id: string): RouteCounts => ({ id, needsYou: 0, known: 0, active: 0, waiting: 0 })

/** The counts of an instrument: those of all its routes. */
const byInstrument = (routes: readonly RouteCounts[]): JobCounts['instruments'] => {
  const sums = new Map<string, RouteCounts>()
  for (const { id, needsYou, known, active, waiting } of routes) {
    const [instrument = id] = id.split('/')
    const sum = sums.get(instrument) ?? noCounts(instrument)
    sums.set(instrument, sum)
    sum.needsYou += needsYou
    sum.known += known
    sum.active += active
    sum.waiting += waiting
  }
  return [...sums.values()]
}

/** Answers a function that counts the runs of each list; `facts` is what the lists depend on besides the rows. */
export const createJobCounts = (db: Database): ((facts: ViewFacts) => JobCounts) => {
  const count = db.prepare(COUNT)
  const countSafe = db.prepare(COUNT_SAFE)
  return (facts) => {
    const counts = { all: 0, needs_you: 0, active: 0, waiting: 0, done: 0 }
    const states: Partial<Record<StateChip, number>> = {}
    const routes = new Map<string, RouteCounts>()
    let failed = 0
    let proven = 0
    let cancelled = 0
    let unacknowledged = 0
    let retrying = 0
    for (const row of count.all(viewValues(COUNT, facts))) {
      const view = asText(row, 'view')
      const n = asNumber(row, 'n')
      const chip = asTextOrNull(row, 'chip') ?? ''
      if (isChip(chip)) states[chip] = (states[chip] ?? 0) + n
      if (view === 'archived') continue
      const id = asText(row, 'route')
      const state = asText(row, 'state')
      const one = routes.get(id) ?? noCounts(id)
      routes.set(id, one)
      counts.all += n
      if (state === 'cancelled') cancelled += n
      else if (view === 'done') counts.done += n
      if (view === 'needs_you') {
        counts.needs_you += n
        one.needsYou += n
        one.known += asNumber(row, 'acknowledged')
        unacknowledged += n - asNumber(row, 'acknowledged')
      }
      if (view === 'active') {
        counts.active += n
        one.active += n
        if (state === 'queued') retrying += n
      }
      if (view === 'waiting') {
        counts.waiting += n
        one.waiting += n
      }
      if (state === 'failed' && asNumber(row, 'changed') === 0) failed += n
      if (PROVEN.has(state)) proven += n
    }
    return {
      counts,
      states,
      routes: [...routes.values()],
      instruments: byInstrument([...routes.values()]),
      failed,
      proven,
      cancelled,
      unacknowledged,
      retrying,
      safe: asNumber(countSafe.get(viewValues(COUNT_SAFE, facts)) ?? {}, 'n'),
    }
  }
}
