// Finds the runs that a command names, and the exit code that the states of runs give (docs/spec.md 11).
import { resolve } from 'node:path'
import { onNasText } from '../../shared/messages/cleanup.ts'
import type { JobSummary } from '../../shared/model/model.ts'
import { isProvenBeforeRestore } from '../../shared/state-labels.ts'
import type { Core } from '../core/core.ts'
import { type CliIo, CliError, EXIT } from './output.ts'

/** What a command works with. */
export interface CommandContext {
  readonly core: Core
  readonly io: CliIo
  /** `--json` was given. */
  readonly json: boolean
}

const PAGE = 200

/** All rows of a paged list. */
export async function* pages<T>(
  fetch: (offset: number, limit: number) => Promise<{ readonly rows: readonly T[] }>,
): AsyncGenerator<T> {
  for (let offset = 0; ; offset += PAGE) {
    const { rows } = await fetch(offset, PAGE)
    yield* rows
    if (rows.length < PAGE) return
  }
}

/** Every run on the list, newest problems first; with `archived`, those that were taken off it. */
export const allJobs = (core: Core, archived = false): AsyncGenerator<JobSummary> =>
  pages((offset, limit) =>
    core.handlers['jobs.list']({
      view: 'all',
      search: '',
      ...(archived ? { state: 'archived' } : {}),
      offset,
      limit,
    }),
  )

/**
 * The run that an id, a folder or a folder's name names, on the list before those in the archive. Throws CliError where none
 * or several match.
 */
export const findJob = async (context: CommandContext, name: string): Promise<JobSummary> => {
  const folder = resolve(context.io.cwd, name)
  const matching: JobSummary[] = []
  for (const archived of [false, true]) {
    // a name stands for an archived run only where no run on the list has it
    const byName = matching.length === 0
    for await (const job of allJobs(context.core, archived)) {
      const ownFolder = job.folder === folder && job.folderReusedAt === null
      if (String(job.id) === name || ownFolder) return job
      if (byName && job.run === name) matching.push(job)
    }
  }
  const [only] = matching
  if (only !== undefined && matching.length === 1) return only
  if (matching.length > 1) {
    throw new CliError(
      `${name} is the name of ${matching.length} runs. Say which by its number: ${matching.map((j) => `${j.id} (${j.folder})`).join(', ')}.`,
    )
  }
  throw new CliError(
    `There is no run ${name} in the list. A run is named by its number, its folder or its folder's name.`,
  )
}

const isProven = (job: JobSummary): boolean =>
  job.state === 'verified' || job.state === 'cleanup_eligible' || job.state === 'cleaned'

/**
 * 1 before 3 before 0: a problem counts even while other runs wait. Cancelled runs do not count. A
 * proven run whose last check could not be made waits for the next one.
 */
export const exitCodeOf = (jobs: readonly JobSummary[]): number => {
  if (jobs.some((job) => job.needsPerson)) return EXIT.needsPerson
  const isOpen = (job: JobSummary): boolean =>
    isProven(job) ? job.lastError !== null || isProvenBeforeRestore(job) : job.state !== 'cancelled'
  return jobs.some(isOpen) ? EXIT.waiting : EXIT.proven
}

/** The exit code of runs together with `findings`: folders that are no runs in the queue and need a person. */
export const exitCodeWith = (code: number, findings: number): number =>
  findings > 0 ? EXIT.needsPerson : code

/** How much of a cleaned run is on the NAS, and when that was last proven. */
export const onNasOf = ({ files: { byState, total }, verifiedAt }: JobSummary): string =>
  onNasText((byState.verified ?? 0) + (byState.cleaned ?? 0), total, verifiedAt)
