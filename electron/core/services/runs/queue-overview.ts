// The whole queue at a glance: counts for the status strip, the latest runs.
import type { Acknowledgement, JobSummary, JobView } from '../../../../shared/model/model.ts'
import type { Overview } from '../../../../shared/model/overview.ts'
import { unwritable } from '../../db/storage-errors.ts'
import type { Settings } from '../../domain/config.ts'
import type { SafeRuns } from '../../engine/cleanup/safe-runs.ts'
import type { FindingStore } from '../../queue/finding-store.ts'
import type { Job } from '../../queue/job-row.ts'
import type { JobList, ListFacts } from '../../queue/job-list.ts'
import type { JobCounts } from '../../queue/job-counts.ts'
import type { ViewFacts } from '../../queue/job-views.ts'
import type { HoldView } from '../destinations/hold-view.ts'
import type { Rehearsals } from '../destinations/rehearsals.ts'
import type { JobSummaries } from './job-summaries.ts'
import type { QueueForecast } from './queue-forecast.ts'
import type { QueueControls } from './queue-controls.ts'

interface QueueOverviewDeps extends JobSummaries {
  readonly findings: Pick<FindingStore, 'needPerson'>
  readonly forecast: Pick<QueueForecast, 'bytesLeft'>
  readonly list: Pick<JobList, 'page'>
  readonly controls: Pick<QueueControls, 'state'>
  readonly holds: Pick<HoldView, 'list'>
  readonly safeRuns: Pick<SafeRuns, 'since'>
  readonly rehearsals: Pick<Rehearsals, 'failed'>
  newestNote(): Acknowledgement | null
  viewFacts(): ViewFacts
  listFacts(): ListFacts
  /** Counts the runs of each list. */
  counts(facts: ViewFacts): JobCounts
  settings(): Settings | null
  /** Number of runs that are not complete yet. */
  recordingCount(): number
  /** Why the queue cannot be written; null: it can. */
  storageOutage(): string | null
  readonly dataDir: string
  /** What a person should know although work goes on, as a sentence; null: nothing. */
  warning(): string | null
}

interface QueueOverview {
  overview(): Overview
  /** At most `limit` runs: those that need a person first, then the others. */
  latest(limit: number): JobSummary[]
}

export const createQueueOverview = (deps: QueueOverviewDeps): QueueOverview => {
  const instrumentIds = (): string[] =>
    (deps.settings()?.instruments ?? []).map((instrument) => instrument.id)

  return {
    overview() {
      const counted = deps.counts(deps.viewFacts())
      const findings = deps.findings.needPerson()
      return {
        ...counted,
        safeSince: counted.safe === 0 ? null : deps.safeRuns.since(),
        counts: { ...counted.counts, needs_you: counted.counts.needs_you + findings },
        unacknowledged: counted.unacknowledged + findings,
        findings,
        note: deps.newestNote(),
        recording: deps.recordingCount(),
        ...deps.controls.state(),
        bytesLeft: deps.forecast.bytesLeft(),
        holds: deps.holds.list(),
        unrehearsed: deps.rehearsals.failed(),
        guarded: instrumentIds().filter(deps.guards),
        trouble: unwritable(deps.storageOutage(), deps.dataDir),
        warning: deps.warning(),
      }
    },
    latest(limit) {
      const firstOf = (view: JobView): Job[] =>
        deps.list.page({ view, search: '' }, deps.listFacts(), 0, limit).jobs
      const problems = firstOf('needs_you')
      const others = firstOf('all').filter((job) => problems.every((one) => one.id !== job.id))
      return [...problems, ...others].slice(0, limit).map(deps.summary)
    },
  }
}
