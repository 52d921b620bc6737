// Answers `files.*`: lists the files of a run, retries and excludes them.
import { msg } from '../../../../shared/language/msg.ts'
import type { filesMethods } from '../../../../shared/contract/files.ts'
import type { GroupHandlers } from '../../core.ts'
import type { FileLevels } from '../../files/file-tree-levels.ts'
import type { FilePages } from '../../files/file-pages.ts'
import type { ActivityStore } from '../../queue/activity-store.ts'
import type { AttemptStore } from '../../queue/attempt-store.ts'
import type { ExclusionsService } from '../runs/exclusions-service.ts'
import type { Job } from '../../queue/job-row.ts'
import { readFileHistory } from '../runs/file-history.ts'
import type { JobAccess } from '../runs/job-access.ts'
import type { JobActions } from '../runs/job-actions.ts'
import type { RetryPreviews } from '../runs/retry-preview.ts'
import { filePageHandler } from './file-page.ts'

interface FilesHandlerDeps {
  readonly pages: FilePages
  readonly levels: FileLevels
  readonly attempts: AttemptStore
  readonly activity: Pick<ActivityStore, 'person'>
  readonly actions: Pick<JobActions, 'retryFiles'>
  readonly exclusionsService: ExclusionsService
  readonly retryPreviews: Pick<RetryPreviews, 'ofFiles'>
  readonly requireJob: JobAccess['requireJob']
  readonly requireRows: JobAccess['requireRows']
  logFile(jobId: number, attemptId: number): string
}

export const filesHandlers = (deps: FilesHandlerDeps): GroupHandlers<typeof filesMethods> => {
  const { pages, requireJob, exclusionsService } = deps
  /** A job whose files have rows: a folded one is unfolded first. */
  const withRows = async (jobId: number): Promise<Job> => {
    const job = requireJob(jobId)
    await deps.requireRows(job)
    return requireJob(jobId)
  }
  return {
    ...filePageHandler(deps),
    'files.prefetchSearch': async ({ jobId }) => {
      pages.prefetchSearch({ jobId, createdAt: (await withRows(jobId)).createdAt })
      return null
    },
    'files.level': async ({ jobId, folder, offset, limit }) => {
      const { id } = await withRows(jobId)
      const { entries, total } = await deps.levels.page(id, folder, offset, limit)
      return { rows: pages.ofLevel(jobId, entries), total }
    },
    'files.history': async ({ jobId, seq }) => readFileHistory(await withRows(jobId), seq, deps),
    'files.retryPreview': async ({ jobId, files }) =>
      deps.retryPreviews.ofFiles(
        files === 'attention' ? requireJob(jobId) : await withRows(jobId),
        files,
      ),
    'files.retry': async ({ jobId, files: chosen }) => {
      await withRows(jobId)
      const files = deps.actions.retryFiles(jobId, chosen)
      if (files > 0)
        deps.activity.person(
          requireJob(jobId),
          files === 1 ? msg`Retried 1 file` : msg`Retried ${files} files`,
        )
      return { files }
    },
    'files.match': async (input) => {
      await withRows(input.jobId)
      return exclusionsService.preview(input)
    },
    'files.exclude': async (input) => {
      await withRows(input.jobId)
      return exclusionsService.exclude(input)
    },
    'files.accept': async (input) => {
      await withRows(input.jobId)
      return exclusionsService.accept(input)
    },
    'files.include': async (input) => {
      await withRows(input.jobId)
      return exclusionsService.include(input)
    },
  }
}
