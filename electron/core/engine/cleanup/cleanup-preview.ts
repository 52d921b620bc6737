// Answers whether a run's local data may be deleted, previews a cleanup of all runs, and takes a
// person's request for one (docs/spec.md 8).
import type { CleanupPreview, CleanupDecision } from '../../../../shared/model/reports.ts'
import type { ChangeHub } from '../../changes.ts'
import { Refusal } from '../../errors.ts'
import { yieldToEventLoop } from '../../lib/yield.ts'
import { decideCleanup } from './interlocks.ts'
import { type FactsDeps, gatherFacts } from './cleanup-facts.ts'
import type { Job } from '../../queue/job-row.ts'
import type { JobStore } from '../../queue/job-store.ts'

interface CleanupPreviewDeps extends FactsDeps {
  readonly jobs: JobStore
  readonly changes: ChangeHub
}

/**
 * Runs decided between two turns of the event loop: each reads a file, perhaps from a network
 * share.
 */
const BATCH_SIZE = 25

/** Most runs that a preview lists; it counts them all. */
const MAX_LISTED = 200

export const createCleanupPreview = (deps: CleanupPreviewDeps) => {
  const { jobs, files, changes, clock } = deps
  const decide = (job: Job): CleanupDecision => decideCleanup(gatherFacts(job, deps))
  const localBytes = (job: Job): number => files.counts(job.id).bytes.verified ?? 0

  const preview = async (): Promise<CleanupPreview> => {
    const rows: CleanupPreview['rows'] = []
    let runs = 0
    let bytes = 0
    for (const [index, id] of jobs.idsIn(['verified', 'cleanup_eligible']).entries()) {
      if (index % BATCH_SIZE === BATCH_SIZE - 1) await yieldToEventLoop()
      const job = jobs.get(id)
      if (job === null) continue
      const { verdict, leftOut } = decide(job)
      if (verdict !== 'safe') continue
      runs += 1
      bytes += localBytes(job)
      if (rows.length < MAX_LISTED)
        rows.push({
          jobId: id,
          run: job.run,
          folder: job.folder,
          files: files.counts(id).byState.verified ?? 0,
          bytes: localBytes(job),
          leftOut,
        })
    }
    return { runs, bytes, rows }
  }

  /**
   * Makes a cleanup of the run due; it is verified once more before a file is deleted. Throws
   * Refusal with the conditions that do not hold.
   */
  const request = (job: Job): void => {
    const { enabled, conditions, verdict: answer } = decide(job)
    if (job.state === 'cleaned')
      throw new Refusal('conflict', `The local data of ${job.run} was deleted already.`)
    if (job.archivedAt !== null)
      throw new Refusal('conflict', `${job.run} is in the archive: put it back on the list first.`)
    if (!enabled)
      throw new Refusal(
        'conflict',
        'Cleanup is switched off. Set nas_cleanup.enabled: true in config.yaml to allow it.',
      )
    if (answer !== 'safe') {
      const open = conditions.filter((c) => !c.holds).map((c) => c.words)
      throw new Refusal('conflict', `${job.run} is not safe to delete: ${open.join('; ')}.`)
    }
    if (job.state === 'verified') jobs.settle(job, 'eligible', { maintenanceAt: clock.now() })
    else jobs.patch(job, { maintenanceAt: clock.now() })
    changes.jobTouched(job.id)
  }

  return { decide, preview, request }
}
