// A job as the window and the command line show it: the row, its counts, what may be done now.
import type { FileState, JobSummary, LivePhase } from '../../../../shared/model/model.ts'
import { isChangedSince } from '../../../../shared/state-labels.ts'
import { ATTENTION_STATES } from '../../../../shared/constants.ts'
import type { Settings } from '../../domain/config.ts'
import { DEFAULT_SETTINGS } from '../../domain/config.ts'
import { actionsFor } from '../../domain/job-state.ts'
import type { FileStore } from '../../files/file-store.ts'
import type { Job } from '../../queue/job-row.ts'

export interface SummaryDeps {
  readonly files: FileStore
  settings(): Settings | null
  phaseOf(jobId: number): LivePhase | null
  /** Why the destination of an instrument is held; null: it is not. */
  heldBy(instrumentId: string, jobId: number): string | null
}

/** States whose bytes count as done: they are on the NAS as far as is known. */
const DONE: readonly FileState[] = ['sent', 'verified', 'size_only', 'cleaned']

const sum = (numbers: Partial<Record<FileState, number>>, states: readonly FileState[]): number =>
  states.reduce((total, state) => total + (numbers[state] ?? 0), 0)

/** Everything waits for a due time but a job that is sent and cannot be proven: that rests until a person acts. */
export const isResting = (job: Job): boolean =>
  job.state === 'awaiting_verify' && job.dueAt === null

/** Where it goes without the run's own place in it; as ORDER in job-list.ts has it. */
const destinationOf = (target: string, runPath: string): string =>
  target.replace(/\/+$/, '').slice(0, -runPath.length).replace(/\/+$/, '')

export const summarise = (job: Job, deps: SummaryDeps): JobSummary => {
  const { byState, bytes } = deps.files.counts(job.id)
  const settings = deps.settings()
  const instrument = settings?.instruments.find((i) => i.id === job.instrument)
  const total = Object.values(byState).reduce((all, n) => all + n, 0) - (byState.excluded ?? 0)
  const size = Object.values(bytes).reduce((all, n) => all + n, 0) - (bytes.excluded ?? 0)
  const phase = deps.phaseOf(job.id)
  const waits = job.state === 'queued' || job.state === 'awaiting_verify'
  return {
    id: job.id,
    run: job.run,
    folder: job.folder,
    instrument: job.instrument,
    transport: instrument?.destination.type ?? null,
    label: job.label,
    operator: job.operator,
    target: job.target,
    destination: destinationOf(job.target, job.runPath),
    state: job.state,
    held: job.held,
    heldBy: waits && !isResting(job) && phase === null ? deps.heldBy(job.instrument, job.id) : null,
    files: { total, byState },
    bytes: { total: size, done: sum(bytes, DONE) },
    attention: sum(byState, ATTENTION_STATES),
    failures: job.failures,
    maxAttempts: (settings ?? DEFAULT_SETTINGS).sync.maxAttempts,
    attempts: job.attempts,
    dueAt: waits ? job.dueAt : null,
    lastError: job.lastError,
    needsPerson: job.state === 'failed' || job.state === 'blocked' || isResting(job),
    ack: job.ack,
    maintenanceAt: job.maintenanceAt,
    proof: job.proof,
    level: job.level,
    livePhase: phase,
    createdAt: job.createdAt,
    verifiedAt: job.verifiedAt,
    updatedAt: job.updatedAt,
    revision: job.revision,
    actions: actionsFor({
      state: job.state,
      held: job.held,
      sentUnproven: isResting(job),
      changedSince: isChangedSince(job),
    }),
  }
}
