// Answers pages of the files of a run.
import type { CoreHandlers } from '../../core.ts'
import type { FilePages } from '../../files/file-pages.ts'
import type { JobAccess } from '../runs/job-access.ts'

interface FilePageDeps extends Pick<JobAccess, 'requireJob' | 'requireRows'> {
  readonly pages: Pick<FilePages, 'page'>
}

export const filePageHandler = (deps: FilePageDeps): Pick<CoreHandlers, 'files.page'> => ({
  'files.page': async ({ jobId, view, search, problemsFirst = false, offset, limit }) => {
    await deps.requireRows(deps.requireJob(jobId))
    const { revision, createdAt } = deps.requireJob(jobId)
    const query = { jobId, createdAt, view, search, revision, problemsFirst }
    const page = await deps.pages.page(query, offset, limit)
    return { ...page, revision }
  },
})
