// Answers whether a run's local data may be deleted, previews a cleanup of all runs, and takes a
// person's request for one (docs/spec.md 8).
import { msg } from '../../../../shared/language/msg.ts'
import { inEnglish } from '../../../../shared/language/messages.ts'
import type { CleanupPreview, CleanupDecision } from '../../../../shared/model/reports.ts'
import type { JobState } from '../../../../shared/model/model.ts'
import type { ChangeHub } from '../../changes.ts'
import { Refusal } from '../../errors.ts'
import { decideCleanup } from './interlocks.ts'
import type { Looks } from './looks.ts'
import { createSpaceReport, previewOf } from './space.ts'
import { type FactsDeps, gatherFacts } from './cleanup-facts.ts'
import { copiesOf } from '../../queue/copies-of-run.ts'
import type { Job } from '../../queue/job-row.ts'
import type { JobStore } from '../../queue/job-store.ts'

interface CleanupPreviewDeps extends FactsDeps {
  readonly jobs: JobStore
  readonly changes: ChangeHub
  readonly looks: Looks
}

/** States in which a look can make a run safe to delete. */
const LOOKED_AT: ReadonlySet<JobState> = new Set(['verified', 'cleanup_eligible'])

export const createCleanupPreview = (deps: CleanupPreviewDeps) => {
  const { jobs, looks, changes, clock } = deps
  const decide = async (job: Job): Promise<CleanupDecision> =>
    decideCleanup(await gatherFacts(job, deps))
  const decideInEnglish = async (job: Job): Promise<CleanupDecision> => {
    const facts = await gatherFacts(job, deps)
    return inEnglish(() => decideCleanup(facts))
  }

  /** Looks at both sides of a run where a decision rests on that, and decides. */
  const lookAndDecide = async (job: Job): Promise<CleanupDecision> => {
    // its own look last, so that at its moment the other ones had been made
    for (const one of [...copiesOf(job, deps), job])
      if (LOOKED_AT.has(one.state)) await looks.look(one)
    return decide(jobs.get(job.id) ?? job)
  }

  const space = createSpaceReport({ ...deps, decide, lookAndDecide })

  /**
   * Makes a cleanup of the run due, after a look unless it is safe by the last one; the run is verified
   * once more before a file is deleted. Throws Refusal with the conditions that do not hold.
   */
  const request = async (asked: Job): Promise<void> => {
    // one job of a run deletes its originals: that of the first destination
    const job = jobs.get(asked.lead) ?? asked
    if (job.state === 'cleaned')
      throw new Refusal('conflict', msg`The local data of ${job.run} was deleted already.`)
    if (job.archivedAt !== null)
      throw new Refusal(
        'conflict',
        msg`${job.run} is in the archive: put it back on the list first.`,
      )
    const before = await decide(job)
    if (!before.enabled)
      throw new Refusal(
        'conflict',
        msg`Cleanup is switched off. Set nas_cleanup.enabled: true in config.yaml to allow it.`,
      )
    // a refusal names what speaks against the deletion, not that nobody has looked
    const { verdict, conditions } = before.verdict === 'safe' ? before : await lookAndDecide(job)
    if (verdict !== 'safe') {
      const open = conditions.filter((c) => !c.holds).map((c) => c.words)
      throw new Refusal('conflict', msg`${job.run} is not safe to delete: ${open.join('; ')}.`)
    }
    const now = jobs.get(job.id) ?? job
    if (now.state === 'verified') jobs.settle(now, 'eligible', { maintenanceAt: clock.now() })
    else jobs.patch(now, { maintenanceAt: clock.now() })
    changes.jobTouched(job.id)
  }

  return {
    decide,
    /** The decision for a receipt. */
    decideInEnglish,
    /** The decision as it is now, with the progress of a look that runs. */
    show: async (job: Job) => ({ ...(await decide(job)), looking: looks.progress(job.id) }),
    lookAndDecide,
    stopLook: (jobId: number): void => deps.folders.jobsOfRun(jobId).forEach(looks.stopLook),
    /** What a cleanup of all runs would delete; `look`: looks first at each run that only needs a look. */
    preview: async (look: boolean): Promise<CleanupPreview> => previewOf(await space.whole(look)),
    space,
    request,
  }
}
