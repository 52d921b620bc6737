// `exclude`, `include`, `accept`: exclusions of files from a run, each with a name and a note.
import { type CommandContext, findJob } from '../select-runs.ts'
import { visible } from '../../../shared/escape.ts'
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

/** Numbers of the files with these paths. Throws CliError for a path that the run does not have. */
export const seqsOf = async (
  context: CommandContext,
  job: { readonly id: number; readonly run: string },
  paths: readonly string[],
): Promise<number[]> => {
  const seqs: number[] = []
  for (const path of paths) {
    const { rows } = await context.core.handlers['files.page']({
      jobId: job.id,
      view: 'all',
      search: path,
      offset: 0,
      limit: 200,
    })
    const file = rows.find((row) => row.path === path)
    if (file === undefined)
      throw new CliError(
        `${job.run} has no file ${path}. Paths are relative to the run, with forward slashes.`,
      )
    seqs.push(file.seq)
  }
  return seqs
}

/** Excludes files by path or by pattern, or shows what a pattern would match. */
export const excludeFiles = async (
  context: CommandContext,
  run: string,
  { files: paths = [], pattern, by, note, dryRun }: ExcludeOptions,
): Promise<number> => {
  const { handlers } = context.core
  const job = await findJob(context, run)
  if ((pattern === undefined) === (paths.length === 0))
    throw new CliError('Say which files: --files PATH... or --pattern GLOB.')
  if (dryRun === true) {
    if (pattern === undefined) throw new CliError('--dry-run goes with --pattern.')
    const found = await handlers['files.match']({ jobId: job.id, pattern })
    const lines = found.paths.map((path) => `  ${visible(path)}\n`).join('')
    const text = `${filesText(found.files)}, ${bytesText(found.bytes)} would be left out\n${lines}`
    await printResult(context, found, text)
    return EXIT.proven
  }
  const who = requireName(by)
  const files = pattern === undefined ? { seqs: await seqsOf(context, job, paths) } : { pattern }
  const excluded = await handlers['files.exclude']({ jobId: job.id, files, by: who, note })
  const text = `${filesText(excluded.files)}, ${bytesText(excluded.bytes)} of ${job.run} left out\n`
  await printResult(context, excluded, text)
  return EXIT.proven
}

/** Takes exclusions back: by path, by pattern, or all of the run. */
export const includeFiles = async (
  context: CommandContext,
  run: string,
  { files: paths = [], pattern, all, by }: IncludeOptions,
): Promise<number> => {
  const { handlers } = context.core
  const job = await findJob(context, run)
  if ([paths.length > 0, pattern !== undefined, all === true].filter(Boolean).length !== 1)
    throw new CliError('Say which files: --files PATH..., --pattern GLOB or --all.')
  const who = requireName(by)
  const include = async (files: 'all' | { seqs: number[] } | { id: number }): Promise<number> =>
    (await handlers['files.include']({ jobId: job.id, files, by: who })).files
  let included = 0
  if (pattern !== undefined) {
    const { exclusions } = await handlers['jobs.details']({ jobId: job.id })
    const matching = exclusions.filter((one) => one.pattern === pattern)
    if (matching.length === 0)
      throw new CliError(`${job.run} has no exclusion with the pattern ${pattern}.`)
    for (const { id } of matching) included += await include({ id })
  } else
    included = await include(all === true ? 'all' : { seqs: await seqsOf(context, job, paths) })
  await printResult(
    context,
    { files: included },
    `${filesText(included)} of ${job.run} are sent again\n`,
  )
  return EXIT.proven
}

/** Accepts the NAS copies of files whose originals are gone; none of them counts as verified. */
export const acceptCopies = async (
  context: CommandContext,
  run: string,
  { files: paths = [], by, note }: ExcludeOptions,
): Promise<number> => {
  const job = await findJob(context, run)
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
