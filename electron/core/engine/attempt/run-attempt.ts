// Runs one attempt of a job from its first row to its outcome: opens the attempt and its log, runs
// the step that the job's state asks for, and turns errors into outcomes.
import { existsSync } from 'node:fs'
import { msg } from '../../../../shared/language/msg.ts'
import type { AttemptPhase, LivePhase } from '../../../../shared/model/model.ts'
import { FOLDER_LINK, MANIFEST_GONE, REASONS } from '../../../../shared/reasons.ts'
import { isOnNasOnly } from '../../../../shared/state-labels.ts'
import type { ChangeHub } from '../../changes.ts'
import { transaction } from '../../db/database.ts'
import type { Settings } from '../../domain/config.ts'
import { isProvenState } from '../../domain/job-state.ts'
import type { SendingRule } from '../../domain/recording-guard.ts'
import { folderStanding } from '../../lib/folder-identity.ts'
import { type AttemptLog, openAttemptLog } from '../../logs/attempt-log.ts'
import type { AttemptStore } from '../../queue/attempt-store.ts'
import type { FolderStore } from '../../queue/folder-store.ts'
import type { Job } from '../../queue/job-row.ts'
import type { JobStore } from '../../queue/job-store.ts'
import { type AttemptIo, type Transport, silentIo } from '../../transports/transport.ts'
import type { CopyStatusStore } from '../../wizard/copy-status-store.ts'
import { cleanRun } from '../cleanup/cleanup-attempt.ts'
import { copiesOf } from '../../queue/copies-of-run.ts'
import { type FactsDeps, gatherFacts } from '../cleanup/cleanup-facts.ts'
import type { Looks } from '../cleanup/looks.ts'
import type { EngineFolding } from '../folding/folding.ts'
import { manifestGoneText } from '../folding/manifest-gone.ts'
import type { HashPool } from '../hashing/hash-pool.ts'
import type { HashScheduler } from '../hashing/hash-scheduler.ts'
import type { AttemptContext, AttemptStores } from './attempt-context.ts'
import { type RowSignal, createAttemptProgress } from './attempt-progress.ts'
import { internalErrorOutcome } from './failure-message.ts'
import { comparePlace } from './compare-place.ts'
import { ownsFolder } from '../scan/own-folder.ts'
import { checkOnlyCopy } from './copy-check.ts'
import { type FileEvents, createFileEvents } from './file-events.ts'
import { type Outcome, failed } from './outcome.ts'
import { unansweredOutcome } from './place-outcome.ts'
import { manifestOfCopy } from './proof/manifest.ts'
import type { PublishReceiptKey } from './publish-receipt-key.ts'
import { pushRun } from './push.ts'
import { verifyRun } from './proof/verify.ts'

/** A running attempt as the engine follows and stops it. */
export interface ActiveAttempt {
  readonly controller: AbortController
  readonly transport: Transport
  /** How the attempt may send, as it was when its sending began. */
  rule: SendingRule
  /** Part of the limits that it has. */
  share: number
  phase: LivePhase
  /** A phase begins; `bytes`: of it, null: not known. */
  onPhase(phase: LivePhase, bytes: number | null): void
  /** The error of a write that ran on a timer; the attempt was stopped for it. */
  fault: { readonly error: unknown } | null
  onFault(error: unknown): void
}

interface AttemptDeps extends AttemptStores, Omit<FactsDeps, 'looks' | 'folders'> {
  readonly jobs: JobStore
  readonly looks: Looks
  readonly folders: FolderStore
  readonly attempts: AttemptStore
  readonly changes: ChangeHub
  readonly hashing: HashScheduler
  readonly folding: EngineFolding
  readonly pool: HashPool
  readonly rowSignal: RowSignal
  readonly publishReceiptKey: PublishReceiptKey
  readonly copyStatuses: CopyStatusStore
  /** Files of the run's first job that a further one has no proof of. */
  lacks(job: Job): number
  logFile(jobId: number, attemptId: number): string
  /** Reports an error: true where the disk is to blame, false where it is a bug. */
  reportError(error: unknown): boolean
}

/** Number and id of an attempt that has begun. */
export interface BegunAttempt {
  readonly id: number
  readonly number: number
}

const PHASES: Partial<Record<Job['state'], AttemptPhase>> = {
  queued: 'push',
  cleanup_eligible: 'cleanup',
}
const PHASE_LABELS = { push: 'sending', verify: 'checking', cleanup: 'cleaning up' } as const

const createIo = (
  attemptId: number,
  signal: AbortSignal,
  log: AttemptLog,
  attempts: AttemptStore,
  events: FileEvents,
): AttemptIo => ({
  signal,
  log,
  onStart(process) {
    attempts.setProcess(attemptId, process.pid, process.argv)
    log.write('info', 'app', `started ${process.argv.join(' ')} (process ${process.pid})`)
  },
  onEvent: events.onEvent,
})

/**
 * Runs the step that the job's state asks for. Throws for bugs, and where the queue cannot be
 * written.
 */
const runStep = async (
  job: Job,
  attemptId: number,
  active: ActiveAttempt,
  settings: Settings,
  log: AttemptLog,
  deps: AttemptDeps,
): Promise<Outcome> => {
  const { attempts, changes, jobs, rowSignal } = deps
  const progress = createAttemptProgress(job.id, {
    ...deps,
    onPhase: active.onPhase,
  })
  const events = createFileEvents(job, {
    ...deps,
    progress,
    onSent: (path) => deps.hashing.sent(job.id, path),
    onPending: changes.notifyPending,
    onFault: active.onFault,
  })
  const { signal } = active.controller
  const context: AttemptContext = {
    job,
    transport: active.transport,
    io: createIo(attemptId, signal, log, attempts, events),
    progress,
  }
  // a reader of the change hub sees every event so far, not only those that a timer has written
  const stopGathering = changes.onTake(() => {
    try {
      events.flush()
      rowSignal.flush()
    } catch (error) {
      active.onFault(error)
    }
  })
  const { maxStreamBytes } = settings.verify
  try {
    if (job.state === 'running') {
      const { blockedBy } = await deps.wizard(job.folder)
      return await pushRun(context, { ...deps, limit: () => active, blockedBy })
    }
    if (isOnNasOnly(job)) return await checkOnlyCopy(context, { ...deps, maxStreamBytes })
    if (job.place === 'comparing') return await comparePlace(context, { ...deps, maxStreamBytes })
    if (job.state !== 'cleanup_eligible')
      return await verifyRun(context, { ...deps, maxStreamBytes })
    return await cleanRun(context, {
      ...deps,
      maxStreamBytes,
      rules: settings.cleanup,
      // the pass that the cleanup itself makes is not stored yet: age and occasions are those of
      // before it
      facts: () => gatherFacts(jobs.get(job.id) ?? job, deps),
      copies: () => copiesOf(job, deps).filter(({ state }) => isProvenState(state)),
    })
  } finally {
    stopGathering()
    events.flush()
    rowSignal.flush()
    attempts.setMoved(attemptId, progress.done())
  }
}

/**
 * The outcome where the folder of the run is reached through a link now: nothing is read through it, so that neither another
 * folder nor the copy on the NAS is taken for the originals. null: it is not, or the attempt needs no originals.
 */
const linkInPlace = async (job: Job): Promise<Outcome | null> => {
  if (isOnNasOnly(job) || job.folderReusedAt !== null) return null
  if ((await folderStanding(job.folder, null)) !== 'link') return null
  const message = msg`${job.folder} is reached through a link now: the folder, or one above it, was replaced by one. Nothing was read, sent or deleted through it.`
  const { kind } = REASONS[FOLDER_LINK]
  return failed(
    { kind, reason: FOLDER_LINK, message, exitCode: null, stderr: '' },
    job.state === 'running' ? 'push' : 'verify',
  )
}

/**
 * Gives a folded run its file rows back before an attempt works with them. Where its manifest is gone, here and with its copy, a
 * run that is to be sent forgets its files and is compared with its copy from the start, so that nothing proven is replaced; a
 * check could not look, which is the outcome. null: the attempt can go on.
 */
const unfold = async (
  job: Job,
  { transport, controller }: ActiveAttempt,
  deps: AttemptDeps,
): Promise<Outcome | null> => {
  const repeat = job.state === 'queued' ? 'push' : 'verify'
  let fault: string | null
  try {
    const io = silentIo(controller.signal)
    fault = await deps.folding.unfold(job, manifestOfCopy(job, transport, io))
  } catch (error) {
    return unansweredOutcome(error, repeat)
  }
  if (fault === null) return null
  if (job.state === 'queued' && existsSync(job.folder)) {
    await deps.folding.forget(job.id)
    deps.places.set(job.id, 'comparing', null)
    return null
  }
  const message = manifestGoneText(fault)
  const { kind } = REASONS[MANIFEST_GONE]
  return failed({ kind, reason: MANIFEST_GONE, message, exitCode: null, stderr: '' }, repeat)
}

/**
 * Begins and runs an attempt. The caller settles the outcome. null: the job was removed meanwhile.
 * Throws where the attempt could not be begun.
 */
export const runAttempt = async (
  job: Job,
  active: ActiveAttempt,
  settings: Settings,
  deps: AttemptDeps,
): Promise<{ readonly begun: BegunAttempt; readonly outcome: Outcome } | null> => {
  const { jobs, changes } = deps
  const phase = PHASES[job.state] ?? 'verify'
  const folded = await unfold(job, active, deps)
  const begun = transaction(deps.db, () => {
    if (job.state === 'queued') jobs.settle(job, 'start')
    return deps.attempts.begin(job.id, phase)
  })
  const begunJob = jobs.get(job.id)
  if (begunJob === null) return null
  const link = folded ?? (await linkInPlace(begunJob))
  // from here on the attempt works with its own folder only: that of another run counts as missing
  if (link === null && !(await ownsFolder(begunJob, deps)))
    deps.folders.reused(job.id, deps.clock.now())
  const current = jobs.get(job.id) ?? begunJob
  changes.jobTouched(job.id)
  const log = openAttemptLog(deps.logFile(job.id, begun.id), {
    clock: deps.clock,
    onFault: active.onFault,
    onLines: (lines) => changes.logAppended(begun.id, lines),
  })
  log.write(
    'info',
    'app',
    `attempt ${begun.number}: ${PHASE_LABELS[phase]} ${job.folder} -> ${job.target}`,
  )
  let outcome: Outcome
  try {
    outcome = link ?? (await runStep(current, begun.id, active, settings, log, deps))
    if (active.fault !== null) throw active.fault.error
  } catch (error) {
    // a full disk is no fault of the run: the run waits, and no failure is counted
    outcome = deps.reportError(error) ? { next: 'stopped' } : internalErrorOutcome(error)
  }
  if (outcome.next !== 'pushed' && outcome.next !== 'compare') await deps.hashing.stop(job.id)
  if ('failure' in outcome)
    log.write('error', 'app', `${outcome.failure.reason}: ${outcome.failure.message}`)
  log.close()
  return { begun, outcome }
}
