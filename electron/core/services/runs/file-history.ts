// Everything about one file: where it is on both sides, and what the logs of the last attempts say of it.
import { join } from 'node:path'
import type { FileHistory } from '../../../../shared/model/list-rows.ts'
import { fileProof } from '../../../../shared/state-labels.ts'
import { Refusal } from '../../errors.ts'
import type { AttemptStore } from '../../queue/attempt-store.ts'
import type { FilePages } from '../../files/file-pages.ts'
import type { Job } from '../../queue/job-row.ts'
import { linesNaming } from '../../logs/log-filter.ts'

/** Attempts that are looked through, and lines that are shown. */
const ATTEMPTS = 10
const LINES = 40

export interface FileHistoryDeps {
  readonly pages: FilePages
  readonly attempts: AttemptStore
  logFile(jobId: number, attemptId: number): string
}

/** Throws Refusal not_found. */
export const readFileHistory = async (
  job: Job,
  seq: number,
  deps: FileHistoryDeps,
): Promise<FileHistory> => {
  const found = deps.pages.one(job.id, seq)
  if (found === null) throw new Refusal('not_found', `${job.run} has no file with number ${seq}.`)
  const { file, triedIn } = found
  const attempts: FileHistory['attempts'] = []
  let left = LINES
  for (const attempt of deps.attempts.list(job.id, ATTEMPTS)) {
    const lines = await linesNaming(deps.logFile(job.id, attempt.id), file.path, left)
    left -= lines.length
    const { id, number, phase, startedAt, outcome, exitCode } = attempt
    // a check looks at every file; what sent others only has nothing to do with this one
    if (phase === 'push' && number !== triedIn && lines.length === 0) continue
    attempts.push({ id, number, phase, startedAt, outcome, exitCode, lines })
  }
  return {
    file,
    localPath: join(job.folder, file.path),
    remotePath: `${job.target.replace(/\/$/, '')}/${file.path}`,
    proof: fileProof(file.state, job.level),
    attempts,
  }
}
