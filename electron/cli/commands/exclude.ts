// `exclude`, `include`, `accept`: exclusions of files from a run, each with a name and a note.
import { type CommandContext, type RunNames, findJob, pages } from '../select-runs.ts'
import { decodeEscapes, visible } from '../../../shared/escape.ts'
import type { JobSummary } from '../../../shared/model/model.ts'
import { CliError, EXIT, bytesText, printResult } from '../output.ts'

export interface ExcludeOptions {
  readonly files?: readonly string[]
  readonly pattern?: string
  readonly by?: string
  readonly note: string
  readonly dryRun?: boolean
}

export interface IncludeOptions {
  readonly files?: readonly string[]
  readonly pattern?: string
  readonly all?: boolean
  readonly by?: string
}

const filesText = (n: number): string => (n === 1 ? '1 file' : `${n} files`)

const requireName = (by: string | undefined): string => {
  if (by === undefined || by.trim() === '') throw new CliError('Say who decides it: --by NAME.')
  return by
}

/** Longest text that a search of files takes. */
const MAX_SEARCH = 500

/** The number of the file with this very path; null: the run's list has none. */
const seqOf = async (
  { core }: CommandContext,
  jobId: number,
  path: string,
): Promise<number | null> => {
  // a search finds parts of paths: the end of this one is rarest
  const search = path.slice(-MAX_SEARCH)
  for await (const row of pages((offset, limit) =>
    core.handlers['files.page']({ jobId, view: 'all', search, offset, limit }),
  ))
    if (row.path === path) return row.seq
  return null
}

/** What a person may have meant by a path: as it is typed, and with `\x0a` for a control character. */
const readings = (typed: string): readonly string[] => [...new Set([typed, decodeEscapes(typed)])]

/** Number of a file as a person typed its path; null: the run's list has none. */
const seqOfTyped = async (
  context: CommandContext,
  jobId: number,
  typed: string,
): Promise<number | null> => {
  for (const path of readings(typed)) {
    const seq = await seqOf(context, jobId, path)
    if (seq !== null) return seq
  }
  return null
}

const noSuchFile = (job: Pick<JobSummary, 'run'>, path: string): CliError =>
  new CliError(
    `${job.run} has no file ${visible(path)}. Paths are relative to the run, with forward slashes; \\x0a stands for a control character.`,
  )

/** Numbers of the files with these paths. Throws CliError for a path that the run does not have. */
export const seqsOf = async (
  context: CommandContext,
  job: { readonly id: number; readonly run: string },
  paths: readonly string[],
): Promise<number[]> => {
  const seqs: number[] = []
  for (const path of paths) {
    const seq = await seqOfTyped(context, job.id, path)
    if (seq === null) throw noSuchFile(job, path)
    seqs.push(seq)
  }
  return seqs
}

/** The pattern for one path alone: characters with a meaning in patterns become `?`. */
const patternOf = (path: string): string => `/${path.replaceAll(/[*?\\]/g, '?')}`

/**
 * Files to exclude by their paths: those of the list by their numbers. A file whose name can't be sent is in no list, because it
 * blocks the run: it is excluded by a pattern for its path alone.
 */
const filesToExclude = async (
  context: CommandContext,
  job: JobSummary,
  paths: readonly string[],
): Promise<readonly ({ seqs: number[] } | { pattern: string })[]> => {
  const seqs: number[] = []
  const patterns: { pattern: string }[] = []
  for (const typed of paths) {
    const seq = await seqOfTyped(context, job.id, typed)
    if (seq !== null) {
      seqs.push(seq)
      continue
    }
    const pattern = patternOf(readings(typed).at(-1) ?? typed)
    const found = await context.core.handlers['files.match']({ jobId: job.id, pattern })
    if (found.files !== 1) throw noSuchFile(job, typed)
    patterns.push({ pattern })
  }
  return seqs.length === 0 ? patterns : [{ seqs }, ...patterns]
}

/** Excludes files by path or by pattern, or shows what a pattern would match. */
export const excludeFiles = async (
  context: CommandContext,
  names: RunNames,
  { files: paths = [], pattern: typedPattern, by, note, dryRun }: ExcludeOptions,
): Promise<number> => {
  const { handlers } = context.core
  const job = await findJob(context, names)
  if ((typedPattern === undefined) === (paths.length === 0))
    throw new CliError('Say which files: --files PATH... or --pattern GLOB.')
  const pattern = typedPattern === undefined ? null : decodeEscapes(typedPattern)
  const matched =
    pattern === null ? null : await handlers['files.match']({ jobId: job.id, pattern })
  if (matched?.files === 0)
    throw new CliError(
      `The pattern ${visible(pattern ?? '')} means no file of ${job.run}: nothing is left out.`,
    )
  if (dryRun === true) {
    if (matched === null) throw new CliError('--dry-run goes with --pattern.')
    const lines = matched.paths.map((path) => `  ${visible(path)}\n`).join('')
    const { files, bytes } = matched.sound
    const text = `${filesText(matched.files)}, ${bytesText(matched.bytes)} would be left out\n${lines}`
    if (files > 0 && !context.json)
      context.io.err(
        `Of these ${filesText(files)}, ${bytesText(bytes)} without a problem would be neither sent nor proven.`,
      )
    await printResult(context, matched, text)
    return EXIT.proven
  }
  const who = requireName(by)
  const chosen = pattern === null ? await filesToExclude(context, job, paths) : [{ pattern }]
  const excluded = { files: 0, bytes: 0 }
  for (const files of chosen) {
    const done = await handlers['files.exclude']({ jobId: job.id, files, by: who, note })
    excluded.files += done.files
    excluded.bytes += done.bytes
  }
  // files that are in no list yet are left out when the run is looked through
  const later = Math.max(0, (matched?.files ?? paths.length) - excluded.files)
  const now = `${filesText(excluded.files)}, ${bytesText(excluded.bytes)} of ${job.run} left out\n`
  const then = `${filesText(later)} of ${job.run} left out when it is looked through next\n`
  const text = `${excluded.files > 0 || later === 0 ? now : ''}${later > 0 ? then : ''}`
  await printResult(context, excluded, text)
  return EXIT.proven
}

/** Takes exclusions back: by path, by pattern, or all of the run. */
export const includeFiles = async (
  context: CommandContext,
  names: RunNames,
  { files: paths = [], pattern: typedPattern, all, by }: IncludeOptions,
): Promise<number> => {
  const { handlers } = context.core
  const job = await findJob(context, names)
  if ([paths.length > 0, typedPattern !== undefined, all === true].filter(Boolean).length !== 1)
    throw new CliError('Say which files: --files PATH..., --pattern GLOB or --all.')
  const who = requireName(by)
  const include = async (files: 'all' | { seqs: number[] } | { id: number }): Promise<number> =>
    (await handlers['files.include']({ jobId: job.id, files, by: who })).files
  let included = 0
  if (typedPattern !== undefined) {
    const pattern = decodeEscapes(typedPattern)
    const { exclusions } = await handlers['jobs.details']({ jobId: job.id })
    const matching = exclusions.filter((one) => one.pattern === pattern)
    if (matching.length === 0)
      throw new CliError(`${job.run} has no exclusion with the pattern ${visible(pattern)}.`)
    for (const { id } of matching) included += await include({ id })
  } else
    included = await include(all === true ? 'all' : { seqs: await seqsOf(context, job, paths) })
  await printResult(
    context,
    { files: included },
    `${filesText(included)} of ${job.run} ${included === 1 ? 'is' : 'are'} sent again\n`,
  )
  return EXIT.proven
}

/** Accepts the NAS copies of files whose originals are gone; none of them counts as verified. */
export const acceptCopies = async (
  context: CommandContext,
  names: RunNames,
  { files: paths = [], by, note }: ExcludeOptions,
): Promise<number> => {
  const job = await findJob(context, names)
  const who = requireName(by)
  if (note.trim() === '') throw new CliError('Say why: --note TEXT.')
  const files = paths.length === 0 ? ('all' as const) : await seqsOf(context, job, paths)
  const accepted = await context.core.handlers['files.accept']({
    jobId: job.id,
    files,
    by: who,
    note,
  })
  await printResult(
    context,
    accepted,
    `${filesText(accepted.files)} of ${job.run} accepted without proof\n`,
  )
  return EXIT.proven
}
