// Answers calls about runs: lists, causes, files, logs, and what is done to them.
import { PAGE_ROWS } from '../../../../shared/contract/index.ts'
import type { runsMethods } from '../../../../shared/contract/runs.ts'
import type { JobAction } from '../../../../shared/model/model.ts'
import { type CoreHandlers, type ShellMethod } from '../../core.ts'
import { Refusal } from '../../errors.ts'
import { countLines, pageLevel } from '../../logs/log-filter.ts'
import { findInLog, pageLog } from '../../logs/log-reader.ts'
import { readOrigin } from '../../wizard/wizard-files.ts'
import { listCauses } from '../runs/causes-service.ts'
import { fileStoryOf } from '../runs/file-history.ts'
import { lookAtFolder } from '../runs/folders-service.ts'
import type { HandlerDeps } from './handler-deps.ts'

/** Rows that "select all" takes at most. */
const MOST_IDS = 1_000

const DONE_WORDS: Readonly<Record<JobAction, string>> = {
  retry: 'Retried',
  next: 'Put first',
  pause: 'Held',
  resume: 'Resumed',
  cancel: 'Cancelled',
  verify: 'Asked to be verified again',
  dismiss: 'Removed from the list',
}

/** Does something to each; what was refused, with its reason. */
const refusals = async (
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

export const runsHandlers = (
  deps: HandlerDeps,
): Pick<CoreHandlers, Exclude<keyof typeof runsMethods, ShellMethod>> => {
  const { jobs, list, pages, attempts, activity, actions, mustGet, engineOf, summary } = deps
  const idsOf = (which: readonly number[] | 'all_failed' | 'all_finished'): readonly number[] => {
    if (which === 'all_failed') return jobs.failedIds()
    return which === 'all_finished'
      ? jobs.idsIn(['verified', 'cleanup_eligible', 'cleaned', 'cancelled'])
      : which
  }
  return {
    'folders.inspect': async ({ folders }) => ({
      rows: await Promise.all(
        folders.map((folder) => lookAtFolder(folder, deps.settings(), deps.folders)),
      ),
    }),
    'jobs.add': async (input) => deps.add(input),
    'jobs.list': async ({ offset, limit, ...query }) => {
      const page = list.page(query, deps.facts(), offset, limit)
      return { rows: page.jobs.map(summary), total: page.total }
    },
    'jobs.ids': async (query) => list.ids(query, deps.facts(), MOST_IDS),
    'jobs.get': async ({ jobId }) => summary(mustGet(jobId)),
    'jobs.act': async ({ jobs: which, action }) => {
      const ids = idsOf(which)
      const refused = await refusals(ids, async (id) => {
        const job = mustGet(id)
        await actions.act(id, action)
        activity.person(job, DONE_WORDS[action])
      })
      return { changed: ids.length - refused.length, refused }
    },
    'jobs.locate': async ({ jobId, folder }) => {
      await deps.locator.locate(jobId, folder)
      return null
    },
    'jobs.acknowledge': async ({ jobs: ids, by, note }) => {
      actions.acknowledge(ids, by === null ? null : { by, note })
      for (const id of ids)
        activity.person(
          mustGet(id),
          by === null ? 'Acknowledgement taken back' : `Acknowledged by ${by}: ${note}`,
        )
      return null
    },
    'jobs.details': async ({ jobId }) => ({
      facts: readOrigin(mustGet(jobId).folder),
      passes: deps.passStore.passes(jobId).map(({ at, verified, proof, files }) => ({
        at,
        verified,
        proof,
        files,
      })),
      exclusions: deps.exclusions.list(jobId),
    }),
    'causes.list': async ({ jobId }) => listCauses(jobId ?? null, deps),
    'activity.page': async ({ offset, limit, ...query }) => activity.page(query, offset, limit),
    'cleanup.decision': async ({ jobId }) => deps.cleanup.decide(mustGet(jobId)),
    'cleanup.preview': () => deps.cleanup.preview(),
    'cleanup.run': async ({ jobs: ids }) => {
      const engine = engineOf()
      const refused = await refusals(ids, (id) => {
        const job = mustGet(id)
        deps.cleanup.request(job)
        activity.person(job, 'Asked to delete the local data')
      })
      engine.wake()
      return { changed: ids.length - refused.length, refused }
    },
    'recordings.list': async () => {
      const rows = deps.watcher()?.recordings() ?? []
      return { rows: rows.slice(0, PAGE_ROWS), total: rows.length }
    },
    'recordings.finish': async ({ folder }) => {
      engineOf()
      const refusal = deps.watcher()?.finish(folder) ?? null
      if (refusal !== null) throw new Refusal('conflict', refusal)
      return null
    },
    'files.page': async ({ jobId, view, search, offset, limit }) => {
      const { revision, createdAt } = mustGet(jobId)
      const page = await pages.page({ jobId, createdAt, view, search, revision }, offset, limit)
      return { ...page, revision }
    },
    'files.prefetchSearch': async ({ jobId }) => {
      pages.expectSearch({ jobId, createdAt: mustGet(jobId).createdAt })
      return null
    },
    'files.level': async ({ jobId, folder, offset, limit }) => {
      const { entries, total } = await deps.levels.page(mustGet(jobId).id, folder, offset, limit)
      return { rows: pages.ofLevel(jobId, entries), total }
    },
    'files.history': async ({ jobId, seq }) => fileStoryOf(mustGet(jobId), seq, deps),
    'files.retry': async ({ jobId, files: chosen }) => {
      const files = actions.retryFiles(jobId, chosen)
      if (files > 0) activity.person(mustGet(jobId), `Retried ${files} files`)
      return { files }
    },
    'files.match': (input) => deps.exclusionService.preview(input),
    'files.exclude': async (input) => deps.exclusionService.exclude(input),
    'files.accept': async (input) => deps.exclusionService.accept(input),
    'files.include': async (input) => deps.exclusionService.include(input),
    'attempts.list': async ({ jobId }) => ({
      rows: attempts.list(mustGet(jobId).id, PAGE_ROWS),
    }),
    'logs.page': async ({ attemptId, from, limit, level }) =>
      level === undefined || level === 'debug'
        ? pageLog(deps.logOf(attemptId), from, limit)
        : pageLevel(deps.logOf(attemptId), level, from, limit),
    'logs.find': async ({ attemptId, ...query }) => ({
      line: findInLog(deps.logOf(attemptId), query),
    }),
    'logs.count': async ({ attemptId, text }) => ({
      matches: await countLines(deps.logOf(attemptId), text),
    }),
  }
}
