// When a destination is rehearsed by itself (docs/ux.md c-10). Pure.
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../shared/duration.ts'
import { isDue } from './clock.ts'

/** Wait after the 1st, 2nd, ... failure in a row; the last one repeats. */
const RETRY_MS = [10 * MINUTE_MS, HOUR_MS, 4 * HOUR_MS, DAY_MS]

/** Shortest time from the begin of one rehearsal to that of the next, of whichever destination. */
const APART_MS = 10 * MINUTE_MS

interface RehearsalFacts {
  /** When its identity became known, epoch ms. */
  readonly since: number
  readonly rehearsal: {
    readonly begunAt: number | null
    readonly folder: string | null
    readonly failures: number
    readonly passedAt: number | null
  } | null
  /** When a run was last proven there, epoch ms; null: none was. */
  readonly provenAt: number | null
  /** `sync.rehearse_days`; 0: never. */
  readonly days: number
}

/**
 * When the next rehearsal of a destination is due, epoch ms, and the longest that this can be ahead; null: never. One that was cut
 * off, so that its test folder may lie there, is repeated at once.
 */
const dueOf = (facts: RehearsalFacts): { readonly at: number; readonly longest: number } | null => {
  const { since, rehearsal, provenAt, days } = facts
  if (days === 0) return null
  const goodAt = Math.max(since, rehearsal?.passedAt ?? since, provenAt ?? since)
  const begunAt = rehearsal?.begunAt ?? null
  if (rehearsal !== null && begunAt !== null) {
    const { failures, folder } = rehearsal
    if (failures > 0 && goodAt <= begunAt) {
      const wait = RETRY_MS[Math.min(failures, RETRY_MS.length) - 1] ?? DAY_MS
      return { at: begunAt + wait, longest: wait }
    }
    if (folder !== null) return { at: begunAt, longest: 0 }
  }
  return { at: goodAt + days * DAY_MS, longest: days * DAY_MS }
}

/** How long a rehearsal of the destination is overdue, ms; null: it is not due. */
export const overdueMs = (facts: RehearsalFacts, now: number): number | null => {
  const due = dueOf(facts)
  return due !== null && isDue(due.at, now, due.longest) ? Math.abs(now - due.at) : null
}

/** True where enough time has passed since the last rehearsal of any destination. */
export const isApart = (newestAt: number | null, now: number): boolean =>
  newestAt === null || isDue(newestAt + APART_MS, now, APART_MS)
