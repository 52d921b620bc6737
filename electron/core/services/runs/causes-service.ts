// Cause cards: groups the runs that wait for a person by destination and reason.
import type { Cause } from '../../../../shared/model/list-rows.ts'
import type { Settings } from '../../domain/config.ts'
import { destinationKey } from '../../domain/hold-scope.ts'
import type { CauseGroup, CauseStore } from '../../queue/cause-store.ts'
import type { FilePages } from '../../files/file-pages.ts'
import type { JobStore } from '../../queue/job-store.ts'
import { destinationText } from '../destinations/destinations-service.ts'

/** Most cards in one answer. */
const MAX_CARDS = 50
/** Affected paths that a card names. */
const SAMPLE_PATHS = 3

export interface CauseDeps {
  readonly causes: CauseStore
  readonly jobs: JobStore
  readonly pages: FilePages
  settings(): Settings | null
}

/** Cause cards, largest first. `jobId`: only the card of that run. */
export const listCauses = (
  jobId: number | null,
  deps: CauseDeps,
): { rows: Cause[]; total: number } => {
  const instruments = new Map(
    (deps.settings()?.instruments ?? []).map((i) => [i.id, i.destination] as const),
  )
  const keyOf = (group: CauseGroup): string => {
    const destination = instruments.get(group.instrument)
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
    const destination = instruments.get(newest.instrument)
    const view = newest.allHaveFailedFiles ? 'attention' : 'open'
    const runs = sum(groups, (g) => g.runs)
    return [
      {
        key: { destination: keyOf(newest), reason: newest.reason },
        kind: job.lastError.kind,
        destination: destination === undefined ? job.target : destinationText(destination),
        instruments: groups.map((g) => g.instrument),
        runs,
        unacknowledged: runs - sum(groups, (g) => g.acknowledged),
        files: sum(groups, (g) => g.files),
        bytes: sum(groups, (g) => g.bytes),
        newest: { jobId: job.id, run: job.run },
        error: job.lastError,
        phrase: job.lastError.phrase ?? '',
        paths: deps.pages.sample(job.id, view, SAMPLE_PATHS),
        view,
      },
    ]
  })
  const sorted = rows.toSorted(
    (a, b) => Number(a.unacknowledged === 0) - Number(b.unacknowledged === 0) || b.runs - a.runs,
  )
  return { rows: sorted.slice(0, MAX_CARDS), total: sorted.length }
}
