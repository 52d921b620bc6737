// Paths of a run on this computer: its folder, one file, its folder on the mounted NAS, the log of an attempt.
import { join } from 'node:path'
import { msg } from '../../../../shared/language/msg.ts'
import type { Settings } from '../../domain/config.ts'
import { routeWith } from '../../domain/routes.ts'
import { Refusal } from '../../errors.ts'
import type { FilePages } from '../../files/file-pages.ts'
import type { AttemptStore } from '../../queue/attempt-store.ts'
import type { JobAccess } from './job-access.ts'

/** Each function throws Refusal not_found; conflict where the run's folder is another run's now. */
export interface RunLocations {
  folderOf(jobId: number): string
  /** null where the settings do not say where the NAS is mounted. */
  nasFolderOf(jobId: number): string | null
  fileOf(jobId: number, seq: number): string
  logFileOf(attemptId: number): string
}

export const createRunLocations = (deps: {
  readonly attempts: Pick<AttemptStore, 'get'>
  readonly pages: Pick<FilePages, 'one'>
  readonly requireJob: JobAccess['requireJob']
  settings(): Settings | null
  logFile(jobId: number, attemptId: number): string
}): RunLocations => {
  const folderOf = (jobId: number): string => {
    const { run, folder, folderReusedAt } = deps.requireJob(jobId)
    if (folderReusedAt !== null)
      throw new Refusal(
        'conflict',
        msg`${folder} was made again and holds another run now: the files of ${run} are not there.`,
      )
    return folder
  }
  return {
    folderOf,
    nasFolderOf(jobId) {
      const job = deps.requireJob(jobId)
      const root = routeWith(job.route, deps.settings())?.nasRoot
      return root === undefined || root === null ? null : join(root, job.runPath)
    },
    fileOf(jobId, seq) {
      const found = deps.pages.one(jobId, seq)
      if (found === null) throw new Refusal('not_found', msg`There is no file with number ${seq}.`)
      return join(folderOf(jobId), found.file.path)
    },
    logFileOf(attemptId) {
      const attempt = deps.attempts.get(attemptId)
      if (attempt === null)
        throw new Refusal('not_found', msg`There is no attempt with number ${attemptId}.`)
      return deps.logFile(attempt.jobId, attemptId)
    },
  }
}
