// Cause cards: groups the runs that wait for a person by destination and reason.
import type { Cause } from '../../../../shared/model/list-rows.ts'
import type { Overview } from '../../../../shared/model/overview.ts'
import { waitingFor } from '../../../../shared/overall-status.ts'
import { NO_FILES } from '../../../../shared/reasons.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../domain/config.ts'
import { destinationKey } from '../../domain/hold-scope.ts'
import { allRoutes } from '../../domain/routes.ts'
import type { CauseGroup, CauseStore } from '../../queue/cause-store.ts'
import type { FilePages } from '../../files/file-pages.ts'
import type { JobStore } from '../../queue/job-store.ts'
import { named, shownDestination } from '../destinations/shown-names.ts'

/** Most cards in one answer. */
const MAX_CARDS = 50
/** Affected paths that a card names. */
const SAMPLE_PATHS = 3

export interface CauseDeps {
  readonly causes: CauseStore
  readonly jobs: JobStore
  readonly pages: FilePages
  settings(): Settings | null
  overview(): Overview
}

/** Causes, what blocks most runs first. `jobId`: only the cause of that run. */
export const listCauses = (
  jobId: number | null,
  deps: CauseDeps,
): { rows: Cause[]; total: number } => {
  const overview = deps.overview()
  const destinations = new Map(
    allRoutes(deps.settings()).map((route) => [route.id, route.destination] as const),
  )
  const keyOf = (group: CauseGroup): string => {
    const destination = destinations.get(group.route)
    return destination === undefined ? '' : destinationKey(destination)
  }
  const cards = new Map<string, CauseGroup[]>()
  for (const group of deps.causes.groups(jobId)) {
    const key = `${keyOf(group)}
${group.reason}`
    cards.set(key, [...(cards.get(key) ?? []), group])
  }
  const sum = (groups: readonly CauseGroup[], of: (group: CauseGroup) => number): number =>
    groups.reduce((all, group) => all + of(group), 0)
  const rows = [...cards.values()].flatMap((groups): Cause[] => {
    const newest = groups.toSorted((a, b) => b.newest - a.newest)[0]
    const job = newest === undefined ? null : deps.jobs.get(newest.newest)
    if (newest === undefined || job?.lastError === null || job === null) return []
    const destination = destinations.get(newest.route)
    // of a run without a file to send, those that are excluded are what a person can do something about
    const isExcluded =
      newest.reason === NO_FILES && deps.pages.sample(job.id, 'excluded', 1).length > 0
    const view = newest.allHaveFailedFiles ? 'attention' : isExcluded ? 'excluded' : 'open'
    const runs = sum(groups, (g) => g.runs)
    const key = keyOf(newest)
    const { holds } = overview
    const hold = holds.find((one) => one.connection === key && one.reason === newest.reason) ?? null
    const dueTimes = groups.map((g) => g.nextAt).filter((at) => at !== null)
    return [
      {
        key: { destination: key, reason: newest.reason },
        kind: job.lastError.kind,
        destination:
          destination === undefined ? job.target : shownDestination(destination, deps.settings()),
        instruments: groups.map((g) => g.route),
        runs,
        unacknowledged: runs - sum(groups, (g) => g.acknowledged),
        files: sum(groups, (g) => g.files),
        bytes: sum(groups, (g) => g.bytes),
        newest: { jobId: job.id, run: job.run },
        error: named(job.lastError, deps.settings()),
        since: Math.min(...groups.map((g) => g.since), hold?.since ?? Infinity),
        lastAt: Math.max(...groups.map((g) => g.lastAt)),
        waiting: hold === null ? 0 : waitingFor(hold, overview),
        ack: groups.map((g) => g.ack).toSorted((a, b) => (b?.at ?? 0) - (a?.at ?? 0))[0] ?? null,
        standing: {
          runs,
          busy: sum(groups, (g) => g.busy),
          held: sum(groups, (g) => g.held),
          retrying: sum(groups, (g) => g.retrying),
          blocked: sum(groups, (g) => g.blocked),
          unproven: sum(groups, (g) => g.unproven),
          proven: sum(groups, (g) => g.proven),
          tries: Math.max(...groups.map((g) => g.tries)),
          maxAttempts: (deps.settings() ?? DEFAULT_SETTINGS).sync.maxAttempts,
          nextAt: dueTimes.length === 0 ? null : Math.min(...dueTimes),
          hold: hold === null ? null : { dueAt: hold.dueAt },
        },
        phrase: job.lastError.phrase ?? '',
        paths: deps.pages.sample(job.id, view, SAMPLE_PATHS),
        view,
      },
    ]
  })
  // known problems last; else what blocks most runs first, then the newest
  const sorted = rows.toSorted(
    (a, b) =>
      Number(a.unacknowledged === 0) - Number(b.unacknowledged === 0) ||
      b.unacknowledged + b.waiting - (a.unacknowledged + a.waiting) ||
      b.lastAt - a.lastAt,
  )
  return { rows: sorted.slice(0, MAX_CARDS), total: sorted.length }
}
