// Answers whether a run's local data may be deleted, previews a cleanup of all runs, and takes a
// person's request for one (docs/spec.md 8).
import type { CleanupPreview, CleanupDecision } from '../../../../shared/model/reports.ts'
import type { JobState } from '../../../../shared/model/model.ts'
import type { ChangeHub } from '../../changes.ts'
import { Refusal } from '../../errors.ts'
import { yieldToEventLoop } from '../../lib/yield.ts'
import { decideCleanup } from './interlocks.ts'
import type { Looks } from './looks.ts'
import { createSpaceReport } from './space.ts'
import { type FactsDeps, gatherFacts } from './cleanup-facts.ts'
import type { Job } from '../../queue/job-row.ts'
import type { JobStore } from '../../queue/job-store.ts'

interface CleanupPreviewDeps extends FactsDeps {
  readonly jobs: JobStore
  readonly changes: ChangeHub
  readonly looks: Looks
}

/** Runs decided between two turns of the event loop. */
const BATCH_SIZE = 25

/** States in which a look can make a run safe to delete. */
const LOOKED_AT: ReadonlySet<JobState> = new Set(['verified', 'cleanup_eligible'])

/** Most runs that a preview lists; it counts them all. */
const MAX_LISTED = 200

export const createCleanupPreview = (deps: CleanupPreviewDeps) => {
  const { jobs, files, looks, changes, clock } = deps
  const decide = async (job: Job): Promise<CleanupDecision> =>
    decideCleanup(await gatherFacts(job, deps))
  const localBytes = (job: Job): number => files.counts(job.id).bytes.verified ?? 0

  /** Looks at both sides of a run where a decision rests on that, and decides. */
  const lookAndDecide = async (job: Job): Promise<CleanupDecision> => {
    if (LOOKED_AT.has(job.state)) await looks.look(job)
    return decide(jobs.get(job.id) ?? job)
  }

  /** Decides all runs; `look`: looks first at each run that only needs a look. */
  const preview = async (look: boolean): Promise<CleanupPreview> => {
    const rows: CleanupPreview['rows'] = []
    const safe = { runs: 0, bytes: 0 }
    const toCheck = { runs: 0, bytes: 0 }
    for (const [index, id] of jobs.idsIn(['verified', 'cleanup_eligible']).entries()) {
      if (index % BATCH_SIZE === BATCH_SIZE - 1) await yieldToEventLoop()
      const job = jobs.get(id)
      if (job === null) continue
      const before = await decide(job)
      const decision = look && before.needsLook ? await lookAndDecide(job) : before
      if (decision.verdict !== 'safe' && !decision.needsLook) continue
      const sum = decision.needsLook ? toCheck : safe
      sum.runs += 1
      sum.bytes += localBytes(job)
      if (decision.verdict === 'safe' && rows.length < MAX_LISTED)
        rows.push({
          jobId: id,
          run: job.run,
          folder: job.folder,
          files: files.counts(id).byState.verified ?? 0,
          bytes: localBytes(job),
          leftOut: decision.leftOut,
        })
    }
    return { ...safe, rows, toCheck }
  }

  /**
   * Makes a cleanup of the run due, after a look unless it is safe by the last one; the run is verified
   * once more before a file is deleted. Throws Refusal with the conditions that do not hold.
   */
  const request = async (job: Job): Promise<void> => {
    if (job.state === 'cleaned')
      throw new Refusal('conflict', `The local data of ${job.run} was deleted already.`)
    if (job.archivedAt !== null)
      throw new Refusal('conflict', `${job.run} is in the archive: put it back on the list first.`)
    const before = await decide(job)
    if (!before.enabled)
      throw new Refusal(
        'conflict',
        'Cleanup is switched off. Set nas_cleanup.enabled: true in config.yaml to allow it.',
      )
    // a refusal names what speaks against the deletion, not that nobody has looked
    const { verdict, conditions } = before.verdict === 'safe' ? before : await lookAndDecide(job)
    if (verdict !== 'safe') {
      const open = conditions.filter((c) => !c.holds).map((c) => c.words)
      throw new Refusal('conflict', `${job.run} is not safe to delete: ${open.join('; ')}.`)
    }
    const now = jobs.get(job.id) ?? job
    if (now.state === 'verified') jobs.settle(now, 'eligible', { maintenanceAt: clock.now() })
    else jobs.patch(now, { maintenanceAt: clock.now() })
    changes.jobTouched(job.id)
  }

  return {
    decide,
    /** The decision as it is now, with the progress of a look that runs. */
    show: async (job: Job) => ({ ...(await decide(job)), looking: looks.progress(job.id) }),
    lookAndDecide,
    stopLook: looks.stopLook,
    preview,
    space: createSpaceReport({ ...deps, decide, lookAndDecide }),
    request,
  }
}
