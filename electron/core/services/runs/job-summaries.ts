// Builds a JobSummary: the row of a run as the window and the command line show it, with the actions that are possible now.
import type { FileState, JobSummary, LivePhase } from '../../../../shared/model/model.ts'
import type { Overview } from '../../../../shared/model/overview.ts'
import { pausedBy } from '../../../../shared/messages/status.ts'
import { isDestinationFault, isFolderFault, spokenMessage } from '../../../../shared/reasons.ts'
import { isChangedSince, isOnNasOnly } from '../../../../shared/state-labels.ts'
import { ATTENTION_STATES } from '../../../../shared/constants.ts'
import type { Clock } from '../../domain/clock.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../domain/config.ts'
import { destinationName } from '../../domain/destination-name.ts'
import { actionsFor, isProvenState } from '../../domain/job-state.ts'
import { sendingRule } from '../../domain/recording-guard.ts'
import { routeWith } from '../../domain/routes.ts'
import type { StateCounts } from '../../files/file-counts.ts'
import type { FileStore } from '../../files/file-store.ts'
import type { Job } from '../../queue/job-row.ts'
import type { HoldView } from '../destinations/hold-view.ts'
import { named } from '../destinations/shown-names.ts'
import type { QueueControls } from './queue-controls.ts'

interface SummaryDeps {
  /** The queue is a copy whose rows are not marked: nobody knows what became of its runs. */
  readonly isUnmarkedCopy: boolean
  readonly files: Pick<FileStore, 'counts' | 'countsOfAll'>
  readonly holds: Pick<HoldView, 'heldBy'>
  readonly controls: Pick<QueueControls, 'paused' | 'state' | 'applied'>
  readonly clock: Clock
  settings(): Settings | null
  /** What is being done to a job now; null: nothing. */
  phaseOf(jobId: number): LivePhase | null
  /** Why an instrument counts as recording, as a phrase; null: it does not. */
  recordingCause(instrumentId: string): string | null
}

/** What a job waits for, and when that ends or is tried again by itself, epoch ms; null: not by itself. */
type Holder = { readonly by: string; readonly until: number | null } | null

/** What the recording guard does, and why, as a phrase. */
type Guard = Pick<Overview['guarded'][number], 'way' | 'cause'>

export interface JobSummaries {
  summary(job: Job): JobSummary
  /** The summaries of most runs of the queue, whose counts are read at once. */
  everySummary(jobs: readonly Job[]): JobSummary[]
  /** Why nothing of a route is started, a pause of everything aside: its destination is held, or its instrument records. */
  heldBy(route: string, jobId: number): string | null
  /** What the recording guard does to the runs of a route now; null: nothing. */
  guardOf(route: string): Guard | null
}

/** States whose bytes count as done: the NAS has them as far as is known. */
const DONE_STATES: readonly FileState[] = ['sent', 'verified', 'size_only', 'cleaned']

const sum = (numbers: Partial<Record<FileState, number>>, states: readonly FileState[]): number =>
  states.reduce((total, state) => total + (numbers[state] ?? 0), 0)

/** True for a run that was sent and cannot be proven: it has no due time, because it waits until a person acts. */
export const isSentNotProven = (job: Job): boolean =>
  job.state === 'awaiting_verify' && job.dueAt === null

/** `target` without the run's own path at its end; ORDER in job-list.ts cuts it the same way. */
const destinationOf = (target: string, runPath: string): string =>
  target.replace(/\/+$/, '').slice(0, -runPath.length).replace(/\/+$/, '')

/** What a run without files has. */
const NO_FILES: StateCounts = { byState: {}, bytes: {} }

const summarise = (
  job: Job,
  { byState, bytes }: StateCounts,
  deps: SummaryDeps,
  holderOf: (job: Job) => Holder,
  slowedBy: (job: Job) => string | null,
): JobSummary => {
  const settings = deps.settings()
  const route = routeWith(job.route, settings)
  const totalFiles =
    Object.values(byState).reduce((total, n) => total + n, 0) - (byState.excluded ?? 0)
  const totalBytes = Object.values(bytes).reduce((total, n) => total + n, 0) - (bytes.excluded ?? 0)
  const phase = deps.phaseOf(job.id)
  const isWaiting = job.state === 'queued' || job.state === 'awaiting_verify'
  const holder = isWaiting && !isSentNotProven(job) && phase === null ? holderOf(job) : null
  return {
    id: job.id,
    run: job.run,
    folder: job.folder,
    instrument: job.instrument,
    slot: job.slot,
    lead: job.lead,
    route: job.route,
    transport: route?.destination.type ?? null,
    label: job.label,
    operator: job.operator,
    target: job.target,
    destination: destinationOf(job.target, job.runPath),
    place:
      (route === undefined ? null : destinationName(route.destination, settings)) ??
      destinationOf(job.target, job.runPath),
    state: job.state,
    held: job.held,
    heldBy: holder?.by ?? null,
    heldUntil: holder?.until ?? null,
    slowedBy: job.state === 'running' && phase !== 'checking' ? slowedBy(job) : null,
    files: { total: totalFiles, byState },
    bytes: { total: totalBytes, done: sum(bytes, DONE_STATES) },
    attention: sum(byState, ATTENTION_STATES),
    failures: job.failures,
    maxAttempts: (settings ?? DEFAULT_SETTINGS).sync.maxAttempts,
    attempts: job.attempts,
    dueAt: isWaiting ? job.dueAt : null,
    lastError: named(job.lastError, settings),
    needsPerson:
      job.archivedAt === null &&
      (job.state === 'failed' ||
        job.state === 'blocked' ||
        isSentNotProven(job) ||
        ((job.state === 'queued' || job.state === 'awaiting_verify') &&
          isDestinationFault(job.lastError?.reason ?? null)) ||
        (isProvenState(job.state) && isFolderFault(job.lastError?.reason ?? null))),
    ack: job.ack,
    maintenanceAt: job.maintenanceAt,
    proof: job.proof,
    level: job.level,
    livePhase: phase,
    createdAt: job.createdAt,
    verifiedAt: job.verifiedAt,
    archivedAt: job.archivedAt,
    folderReusedAt: job.folderReusedAt,
    restoredAt: job.restoredAt ?? (deps.isUnmarkedCopy ? job.updatedAt : null),
    updatedAt: job.updatedAt,
    revision: job.revision,
    actions: actionsFor({
      state: job.state,
      held: job.held,
      sentUnproven: isSentNotProven(job),
      changedSince: isChangedSince(job),
      onNasOnly: isOnNasOnly(job),
      archived: job.archivedAt !== null,
    }),
  }
}

export const createJobSummaries = (deps: SummaryDeps): JobSummaries => {
  const guardOf = (id: string): Guard | null => {
    const settings = deps.controls.applied(deps.settings())
    const route = routeWith(id, settings)
    const cause = deps.recordingCause(route?.instrumentId ?? id)
    if (settings === null || cause === null) return null
    const bandwidth = route?.destination.bandwidth ?? null
    const rule = sendingRule(bandwidth, settings.sync, true, new Date(deps.clock.now()))
    return rule.guarded ? { way: rule.held ? 'hold' : 'slow', cause } : null
  }
  const slowedBy = (job: Job): string | null => {
    const guard = guardOf(job.route)
    return guard?.way === 'slow' ? guard.cause : null
  }
  const routeHolder = (route: string, jobId: number): Holder => {
    const hold = deps.holds.heldBy(route, jobId)
    if (hold !== null) return { by: spokenMessage(hold), until: hold.dueAt }
    const guard = guardOf(route)
    return guard?.way === 'hold' ? { by: guard.cause, until: null } : null
  }
  const holderOf = (job: Job): Holder => {
    if (!deps.controls.paused()) return routeHolder(job.route, job.id)
    const pause = deps.controls.state()
    return { by: pausedBy(pause), until: pause.pausedUntil }
  }
  return {
    guardOf,
    heldBy: (route, jobId) => routeHolder(route, jobId)?.by ?? null,
    summary: (job) => summarise(job, deps.files.counts(job.id), deps, holderOf, slowedBy),
    everySummary(jobs) {
      const counts = deps.files.countsOfAll()
      return jobs.map((job) =>
        summarise(job, counts.get(job.id) ?? NO_FILES, deps, holderOf, slowedBy),
      )
    },
  }
}
