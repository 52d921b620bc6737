// `exclude`, `include`, `accept`: what a person leaves out of a run, with a name and a note.
import { type CommandContext, findJob } from '../select-runs.ts'
import { escapeAsMark } from '../../core/lib/escape.ts'
import { CliError, EXIT, bytesText } from '../output.ts'

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

const nameOf = (by: string | undefined): string => {
  if (by === undefined || by.trim() === '') throw new CliError('Say who decides it: --by NAME.')
  return by
}

/** Numbers of files named by their paths. Throws CliError for a path that the run does not have. */
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

const say = async ({ io, json }: CommandContext, value: unknown, text: string): Promise<void> =>
  io.out(json ? `${JSON.stringify(value)}\n` : text)

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
    const named = found.paths.map((path) => `  ${escapeAsMark(path)}\n`).join('')
    const words = `${filesText(found.files)}, ${bytesText(found.bytes)} would be left out\n${named}`
    await say(context, found, words)
    return EXIT.proven
  }
  const who = nameOf(by)
  const files = pattern === undefined ? { seqs: await seqsOf(context, job, paths) } : { pattern }
  const taken = await handlers['files.exclude']({ jobId: job.id, files, by: who, note })
  const words = `${filesText(taken.files)}, ${bytesText(taken.bytes)} of ${job.run} left out\n`
  await say(context, taken, words)
  return EXIT.proven
}

export const includeFiles = async (
  context: CommandContext,
  run: string,
  { files: paths = [], pattern, all, by }: IncludeOptions,
): Promise<number> => {
  const { handlers } = context.core
  const job = await findJob(context, run)
  if ([paths.length > 0, pattern !== undefined, all === true].filter(Boolean).length !== 1)
    throw new CliError('Say which files: --files PATH..., --pattern GLOB or --all.')
  const who = nameOf(by)
  const give = async (files: 'all' | { seqs: number[] } | { id: number }): Promise<number> =>
    (await handlers['files.include']({ jobId: job.id, files, by: who })).files
  let back = 0
  if (pattern !== undefined) {
    const { exclusions } = await handlers['jobs.details']({ jobId: job.id })
    const own = exclusions.filter((one) => one.pattern === pattern)
    if (own.length === 0)
      throw new CliError(`${job.run} has no exclusion with the pattern ${pattern}.`)
    for (const { id } of own) back += await give({ id })
  } else back = await give(all === true ? 'all' : { seqs: await seqsOf(context, job, paths) })
  await say(context, { files: back }, `${filesText(back)} of ${job.run} are sent again\n`)
  return EXIT.proven
}

/** Keeps the NAS copies of files whose originals are gone; none of them is called Verified. */
export const acceptCopies = async (
  context: CommandContext,
  run: string,
  { files: paths = [], by, note }: ExcludeOptions,
): Promise<number> => {
  const job = await findJob(context, run)
  const who = nameOf(by)
  if (note.trim() === '') throw new CliError('Say why: --note TEXT.')
  const files = paths.length === 0 ? ('all' as const) : await seqsOf(context, job, paths)
  const taken = await context.core.handlers['files.accept']({ jobId: job.id, files, by: who, note })
  await say(context, taken, `${filesText(taken.files)} of ${job.run} accepted without proof\n`)
  return EXIT.proven
}
