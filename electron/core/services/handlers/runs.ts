// Answers `jobs.*`, `causes.*` and `cleanup.*`: lists runs and does what a person asks of them.
import { msg } from '../../../../shared/language/msg.ts'
import type { Output } from '../../../../shared/contract/index.ts'
import type { runsMethods } from '../../../../shared/contract/runs.ts'
import type { JobAction, JobSummary } from '../../../../shared/model/model.ts'
import type { GroupHandlers } from '../../core.ts'
import type { createCleanupPreview } from '../../engine/cleanup/cleanup-preview.ts'
import { Refusal } from '../../errors.ts'
import type { ActivityStore } from '../../queue/activity-store.ts'
import type { ExclusionStore } from '../../queue/exclusion-store.ts'
import type { Job } from '../../queue/job-row.ts'
import type { JobList, ListFacts } from '../../queue/job-list.ts'
import type { JobStore } from '../../queue/job-store.ts'
import type { RetryOutcomeStore } from '../../queue/retry-outcome-store.ts'
import type { VerifyPassStore } from '../../queue/verify-pass-store.ts'
import { readOrigin } from '../../wizard/wizard-files.ts'
import type { AddRuns } from '../runs/add-runs.ts'
import { type CauseDeps, listCauses } from '../runs/causes-service.ts'
import type { JobAccess } from '../runs/job-access.ts'
import type { JobActions } from '../runs/job-actions.ts'
import type { LackingService } from '../runs/lacking-runs.ts'
import type { Locator } from '../runs/locate-run.ts'
import type { FileNameSearch } from '../runs/search-file-names.ts'
import type { RetryPreviews } from '../runs/retry-preview.ts'
import type { SendBeside } from '../runs/send-beside.ts'
import type { RunWatch } from '../watch/run-watch.ts'

interface RunsHandlerDeps extends JobAccess, CauseDeps {
  readonly jobs: JobStore
  readonly list: JobList
  readonly retryOutcomes: Pick<RetryOutcomeStore, 'outcome'>
  readonly activity: Pick<ActivityStore, 'person'>
  readonly exclusions: Pick<ExclusionStore, 'list'>
  readonly passStore: Pick<VerifyPassStore, 'passes'>
  readonly addRuns: AddRuns
  readonly sendBeside: SendBeside
  readonly actions: Pick<JobActions, 'act' | 'moveTo' | 'acknowledge'>
  readonly fileNames: Pick<FileNameSearch, 'search'>
  readonly locator: Pick<Locator, 'locate'>
  readonly cleanup: ReturnType<typeof createCleanupPreview>
  readonly lacking: LackingService
  readonly retryPreviews: Pick<RetryPreviews, 'ofRuns'>
  /** null: this core only reads. */
  watcher(): Pick<RunWatch, 'checkOriginals'> | null
  summary(job: Job): JobSummary
  listFacts(): ListFacts
}

/** Most ids that "select all" answers. */
const MAX_IDS = 1_000

/** What Activity says of each action. */
const ACTIVITY_TEXTS: Readonly<Record<JobAction, string>> = {
  retry: msg`Retried`,
  next: msg`Put first`,
  earlier: msg`Moved up in the queue`,
  later: msg`Moved down in the queue`,
  pause: msg`Held`,
  resume: msg`Resumed`,
  cancel: msg`Cancelled`,
  verify: msg`Asked to be verified again`,
  archive: msg`Removed from the list`,
  unarchive: msg`Put back on the list`,
}

/** Does `work` for each job; answers which jobs refused it, with the reason. */
const collectRefusals = async (
  ids: readonly number[],
  work: (id: number) => Promise<void> | void,
): Promise<{ jobId: number; message: string }[]> => {
  const refused: { jobId: number; message: string }[] = []
  for (const jobId of ids) {
    try {
      await work(jobId)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      refused.push({ jobId, message: error.message })
    }
  }
  return refused
}

const actionResult = (
  ids: readonly number[],
  refused: Output<'jobs.act'>['refused'],
): Output<'jobs.act'> => {
  const refusedIds = new Set(refused.map(({ jobId }) => jobId))
  const changedIds = ids.filter((id) => !refusedIds.has(id))
  return { changed: changedIds.length, changedIds, refused }
}

export const runsHandlers = (deps: RunsHandlerDeps): GroupHandlers<typeof runsMethods> => {
  const { jobs, list, activity, actions, cleanup, requireJob, requireEngine, summary } = deps
  const idsOf = (which: readonly number[] | 'all_failed' | 'all_finished'): readonly number[] => {
    if (which === 'all_failed') return jobs.failedIds()
    return which === 'all_finished' ? jobs.finishedIds() : which
  }
  return {
    'jobs.add': async (input) => {
      const answer = await deps.addRuns(input)
      const ids = answer.jobs.map(({ id }) => id)
      // a run that is known already is compared with what was proven before its state is answered; one that came back from the
      // archive waits for a person
      const inUse = ids.filter((id) => !requireJob(id).held)
      await deps.watcher()?.checkOriginals(inUse)
      return { ...answer, jobs: ids.map((id) => summary(requireJob(id))) }
    },
    'jobs.list': async ({ offset, limit, ...query }) => {
      const page = list.page(query, deps.listFacts(), offset, limit)
      return { rows: page.jobs.map(summary), total: page.total }
    },
    'jobs.ids': async (query) => list.ids(query, deps.listFacts(), MAX_IDS),
    'jobs.retryPreview': async ({ jobs: ids }) => deps.retryPreviews.ofRuns(ids),
    'jobs.stateCounts': async (query) => list.stateCounts(query, deps.listFacts()),
    'jobs.searchFiles': ({ search, all }) => deps.fileNames.search(search, all),
    'jobs.offered': async ({ jobs: ids }) => {
      const offered: Partial<Record<JobAction, number[]>> = {}
      for (const id of ids) {
        const job = jobs.get(id)
        for (const action of job === null ? [] : summary(job).actions)
          (offered[action] ??= []).push(id)
      }
      return offered
    },
    'jobs.moveTo': async ({ jobId, placeOf }) => {
      const job = requireJob(jobId)
      actions.moveTo(jobId, placeOf)
      activity.person(job, msg`Moved in the queue`)
      return null
    },
    'jobs.sendBeside': async ({ jobId }) => {
      deps.sendBeside(jobId)
      const job = requireJob(jobId)
      activity.person(job, msg`Sent beside what is there, as ${job.runPath}`)
      return summary(job)
    },
    'jobs.lacking': async () => ({ rows: deps.lacking.list() }),
    'jobs.sendLacking': async ({ instrumentId, slot }) => {
      const answer = deps.lacking.send(instrumentId, slot)
      activity.person(
        null,
        msg`${answer.added} runs of ${instrumentId} are to be sent to ${slot} too`,
      )
      return answer
    },
    'jobs.get': async ({ jobId }) => summary(requireJob(jobId)),
    'jobs.act': async ({ jobs: which, action }) => {
      const ids = idsOf(which)
      // each goes before or behind the one that was moved first, so that several keep their order
      const order = action === 'next' || action === 'later' ? ids.toReversed() : ids
      const refused = await collectRefusals(order, async (id) => {
        const job = requireJob(id)
        await actions.act(id, action)
        activity.person(job, ACTIVITY_TEXTS[action])
      })
      return actionResult(ids, refused)
    },
    'jobs.outcome': async ({ jobs: ids, reason, since }) =>
      deps.retryOutcomes.outcome(ids, reason, since),
    'jobs.locate': async ({ jobId, folder }) => {
      await deps.locator.locate(jobId, folder)
      return null
    },
    'jobs.acknowledge': async ({ jobs: ids, by, note }) => {
      actions.acknowledge(ids, by === null ? null : { by, note })
      const text =
        by === null ? msg`Acknowledgement taken back` : msg`Acknowledged by ${by}: ${note}`
      for (const id of ids) activity.person(requireJob(id), text)
      return null
    },
    'jobs.details': async ({ jobId }) => ({
      facts: await readOrigin(requireJob(jobId).folder),
      passes: deps.passStore.passes(jobId).map(({ at, verified, proof, files }) => ({
        at,
        verified,
        proof,
        files,
      })),
      exclusions: deps.exclusions.list(jobId),
    }),
    'causes.list': async ({ jobId }) => listCauses(jobId ?? null, deps),
    'cleanup.decision': async ({ jobId }) => cleanup.show(requireJob(jobId)),
    'cleanup.look': async ({ jobId }) => {
      await cleanup.lookAndDecide(requireJob(jobId))
      return cleanup.show(requireJob(jobId))
    },
    'cleanup.stopLook': async ({ jobId }) => {
      cleanup.stopLook(jobId)
      return null
    },
    'cleanup.preview': ({ look }) => cleanup.preview(look === true),
    'cleanup.space': ({ look, partial }) =>
      partial === true && !look ? cleanup.space.soFar() : cleanup.space.whole(look),
    'cleanup.run': async ({ jobs: ids }) => {
      const engine = requireEngine()
      const refused = await collectRefusals(ids, async (id) => {
        const job = requireJob(id)
        await cleanup.request(job)
        activity.person(job, msg`Asked to delete the local data`)
      })
      engine.wake()
      return actionResult(ids, refused)
    },
  }
}
