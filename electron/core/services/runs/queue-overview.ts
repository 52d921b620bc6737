// The whole queue at a glance: counts for the status strip, the facts that its lists are filtered by, the latest runs.
import { DUE_SOON_MS } from '../../../../shared/constants.ts'
import { SECOND_MS } from '../../../../shared/duration.ts'
import type { Acknowledgement, JobSummary, JobView } from '../../../../shared/model/model.ts'
import type { Overview } from '../../../../shared/model/overview.ts'
import type { ChangeHub } from '../../changes.ts'
import { unwritable } from '../../db/storage-errors.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Settings } from '../../domain/config.ts'
import { routesTo } from '../../domain/hold-scope.ts'
import { allRoutes } from '../../domain/routes.ts'
import type { SafeRuns } from '../../engine/cleanup/safe-runs.ts'
import type { FindingStore } from '../../queue/finding-store.ts'
import type { Job } from '../../queue/job-row.ts'
import type { JobList, ListFacts } from '../../queue/job-list.ts'
import type { JobCounts } from '../../queue/job-counts.ts'
import type { ViewFacts } from '../../queue/job-views.ts'
import type { WaitingStore } from '../../queue/waiting-store.ts'
import type { HoldService } from '../destinations/hold-service.ts'
import { shownAs } from '../destinations/shown-names.ts'
import type { JobSummaries } from './job-summaries.ts'
import type { QueueForecast } from './queue-forecast.ts'
import type { FileNameSearch } from './search-file-names.ts'
import type { QueueControls } from './queue-controls.ts'

interface QueueOverviewDeps extends JobSummaries {
  readonly clock: Clock
  readonly changes: Pick<ChangeHub, 'live'>
  readonly findings: Pick<FindingStore, 'needPerson'>
  readonly forecast: Pick<QueueForecast, 'bytesLeft'>
  readonly fileNames: Pick<FileNameSearch, 'runsWithFile'>
  readonly list: Pick<JobList, 'page'>
  readonly controls: Pick<QueueControls, 'paused' | 'state'>
  readonly holds: Pick<HoldService, 'list' | 'exemptJobs'>
  readonly waiting: Pick<WaitingStore, 'sendingInstruments'>
  readonly safeRuns: Pick<SafeRuns, 'ids' | 'since'>
  newestNote(): Acknowledgement | null
  /** Jobs that are being worked on now. */
  activeJobs(): readonly number[]
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
  /** What a list of runs is filtered and ordered by beside the stored rows. */
  listFacts(): ListFacts
  /** At most `limit` runs: those that need a person first, then the others. */
  latest(limit: number): JobSummary[]
}

/** An id that no job has: asks for the hold of an instrument, whichever job waits. */
const NO_JOB = 0

export const createQueueOverview = (deps: QueueOverviewDeps): QueueOverview => {
  /** Instruments whose runs the recording guard holds or slows now: of a run that waits, or that is sent. */
  const guarded = ({ instruments }: JobCounts): Overview['guarded'] => {
    const sending = new Set(deps.waiting.sendingInstruments())
    const routes = allRoutes(deps.settings())
    return instruments.flatMap(({ id, waiting }) => {
      const [guard] = routes
        .filter(({ instrumentId }) => instrumentId === id)
        .flatMap((route) => deps.guardOf(route.id) ?? [])
      const isMet = guard?.way === 'hold' ? waiting > 0 : sending.has(id)
      return guard !== undefined && isMet ? [{ instrument: id, ...guard }] : []
    })
  }

  const viewFacts = (): ViewFacts => ({
    // rounded to the second, so that the runs are counted again at most once a second
    dueSoonUntil: deps.controls.paused()
      ? -1
      : Math.floor((deps.clock.now() + DUE_SOON_MS) / SECOND_MS) * SECOND_MS,
    held: allRoutes(deps.settings())
      .map(({ id }) => id)
      .filter((id) => deps.heldBy(id, NO_JOB) !== null),
    exemptJobs: deps.holds.exemptJobs(),
    allHeld: deps.controls.paused(),
    liveJobs: deps.activeJobs(),
    safeJobs: deps.safeRuns.ids(),
  })

  const listFacts = (): ListFacts => {
    const live = [...deps.changes.live().values()]
    return {
      ...viewFacts(),
      routesTo: (key) => routesTo(key, deps.settings()).map((i) => i.id),
      instrumentsNamed: (text) =>
        (deps.settings()?.instruments ?? [])
          .filter(({ label }) => label.toLowerCase().includes(text.toLowerCase()))
          .map(({ id }) => id),
      shownAs: (word) => shownAs(word, deps.settings()),
      runsWithFile: deps.fileNames.runsWithFile,
      left: Object.fromEntries(live.map((one) => [one.jobId, one.etaSeconds ?? 0])),
      speed: Object.fromEntries(live.map((one) => [one.jobId, one.rate ?? 0])),
    }
  }

  return {
    listFacts,
    overview() {
      const counted = deps.counts(viewFacts())
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
        guarded: guarded(counted),
        trouble: unwritable(deps.storageOutage(), deps.dataDir),
        warning: deps.warning(),
      }
    },
    latest(limit) {
      const firstOf = (view: JobView): Job[] =>
        deps.list.page({ view, search: '' }, listFacts(), 0, limit).jobs
      const problems = firstOf('needs_you')
      const others = firstOf('all').filter((job) => problems.every((one) => one.id !== job.id))
      return [...problems, ...others].slice(0, limit).map(deps.summary)
    },
  }
}
