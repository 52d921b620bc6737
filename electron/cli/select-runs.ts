// Which runs a command means, and what the state of runs says as an exit code.
import { resolve } from 'node:path'
import type { JobSummary } from '../../shared/model/model.ts'
import { runLabel } from '../../shared/state-labels.ts'
import type { Core } from '../core/core.ts'
import { type CliIo, CliError, EXIT } from './output.ts'

export interface CommandContext {
  readonly core: Core
  readonly io: CliIo
  readonly json: boolean
}

const PAGE = 200

/** All rows of a list that is answered a page at a time. */
export async function* pages<T>(
  fetch: (offset: number, limit: number) => Promise<{ readonly rows: readonly T[] }>,
): AsyncGenerator<T> {
  for (let offset = 0; ; offset += PAGE) {
    const { rows } = await fetch(offset, PAGE)
    yield* rows
    if (rows.length < PAGE) return
  }
}

/** Every job, newest problems first. */
export const allJobs = (core: Core): AsyncGenerator<JobSummary> =>
  pages((offset, limit) => core.handlers['jobs.list']({ view: 'all', search: '', offset, limit }))

/** The job meant by an id, a folder or a leaf name. Throws CliError where none or several fit. */
export const findJob = async (context: CommandContext, name: string): Promise<JobSummary> => {
  const folder = resolve(context.io.cwd, name)
  const named: JobSummary[] = []
  for await (const job of allJobs(context.core)) {
    if (String(job.id) === name || job.folder === folder) return job
    if (job.run === name) named.push(job)
  }
  const [only] = named
  if (only !== undefined && named.length === 1) return only
  if (named.length > 1) {
    throw new CliError(
      `${name} is the name of ${named.length} runs. Say which by its number: ${named.map((j) => `${j.id} (${j.folder})`).join(', ')}.`,
    )
  }
  throw new CliError(
    `There is no run ${name} in the list. A run is named by its number, its folder or its folder's name.`,
  )
}

const isProven = (job: JobSummary): boolean =>
  job.state === 'verified' || job.state === 'cleanup_eligible' || job.state === 'cleaned'

const needsPerson = (job: JobSummary): boolean =>
  job.state === 'failed' || job.state === 'blocked' || runLabel(job) === 'Sent, not proven'

/** 1 before 3 before 0: a problem is said even while other work waits. Cancelled runs say nothing. */
export const exitCodeOf = (jobs: readonly JobSummary[]): number => {
  if (jobs.some(needsPerson)) return EXIT.needsPerson
  return jobs.some((job) => !isProven(job) && job.state !== 'cancelled')
    ? EXIT.waiting
    : EXIT.proven
}
