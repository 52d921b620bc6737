// Keeps ExLab-Wizard's files true: every state that was not said yet is said, and a run blocked there is let go when it is mended.
import type { ChangeHub } from '../changes.ts'
import type { Clock } from '../domain/clock.ts'
import { type SyncStatus, syncStatusOf } from './wizard-status.ts'
import type { Job } from '../queue/job-row.ts'
import type { JobStore } from '../queue/job-store.ts'
import type { ReportedStateStore } from './reported-state-store.ts'
import type { WizardView } from './wizard-files.ts'

export interface WizardNotesDeps {
  readonly jobs: JobStore
  readonly reportedStates: ReportedStateStore
  readonly changes: ChangeHub
  readonly clock: Clock
  wizard(folder: string): WizardView
  reportToWizard(folder: string, status: SyncStatus, words: string): boolean
}

/** Runs looked at in one go: the window must not wait for a slow share. */
const AT_ONCE = 20
/** A file that could not be written, and a run that is blocked there, are looked at again after so long. */
const AGAIN_MS = 30_000

const wordsFor = (job: Job, status: SyncStatus): string => {
  if (status === 'failed') return `sync failed: ${job.lastError?.message ?? 'no reason was noted'}`
  if (status === 'synced') return `sync verified (${job.proof}): ${job.target}`
  return status === 'cleaned'
    ? `local data cleaned up, verified copy at ${job.target}`
    : `sync pending: ${job.target}`
}

export interface WizardNotes {
  /** Says what is to be said; cheap where there is nothing. */
  sweep(): void
}

export const createStatusSync = (deps: WizardNotesDeps): WizardNotes => {
  const { jobs, reportedStates, changes, clock } = deps
  const later = new Map<number, number>()
  let lookedAt = Number.NEGATIVE_INFINITY

  const tell = (job: Job): void => {
    // a run that is looked at once more is still what it was; only what the look finds is said
    const again = job.state === 'awaiting_verify' && job.verifiedAt !== null
    const status = again ? null : syncStatusOf(job)
    if (status !== null && !deps.reportToWizard(job.folder, status, wordsFor(job, status))) {
      later.set(job.id, clock.now() + AGAIN_MS)
      return
    }
    later.delete(job.id)
    reportedStates.set(job.id, job.state)
  }

  const unblock = (now: number): void => {
    if (Math.abs(now - lookedAt) < AGAIN_MS) return
    lookedAt = now
    for (const job of reportedStates.blockedThere()) {
      if (deps.wizard(job.folder).blockedBy !== null) continue
      jobs.settle(job, 'retry', { dueAt: now, lastError: null })
      changes.jobTouched(job.id)
    }
  }

  return {
    sweep() {
      const now = clock.now()
      for (const [id, at] of later) if (at <= now) later.delete(id)
      for (const job of reportedStates.unreported([...later.keys()], AT_ONCE)) tell(job)
      unblock(now)
    },
  }
}
