// What the lists of runs are filtered and ordered by beside the stored rows: holds, pauses, what is being sent now.
import { DUE_SOON_MS } from '../../../../shared/constants.ts'
import { SECOND_MS } from '../../../../shared/duration.ts'
import type { ChangeHub } from '../../changes.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Settings } from '../../domain/config.ts'
import { routesTo } from '../../domain/hold-scope.ts'
import { allRoutes } from '../../domain/routes.ts'
import type { SafeRuns } from '../../engine/cleanup/safe-runs.ts'
import type { ListFacts } from '../../queue/job-list.ts'
import type { ViewFacts } from '../../queue/job-views.ts'
import type { HoldView } from '../destinations/hold-view.ts'
import { shownAs } from '../destinations/shown-names.ts'
import type { JobSummaries } from './job-summaries.ts'
import type { QueueControls } from './queue-controls.ts'
import type { FileNameSearch } from './search-file-names.ts'

interface ListFactsDeps extends Pick<JobSummaries, 'heldBy'> {
  readonly clock: Clock
  readonly changes: Pick<ChangeHub, 'live'>
  readonly controls: Pick<QueueControls, 'paused'>
  readonly holds: Pick<HoldView, 'exemptJobs'>
  readonly fileNames: Pick<FileNameSearch, 'runsWithFile'>
  readonly safeRuns: Pick<SafeRuns, 'ids'>
  settings(): Settings | null
  /** Jobs that are being worked on now. */
  activeJobs(): readonly number[]
}

/** An id that no job has: asks for the hold of an instrument, whichever job waits. */
const NO_JOB = 0

/** `viewFacts`: what the counts of the lists depend on; `listFacts`: what a list depends on. */
export const createListFacts = (
  deps: ListFactsDeps,
): { viewFacts(): ViewFacts; listFacts(): ListFacts } => {
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

  return { viewFacts, listFacts }
}
