// "May I delete it?" for one run, what a cleanup would free for all, and the cleanup asked for by a person (docs/spec.md 8).
import type { CleanupPreview, CleanupDecision } from '../../../../shared/model/reports.ts'
import type { ChangeHub } from '../../changes.ts'
import { Refusal } from '../../errors.ts'
import { decideCleanup } from './interlocks.ts'
import { type FactsDeps, gatherFacts } from './cleanup-facts.ts'
import type { Job } from '../../queue/job-row.ts'
import type { JobStore } from '../../queue/job-store.ts'

export interface CleanupDeps extends FactsDeps {
  readonly jobs: JobStore
  readonly changes: ChangeHub
}

/** Runs judged before the window gets its turn: each is a file to be read, perhaps from a share. */
const AT_ONCE = 25

/** Most runs that a preview names; it counts them all. */
const NAMED = 200

export const createCleanupPreview = (deps: CleanupDeps) => {
  const { jobs, files, changes, clock } = deps
  const verdict = (job: Job): CleanupDecision => decideCleanup(gatherFacts(job, deps))
  const localBytes = (job: Job): number => files.counts(job.id).bytes.verified ?? 0

  const preview = async (): Promise<CleanupPreview> => {
    const rows: CleanupPreview['rows'] = []
    let runs = 0
    let bytes = 0
    for (const [index, id] of jobs.idsIn(['verified', 'cleanup_eligible']).entries()) {
      if (index % AT_ONCE === AT_ONCE - 1) await new Promise((resolve) => setImmediate(resolve))
      const job = jobs.get(id)
      if (job === null || verdict(job).verdict !== 'safe') continue
      runs += 1
      bytes += localBytes(job)
      if (rows.length < NAMED)
        rows.push({
          jobId: id,
          run: job.run,
          folder: job.folder,
          files: files.counts(id).byState.verified ?? 0,
          bytes: localBytes(job),
        })
    }
    return { runs, bytes, rows }
  }

  /** Puts runs in line for cleanup; each is proven once more before a file goes. Throws Refusal with the conditions that do not hold. */
  const ask = (job: Job): void => {
    const { enabled, conditions, verdict: answer } = verdict(job)
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

  return { verdict, preview, ask }
}
