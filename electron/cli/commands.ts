// What each command does, on a core that is open already. Answers the exit code of SPEC 11.
import { resolve } from 'node:path'
import type { JobAction, JobSummary } from '../../shared/model.ts'
import { fileWord, proofWord, runLabel, runWord } from '../../shared/words.ts'
import type { Core } from '../core/core.ts'
import { type CliIo, CliError, EXIT, bytesText, isoOrNull, table } from './io.ts'
import { errorJson, fileJson, jobJson } from './json.ts'

export interface CommandContext {
  readonly core: Core
  readonly io: CliIo
  readonly json: boolean
}

const PAGE = 200

/** Every job, newest problems first, a page at a time. */
export async function* allJobs(core: Core): AsyncGenerator<JobSummary> {
  for (let offset = 0; ; offset += PAGE) {
    const { rows } = await core.handlers['jobs.list']({
      view: 'all',
      search: '',
      offset,
      limit: PAGE,
    })
    yield* rows
    if (rows.length < PAGE) return
  }
}

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
  job.state === 'failed' || job.state === 'blocked' || runWord(job) === 'Sent, not proven'

/** 1 before 3 before 0: a problem is said even while other work waits. Cancelled runs say nothing. */
export const exitCodeOf = (jobs: readonly JobSummary[]): number => {
  if (jobs.some(needsPerson)) return EXIT.needsPerson
  return jobs.some((job) => !isProven(job) && job.state !== 'cancelled')
    ? EXIT.waiting
    : EXIT.proven
}

const exitCode = async (core: Core): Promise<number> => {
  const jobs: JobSummary[] = []
  for await (const job of allJobs(core)) jobs.push(job)
  return exitCodeOf(jobs)
}

const say = async ({ io, json }: CommandContext, value: unknown, text: string): Promise<void> =>
  io.out(json ? `${JSON.stringify(value)}\n` : text)

export const addRuns = async (
  context: CommandContext,
  folders: readonly string[],
  instrument: string | null,
): Promise<number> => {
  const input = {
    folders: folders.map((f) => resolve(context.io.cwd, f)),
    instrumentId: instrument,
  }
  const { jobs, refused } = await context.core.handlers['jobs.add'](input)
  const lines = jobs.map((job) => `${job.id}  ${job.run}  ->  ${job.target}\n`)
  await say(
    context,
    { jobs: jobs.map((job) => ({ ...jobJson(job), files: job.files })), refused },
    lines.join(''),
  )
  for (const { message } of refused) context.io.err(message)
  return refused.length > 0 ? EXIT.couldNotRun : EXIT.proven
}

/** Works the queue until nothing is due now, or for good. */
export const runQueue = async (context: CommandContext, untilIdle: boolean): Promise<number> => {
  const { core, io } = context
  let stopListening = (): void => undefined
  const stopped = new Promise<void>((done) => {
    stopListening = io.onStop(done)
  })
  core.start()
  await (untilIdle ? Promise.race([core.idle(), stopped]) : stopped)
  stopListening()
  const code = await exitCode(core)
  const counts = core.overview().counts
  await say(
    context,
    { counts, exitCode: code },
    `${counts.done} done, ${counts.needs_you} need a person, ${counts.active + counts.waiting} waiting\n`,
  )
  return code
}

const filesText = (job: JobSummary): string => {
  const { verified = 0 } = job.files.byState
  return `${verified}/${job.files.total}`
}

const jobRow = (job: JobSummary): string[] => [
  String(job.id),
  runLabel(job),
  job.run,
  job.instrument,
  filesText(job),
  bytesText(job.bytes.total),
  proofWord(job.proof),
  job.lastError === null
    ? ''
    : `${job.lastError.reason}: ${job.lastError.message.split('\n')[0] ?? ''}`,
]

export interface StatusOptions {
  readonly run: string | null
  readonly files: boolean
  readonly state: string | null
}

async function* filesOf(core: Core, jobId: number): AsyncGenerator<unknown> {
  for (let offset = 0; ; offset += PAGE) {
    const { rows } = await core.handlers['files.page']({
      jobId,
      view: 'all',
      search: '',
      offset,
      limit: PAGE,
    })
    yield* rows.map(fileJson)
    if (rows.length < PAGE) return
  }
}

/** One job's JSON, its files streamed, so that a million of them never sit in memory. */
const writeJobJson = async (
  context: CommandContext,
  job: JobSummary,
  withFiles: boolean,
): Promise<void> => {
  const { io, core } = context
  if (!withFiles) return io.out(JSON.stringify({ ...jobJson(job), files: job.files }))
  const head = JSON.stringify({ ...jobJson(job), counts: job.files })
  await io.out(`${head.slice(0, -1)},"files":[`)
  let first = true
  for await (const file of filesOf(core, job.id)) {
    await io.out(`${first ? '' : ','}${JSON.stringify(file)}`)
    first = false
  }
  await io.out(']}')
}

export const showStatus = async (
  context: CommandContext,
  options: StatusOptions,
): Promise<number> => {
  const { core, io, json } = context
  const jobs: JobSummary[] = []
  if (options.run !== null) jobs.push(await findJob(context, options.run))
  else for await (const job of allJobs(core)) jobs.push(job)
  const shown =
    options.state === null
      ? jobs
      : jobs.filter(
          (j) =>
            j.state === options.state || runWord(j).toLowerCase() === options.state?.toLowerCase(),
        )
  if (json) {
    await io.out('{"jobs":[')
    for (const [index, job] of shown.entries()) {
      if (index > 0) await io.out(',')
      await writeJobJson(context, job, options.files)
    }
    await io.out(']}\n')
    return exitCodeOf(jobs)
  }
  if (shown.length === 0) await io.out('No runs. Add one with: exlab-sync add <folder>\n')
  else
    await io.out(
      table([
        ['No', 'State', 'Run', 'Instrument', 'Verified', 'Size', 'Proof', 'Problem'],
        ...shown.map(jobRow),
      ]),
    )
  if (options.files) {
    for (const job of shown) {
      await io.out(`\n${job.run}\n`)
      for (let offset = 0; ; offset += PAGE) {
        const { rows } = await core.handlers['files.page']({
          jobId: job.id,
          view: 'all',
          search: '',
          offset,
          limit: PAGE,
        })
        await io.out(
          table(
            rows.map((f) => [
              fileWord(f.state).padEnd(11),
              bytesText(f.size).padStart(9),
              f.path,
              f.lastError ?? '',
            ]),
          ),
        )
        if (rows.length < PAGE) break
      }
    }
  }
  return exitCodeOf(jobs)
}

export interface ActOptions {
  readonly runs: readonly string[]
  readonly allFailed: boolean
  readonly files: readonly string[]
}

/** retry, pause, resume, cancel: as the buttons. */
export const actOnRuns = async (
  context: CommandContext,
  action: JobAction,
  options: ActOptions,
): Promise<number> => {
  const { core } = context
  if (options.files.length > 0) return retryFiles(context, options)
  const jobs = options.allFailed
    ? ('all_failed' as const)
    : await Promise.all(options.runs.map(async (run) => (await findJob(context, run)).id))
  if (jobs !== 'all_failed' && jobs.length === 0)
    throw new CliError(`Say which run: exlab-sync ${action} <run>...`)
  const { changed, refused } = await core.handlers['jobs.act']({ jobs, action })
  await say(
    context,
    { changed, refused },
    `${action}: ${changed} ${changed === 1 ? 'run' : 'runs'}\n`,
  )
  for (const { message } of refused) context.io.err(message)
  return refused.length > 0 ? EXIT.couldNotRun : EXIT.proven
}

const retryFiles = async (context: CommandContext, options: ActOptions): Promise<number> => {
  const [run] = options.runs
  if (run === undefined || options.runs.length !== 1)
    throw new CliError('--files goes with exactly one run.')
  const job = await findJob(context, run)
  const seqs: number[] = []
  for (const path of options.files) {
    const { rows } = await context.core.handlers['files.page']({
      jobId: job.id,
      view: 'all',
      search: path,
      offset: 0,
      limit: PAGE,
    })
    const file = rows.find((row) => row.path === path)
    if (file === undefined)
      throw new CliError(
        `${job.run} has no file ${path}. Paths are relative to the run, with forward slashes.`,
      )
    seqs.push(file.seq)
  }
  const { files } = await context.core.handlers['files.retry']({ jobId: job.id, files: seqs })
  await say(
    context,
    { changed: files === 0 ? 0 : 1, files },
    `retry: ${files} ${files === 1 ? 'file' : 'files'} of ${job.run}\n`,
  )
  return EXIT.proven
}

/** Proves a run again, now, and says how it ended. */
export const verifyRun = async (context: CommandContext, run: string): Promise<number> => {
  const job = await findJob(context, run)
  const { refused } = await context.core.handlers['jobs.act']({ jobs: [job.id], action: 'verify' })
  const [refusal] = refused
  if (refusal !== undefined) throw new CliError(refusal.message)
  context.core.start()
  await context.core.idle()
  const after = await context.core.handlers['jobs.get']({ jobId: job.id })
  const said = after.lastError === null ? '' : `: ${after.lastError.message}`
  await say(
    context,
    { ...jobJson(after), files: after.files },
    `${after.run}: ${runLabel(after)}, ${proofWord(after.proof)}${said}\n`,
  )
  return exitCodeOf([after])
}

/** The whole output of one attempt, the last one unless it is named. */
export const showLog = async (
  context: CommandContext,
  run: string,
  number: number | null,
): Promise<number> => {
  const { core, io, json } = context
  const job = await findJob(context, run)
  const { rows } = await core.handlers['attempts.list']({ jobId: job.id })
  const attempt = number === null ? rows[0] : rows.find((row) => row.number === number)
  if (attempt === undefined)
    throw new CliError(
      number === null
        ? `${job.run} has no attempt yet.`
        : `${job.run} has no attempt ${number}; it has ${rows.length}.`,
    )
  if (json)
    await io.out(
      `{"attempt":${JSON.stringify({ ...attempt, startedAt: isoOrNull(attempt.startedAt), endedAt: isoOrNull(attempt.endedAt), error: errorJson(attempt.error) })},"lines":[`,
    )
  for (let from = 0; ;) {
    const { lines, total } = await core.handlers['logs.page']({
      attemptId: attempt.id,
      from,
      limit: 500,
    })
    for (const line of lines) {
      const at = isoOrNull(line.at)
      await io.out(
        json
          ? `${line.number === 0 ? '' : ','}${JSON.stringify({ number: line.number, at, level: line.level, source: line.source, text: line.text })}`
          : `${at}  ${line.level.padEnd(7)} ${line.source.padEnd(6)} ${line.text}\n`,
      )
    }
    from += lines.length
    if (lines.length === 0 || from >= total) break
  }
  if (json) await io.out(']}\n')
  return EXIT.proven
}
