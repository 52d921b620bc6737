// One attempt with everything it needs around it: events to rows, progress to the window, lines to the log.
import type { LivePhase } from '../../../../shared/model/model.ts'
import type { ChangeHub } from '../../changes.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Settings } from '../../domain/config.ts'
import { refuseName } from '../../domain/sendable-names.ts'
import { sendingRule } from '../../domain/recording-guard.ts'
import type { AttemptLog } from '../../logs/attempt-log.ts'
import type { AttemptStore } from '../../queue/attempt-store.ts'
import type { Database } from '../../db/database.ts'
import type { ExclusionStore } from '../../queue/exclusion-store.ts'
import type { FileStore } from '../../files/file-store.ts'
import type { Job } from '../../queue/job-row.ts'
import type { JobStore } from '../../queue/job-store.ts'
import { readAbout } from '../../wizard/wizard-files.ts'
import type { Transport } from '../../transports/transport.ts'
import {
  type AttemptContext,
  type RowSignal,
  createFileEvents,
  createIo,
  createLive,
} from './attempt-context.ts'
import type { HashScheduler } from '../hashing/hash-scheduler.ts'
import type { Outcome } from './outcome.ts'
import { type CleanupDeps, cleanRun } from '../cleanup/cleanup-attempt.ts'
import { pushRun } from './push.ts'
import { verifyRun } from './verify.ts'

/** What the engine keeps of a running job. */
export interface ActiveAttempt {
  readonly controller: AbortController
  phase: LivePhase
  /** Bandwidth that the attempt was started with, KiB/s; null: none. */
  limit: number | null
  /** Started with the limit of the instrument guard. */
  guarded: boolean
  /** What a write that nobody waited for threw; the attempt was stopped for it. */
  fault: { readonly error: unknown } | null
  onFault(error: unknown): void
}

export interface AttemptDeps {
  readonly db: Database
  readonly jobs: JobStore
  readonly files: FileStore
  readonly exclusions: ExclusionStore
  readonly attempts: AttemptStore
  readonly changes: ChangeHub
  readonly clock: Clock
  readonly hashers: HashScheduler
  readonly rows: RowSignal
  blockedBy(folder: string): string | null
  isRecording(instrument: string): boolean
  cleaning(job: Job, settings: Settings): CleanupDeps
}

/** Runs the phase that the job is in. Throws for bugs, and where the queue cannot be written. */
export const runAttempt = async (
  job: Job,
  attemptId: number,
  own: ActiveAttempt,
  transport: Transport,
  settings: Settings,
  log: AttemptLog,
  deps: AttemptDeps,
): Promise<Outcome> => {
  const { attempts, changes, clock, hashers, rows } = deps
  const { signal } = own.controller
  const onRows = (): void => rows.touched(job.id)
  const live = createLive(job.id, changes, clock)
  const events = createFileEvents(job, {
    ...deps,
    live,
    onRows,
    onWaiting: changes.waiting,
    onFault: own.onFault,
  })
  const instrument = settings.instruments.find((i) => i.id === job.instrument)
  const { kibps, bandwidth, guarded } = sendingRule(
    instrument?.destination.bandwidth ?? null,
    settings.sync,
    deps.isRecording(job.instrument),
    new Date(clock.now()),
  )
  own.limit = kibps
  own.guarded = guarded
  const context: AttemptContext = {
    ...deps,
    job,
    attemptId,
    signal,
    transport,
    bwlimitKibps: own.limit,
    bandwidth,
    maxStreamBytes: settings.verify.maxStreamBytes,
    io: createIo({ attemptId, signal, log, attempts, events }),
    live: {
      ...live,
      phase(phase, total) {
        own.phase = phase
        live.phase(phase, total)
      },
    },
    refuse: (entry) => refuseName(entry, transport.type),
    describe: () => deps.jobs.describe(job.id, readAbout(job.folder)),
    blockedBy: () => deps.blockedBy(job.folder),
    localDigests: () => hashers.join(job, onRows),
    prepareDigests: hashers.warm,
    rowsTouched: onRows,
    compared: (level) => deps.jobs.setLevel(job.id, level),
    say: (level, text) => log.write(level, 'app', text),
  }
  // whoever looks sees what the tool has said by then, not what the last timer wrote
  const stopGathering = changes.onTake(() => {
    try {
      events.flush()
      rows.flush()
    } catch (error) {
      own.onFault(error)
    }
  })
  try {
    if (job.state === 'running') return await pushRun(context)
    return job.state === 'cleanup_eligible'
      ? await cleanRun(context, deps.cleaning(job, settings))
      : await verifyRun(context)
  } finally {
    stopGathering()
    events.flush()
    rows.flush()
    attempts.setMoved(attemptId, live.done())
  }
}
