// Reports job states to ExLab-Wizard's files, and releases runs that ExLab-Wizard held back once it
// no longer does.
import { msg } from '../../../shared/language/msg.ts'
import { SECOND_MS } from '../../../shared/duration.ts'
import type { ChangeHub } from '../changes.ts'
import { type Clock, isDue } from '../domain/clock.ts'
import type { Job } from '../queue/job-row.ts'
import type { JobStore } from '../queue/job-store.ts'
import type { ActivityStore } from '../queue/activity-store.ts'
import type { CopyStatusStore } from './copy-status-store.ts'
import type { ReportResult } from './report-status.ts'
import type { ReportedStateStore } from './reported-state-store.ts'
import { type RunStatusDeps, copyStatusOf, statusOfRun } from './status-of-run.ts'
import type { WizardView } from './wizard-files.ts'
import type { SyncStatus } from './wizard-status.ts'

interface StatusSyncDeps extends RunStatusDeps {
  readonly jobs: JobStore
  readonly copyStatuses: Pick<CopyStatusStore, 'want'>
  readonly reportedStates: Omit<ReportedStateStore, 'forgetProven'>
  readonly changes: ChangeHub
  readonly clock: Clock
  wizard(folder: string): Promise<WizardView>
  readonly activity: Pick<ActivityStore, 'noticed'>
  /** Writes a status into the records of a run. */
  reportToWizard(job: Job, status: SyncStatus): Promise<ReportResult>
  /** Whether the records of a run still have a status that was written. */
  keepsReport(folder: string, status: SyncStatus): Promise<boolean>
  /** Work that was under way has ended. */
  wake(): void
  /** Takes an error: true where the disk is to blame, false for a bug. */
  reportError(error: unknown): boolean
}

const UNKNOWN_SCHEMA = msg`ExLab-Wizard wrote the records of this run by a schema that this version of ExLab Sync does not know: nothing is written into them.`

/** Runs reported in one sweep. */
const BATCH_SIZE = 20
/** A file that could not be written, and a blocked run, are tried again after this time. */
const RETRY_MS = 30 * SECOND_MS

/**
 * A status that was written is looked at again after this time: ExLab-Wizard may have written the file at the same moment, from
 * what it had read before, and nothing here can wait for its lock.
 */
const LOOK_AGAIN_MS = 5 * SECOND_MS
/** Times that a status is written again in a row; a program that keeps another one means it. */
const MAX_REWRITES = 3

/** A status that was written and is to be looked at again. */
interface Written {
  readonly status: SyncStatus
  readonly at: number
  readonly rewrites: number
}

interface StatusSync {
  /** Begins to make the reports that are due, unless it does so already; cheap where there are none. */
  sweep(): void
  /** True while reports are made. */
  working(): boolean
  /** Makes no further report, and resolves when the last one has ended. */
  stop(): Promise<void>
}

export const createStatusSync = (deps: StatusSyncDeps): StatusSync => {
  const { jobs, reportedStates, changes, clock } = deps
  const retryAt = new Map<number, number>()
  const written = new Map<number, Written>()
  /** Jobs of which it was said that their records have an unknown schema. */
  const told = new Set<number>()
  let lastUnblockAt = Number.NEGATIVE_INFINITY

  let sweeping: Promise<void> | null = null
  let isStopped = false

  const report = async (changed: Job): Promise<void> => {
    // the records speak of the run: a change of its job for another destination is one of the run
    const job = jobs.get(changed.lead) ?? changed
    const status = statusOfRun(job, deps)
    const ofCopies = copyStatusOf(status)
    // before the report counts as made: what a crash prevents is done once more
    if (ofCopies !== null) deps.copyStatuses.want(deps.folders.jobsOfRun(job.id), ofCopies)
    const result = status === null ? 'kept' : await deps.reportToWizard(job, status)
    if (result !== 'later' && changed.id !== job.id) reportedStates.set(changed.id, changed.state)
    if (result === 'later') {
      retryAt.set(changed.id, clock.now() + RETRY_MS)
      return
    }
    retryAt.delete(changed.id)
    reportedStates.set(job.id, job.state)
    written.delete(job.id)
    if (result === 'written' && status !== null)
      written.set(job.id, { status, at: clock.now() + LOOK_AGAIN_MS, rewrites: 0 })
    if (result === 'unknown_schema' && !told.has(job.id)) {
      told.add(job.id)
      deps.activity.noticed(job, UNKNOWN_SCHEMA)
    }
  }

  /** Looks once more at a status that was written, and writes it again where the file lost it. */
  const lookAgain = async (id: number, { status, rewrites }: Written): Promise<void> => {
    written.delete(id)
    const job = jobs.get(id)
    // the records in a folder that was made anew are another run's
    if (job === null || job.folderReusedAt !== null || statusOfRun(job, deps) !== status) return
    if (await deps.keepsReport(job.folder, status)) return
    const result = await deps.reportToWizard(job, status)
    if (result === 'written' && rewrites + 1 < MAX_REWRITES)
      written.set(id, { status, at: clock.now() + LOOK_AGAIN_MS, rewrites: rewrites + 1 })
  }

  /** Blocked runs that are looked at now: all of them, every RETRY_MS. */
  const blockedToLookAt = (now: number): readonly Job[] => {
    if (Math.abs(now - lastUnblockAt) < RETRY_MS) return []
    lastUnblockAt = now
    return reportedStates.blockedByWizard()
  }

  const unblock = async (job: Job): Promise<void> => {
    if ((await deps.wizard(job.folder)).blockedBy !== null) return
    // a person may have acted on it meanwhile
    const now = jobs.get(job.id)
    if (now?.state !== 'blocked' || now.lastError?.reason !== job.lastError?.reason) return
    jobs.settle(now, 'retry', { dueAt: clock.now(), lastError: null })
    changes.jobTouched(job.id)
  }

  /** Written statuses that are due to be looked at again. */
  const toLookAt = (now: number): readonly (readonly [number, Written])[] =>
    [...written].filter(([, { at }]) => isDue(at, now, LOOK_AGAIN_MS)).slice(0, BATCH_SIZE)

  const work = async (
    unreported: readonly Job[],
    blocked: readonly Job[],
    again: readonly (readonly [number, Written])[],
  ): Promise<void> => {
    try {
      for (const job of unreported) if (!isStopped) await report(job)
      for (const [id, one] of again) if (!isStopped) await lookAgain(id, one)
      for (const job of blocked) if (!isStopped) await unblock(job)
      sweeping = null
    } catch (error) {
      sweeping = null
      // a bug would be met again at once
      if (!deps.reportError(error)) return
    }
    if (!isStopped) deps.wake()
  }

  return {
    sweep() {
      if (sweeping !== null || isStopped) return
      const now = clock.now()
      for (const [id, at] of retryAt) if (isDue(at, now, RETRY_MS)) retryAt.delete(id)
      const unreported = reportedStates.unreported([...retryAt.keys()], BATCH_SIZE)
      const blocked = blockedToLookAt(now)
      const again = toLookAt(now)
      if (unreported.length > 0 || blocked.length > 0 || again.length > 0)
        sweeping = work(unreported, blocked, again)
    },
    working: () => sweeping !== null,
    async stop() {
      isStopped = true
      await sweeping
    },
  }
}
