// Finds the runs that a command names, and the exit code that the states of runs give (docs/spec.md 11).
import { resolve } from 'node:path'
import { visible } from '../../shared/escape.ts'
import { onNasText } from '../../shared/messages/cleanup.ts'
import type { JobSummary } from '../../shared/model/model.ts'
import { isProvenBeforeRestore } from '../../shared/state-labels.ts'
import type { Core } from '../core/core.ts'
import { isSameFolder } from '../core/domain/folder-path.ts'
import { type CliIo, CliError, EXIT } from './output.ts'

/** What a command works with. */
export interface CommandContext<C = Core> {
  readonly core: C
  readonly io: CliIo
  /** `--json` was given. */
  readonly json: boolean
  /** Resolves when a person or the system asks the command to end; never for a command that only reads. */
  readonly stopped: Promise<void>
  /** What is wrong with config.yaml, in lines; null: nothing is. */
  readonly configFault: string | null
}

/** The runs that a command line names. */
export interface RunNames {
  /** Each a number, a folder or a folder's name. */
  readonly runs?: readonly string[]
  /** Numbers, whatever other runs are called. */
  readonly id?: readonly number[]
  /** Names of folders, whatever numbers other runs have. */
  readonly name?: readonly string[]
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

type Test = (job: JobSummary) => boolean

const describe = (job: JobSummary): string =>
  `${job.id} (${visible(job.folder)}${job.slot === '' ? '' : ` to ${job.slot}`}${job.archivedAt === null ? '' : ', in the archive'})`

/**
 * The one run for which a test holds; of a run with several destinations the job for the first one. A name or a folder means a run on the list before one in the archive; a number means
 * whichever run has it. Throws CliError where none or several match.
 */
const onlyOne = (
  text: string,
  jobs: readonly JobSummary[],
  tests: { readonly number: Test; readonly other: Test },
): JobSummary => {
  const named = jobs.filter(tests.other)
  const listed = named.filter((job) => job.archivedAt === null)
  const matching = new Set([...jobs.filter(tests.number), ...(listed.length > 0 ? listed : named)])
  const [only] = matching
  const shown = visible(text)
  if (only === undefined)
    throw new CliError(
      `There is no run ${shown} in the list. A run is named by its number, its folder or its folder's name.`,
    )
  // the jobs of one run have one folder: its name means the one for the first destination
  const first = [...matching].find(({ id, lead }) => id === lead)
  if (first !== undefined && [...matching].every(({ lead }) => lead === first.lead)) return first
  if (matching.size > 1)
    throw new CliError(
      `${shown} means ${matching.size} runs. Say which, by --id: ${[...matching].map(describe).join(', ')}.`,
    )
  return only
}

const never: Test = () => false

/**
 * The runs that a command line names, each once, in its order. Throws CliError where it names none, and where something of it
 * means no run or several.
 */
export const findJobs = async (
  { core, io }: Pick<CommandContext<Pick<Core, 'everyRun'>>, 'core' | 'io'>,
  { runs = [], id = [], name = [] }: RunNames,
): Promise<JobSummary[]> => {
  if (runs.length + id.length + name.length === 0)
    throw new CliError('Say which run: by its number, its folder or its name.')
  const jobs = [false, true].flatMap((archived) => core.everyRun(archived))
  const isNumber =
    (text: string): Test =>
    (job) =>
      String(job.id) === text
  const isName =
    (text: string): Test =>
    (job) =>
      job.run === text
  const isFolder = (text: string): Test => {
    const folder = resolve(io.cwd, text)
    return (job) =>
      isSameFolder(job.folder, folder, io.platform === 'win32') && job.folderReusedAt === null
  }
  const found = [
    ...runs.map((text) => {
      const [named, inFolder] = [isName(text), isFolder(text)]
      const other: Test = (job) => named(job) || inFolder(job)
      return onlyOne(text, jobs, { number: isNumber(text), other })
    }),
    ...id.map((number) =>
      onlyOne(String(number), jobs, { number: isNumber(String(number)), other: never }),
    ),
    ...name.map((text) => onlyOne(text, jobs, { number: never, other: isName(text) })),
  ]
  return [...new Set(found)]
}

/** The one run that a command line names; throws CliError also where it names several. */
export const findJob = async (
  context: Pick<CommandContext<Pick<Core, 'everyRun'>>, 'core' | 'io'>,
  names: RunNames,
): Promise<JobSummary> => {
  const [job, ...more] = await findJobs(context, names)
  if (job === undefined || more.length > 0) throw new CliError('Say one run, not several.')
  return job
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
