// Reports job states to ExLab-Wizard's files, and releases runs that ExLab-Wizard held back once it
// no longer does.
import { SECOND_MS } from '../../../shared/duration.ts'
import type { ChangeHub } from '../changes.ts'
import { type Clock, isDue } from '../domain/clock.ts'
import type { Job } from '../queue/job-row.ts'
import type { JobStore } from '../queue/job-store.ts'
import type { ReportedStateStore } from './reported-state-store.ts'
import type { WizardView } from './wizard-files.ts'
import { type SyncStatus, syncStatusOf } from './wizard-status.ts'

interface StatusSyncDeps {
  readonly jobs: JobStore
  readonly reportedStates: ReportedStateStore
  readonly changes: ChangeHub
  readonly clock: Clock
  wizard(folder: string): Promise<WizardView>
  /** False: the file cannot be written now. */
  reportToWizard(folder: string, status: SyncStatus, message: string): Promise<boolean>
  /** Work that was under way has ended. */
  wake(): void
  /** Takes an error: true where the disk is to blame, false for a bug. */
  reportError(error: unknown): boolean
}

/** Runs reported in one sweep. */
const BATCH_SIZE = 20
/** A file that could not be written, and a blocked run, are tried again after this time. */
const RETRY_MS = 30 * SECOND_MS

const logMessage = (job: Job, status: SyncStatus): string => {
  if (status === 'failed') return `sync failed: ${job.lastError?.message ?? 'no reason was noted'}`
  if (status === 'synced') return `sync verified (${job.proof}): ${job.target}`
  return status === 'cleaned'
    ? `local data cleaned up, verified copy at ${job.target}`
    : `sync pending: ${job.target}`
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
  let lastUnblockAt = Number.NEGATIVE_INFINITY

  let sweeping: Promise<void> | null = null
  let isStopped = false

  const report = async (job: Job): Promise<void> => {
    // a verified run that is verified again keeps its status until the pass has a result
    const isRecheck = job.state === 'awaiting_verify' && job.verifiedAt !== null
    const status = isRecheck ? null : syncStatusOf(job)
    const message = status === null ? '' : logMessage(job, status)
    if (status !== null && !(await deps.reportToWizard(job.folder, status, message))) {
      retryAt.set(job.id, clock.now() + RETRY_MS)
      return
    }
    retryAt.delete(job.id)
    reportedStates.set(job.id, job.state)
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

  const work = async (unreported: readonly Job[], blocked: readonly Job[]): Promise<void> => {
    try {
      for (const job of unreported) if (!isStopped) await report(job)
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
      if (unreported.length > 0 || blocked.length > 0) sweeping = work(unreported, blocked)
    },
    working: () => sweeping !== null,
    async stop() {
      isStopped = true
      await sweeping
    },
  }
}
