// Everything about one file: where it is on both sides, and what the logs of the last attempts say of it.
import { join } from 'node:path'
import type { FileStory } from '../../../shared/lists.ts'
import { fileProof } from '../../../shared/words.ts'
import { Refusal } from '../core.ts'
import type { AttemptStore } from '../store/attempt-store.ts'
import type { FilePages } from '../store/file-pages.ts'
import type { Job } from '../store/job-row.ts'
import { linesNaming } from '../store/log-filter.ts'

/** Attempts that are looked through, and lines that are shown. */
const ATTEMPTS = 6
const LINES = 40

export interface StoryDeps {
  readonly pages: FilePages
  readonly attempts: AttemptStore
  logFile(jobId: number, attemptId: number): string
}

/** Throws Refusal not_found. */
export const fileStoryOf = async (job: Job, seq: number, deps: StoryDeps): Promise<FileStory> => {
  const found = deps.pages.one(job.id, seq)
  if (found === null) throw new Refusal('not_found', `${job.run} has no file with number ${seq}.`)
  const { file, modifiedAt } = found
  const lines: FileStory['lines'] = []
  for (const attempt of deps.attempts.list(job.id, ATTEMPTS)) {
    if (lines.length >= LINES) break
    const log = deps.logFile(job.id, attempt.id)
    for (const line of await linesNaming(log, file.path, LINES - lines.length)) {
      const { number, at, level, text } = line
      lines.push({ attempt: attempt.number, number, at, level, text })
    }
  }
  return {
    seq,
    path: file.path,
    localPath: join(job.folder, file.path),
    remotePath: `${job.target.replace(/\/$/, '')}/${file.path}`,
    modifiedAt,
    proof: fileProof(file.state, job.level),
    lines,
  }
}
