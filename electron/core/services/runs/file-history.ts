// History of one file: its paths on both sides, and the log lines of the last attempts that name it.
import { join } from 'node:path'
import { msg } from '../../../../shared/language/msg.ts'
import type { FileHistory } from '../../../../shared/model/list-rows.ts'
import { fileProof } from '../../../../shared/state-labels.ts'
import { Refusal } from '../../errors.ts'
import type { AttemptStore } from '../../queue/attempt-store.ts'
import type { FilePages } from '../../files/file-pages.ts'
import type { Job } from '../../queue/job-row.ts'
import { linesWith } from '../../logs/log-filter.ts'

/** Most attempts that are searched, and most log lines in the answer. */
const MAX_ATTEMPTS = 10
const MAX_LINES = 40

interface FileHistoryDeps {
  readonly pages: FilePages
  readonly attempts: AttemptStore
  logFile(jobId: number, attemptId: number): string
}

/** The history of file `seq` of a job. Throws Refusal not_found. */
export const readFileHistory = async (
  job: Job,
  seq: number,
  deps: FileHistoryDeps,
): Promise<FileHistory> => {
  const found = deps.pages.one(job.id, seq)
  if (found === null)
    throw new Refusal('not_found', msg`${job.run} has no file with number ${seq}.`)
  const { file, triedIn } = found
  const attempts: FileHistory['attempts'] = []
  let linesLeft = MAX_LINES
  for (const attempt of deps.attempts.list(job.id, MAX_ATTEMPTS)) {
    const lines = await linesWith(deps.logFile(job.id, attempt.id), file.path, linesLeft)
    linesLeft -= lines.length
    const { id, number, phase, startedAt, outcome, exitCode } = attempt
    // verify passes concern every file; a push concerns this one only if it tried or named it
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
