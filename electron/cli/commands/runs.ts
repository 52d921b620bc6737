// `add`, `run`, `retry`, `pause`, `resume`, `cancel`, `archive`, `unarchive`, `locate`, `verify`: commands that work on runs.
import { resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { JobAction, JobSummary } from '../../../shared/model/model.ts'
import { isOnNasOnly, proofLabel, runLabelWithAttempt } from '../../../shared/state-labels.ts'
import type { Core } from '../../core/core.ts'
import { seqsOf } from './exclude.ts'
import {
  type CommandContext,
  allJobs,
  exitCodeOf,
  exitCodeWith,
  findJob,
  onNasOf,
} from '../select-runs.ts'
import { CliError, EXIT, printResult } from '../output.ts'
import { jobJson } from '../json.ts'

const exitCodeOfQueue = async (core: Core): Promise<number> => {
  const jobs: JobSummary[] = []
  for await (const job of allJobs(core)) jobs.push(job)
  return exitCodeWith(exitCodeOf(jobs), core.overview().findings)
}

/** Queues folders as runs; exit code 2 where one was refused. */
export const addRuns = async (
  context: CommandContext,
  folders: readonly string[],
  options: { readonly instrument: string | null; readonly asOneRun: boolean },
): Promise<number> => {
  if (folders.some((folder) => folder.trim() === ''))
    throw new CliError('Name the folder of the run: an empty name stands for none.')
  const input = {
    folders: folders.map((f) => resolve(context.io.cwd, f)),
    instrumentId: options.instrument,
    whole: options.asOneRun,
  }
  const { jobs, found, refused } = await context.core.handlers['jobs.add'](input)
  const lines = jobs.map(
    (job, index) =>
      `${job.id}  ${job.run}  ->  ${job.target}\n    ${found[index]?.message ?? ''}\n`,
  )
  await printResult(
    context,
    { jobs: jobs.map((job) => ({ ...jobJson(job), files: job.files })), found, refused },
    lines.join(''),
  )
  for (const { message, holdsRuns } of refused)
    context.io.err(
      holdsRuns ? `${message} Add each of them, or all as one run with --as-one-run.` : message,
    )
  for (const { run, lastError } of jobs)
    if (lastError !== null) context.io.err(`${run}: ${lastError.message}`)
  return refused.length > 0 ? EXIT.couldNotRun : EXIT.proven
}

/** Works until nothing is due. Runs that only have to be seen once more, a settle time later, are waited for. */
const finishWork = async (core: Core): Promise<void> => {
  await core.sweep()
  const settlesInMs = core.settlesInMs()
  // the engine works meanwhile
  if (settlesInMs !== null) await setTimeout(settlesInMs)
  await core.idle()
}

/** Works the queue until it is stopped, or with `untilIdle` until nothing is due now. */
export const runQueue = async (context: CommandContext, untilIdle: boolean): Promise<number> => {
  const { core, io } = context
  let stopListening = (): void => undefined
  const stopped = new Promise<void>((done) => {
    stopListening = io.onStop(done)
  })
  core.start()
  await (untilIdle ? Promise.race([finishWork(core), stopped]) : stopped)
  stopListening()
  const { counts, trouble } = core.overview()
  if (trouble !== null) throw new CliError(trouble)
  const code = await exitCodeOfQueue(core)
  await printResult(
    context,
    { counts, exitCode: code },
    `${counts.done} done, ${counts.needs_you} need a person, ${counts.active + counts.waiting} waiting\n`,
  )
  return code
}

interface ActOptions {
  readonly runs: readonly string[]
  /** All of one kind instead of `runs`. */
  readonly all: 'all_failed' | 'all_finished' | null
  readonly files: readonly string[]
}

/** `retry`, `pause`, `resume`, `cancel`, `archive` and `unarchive`, as the buttons of the window do. */
export const actOnRuns = async (
  context: CommandContext,
  action: JobAction,
  options: ActOptions,
): Promise<number> => {
  const { core } = context
  if (options.files.length > 0) return retryFiles(context, options)
  const jobs =
    options.all ??
    (await Promise.all(options.runs.map(async (run) => (await findJob(context, run)).id)))
  if (jobs.length === 0) throw new CliError(`Say which run: exlab-sync ${action} <run>...`)
  const { changed, refused } = await core.handlers['jobs.act']({ jobs, action })
  await printResult(
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
  const seqs = await seqsOf(context, job, options.files)
  const { files } = await context.core.handlers['files.retry']({ jobId: job.id, files: seqs })
  await printResult(
    context,
    { changed: files === 0 ? 0 : 1, files },
    `retry: ${files} ${files === 1 ? 'file' : 'files'} of ${job.run}\n`,
  )
  return EXIT.proven
}

/** Changes the folder of a run that was moved. */
export const locateRun = async (
  context: CommandContext,
  run: string,
  folder: string,
): Promise<number> => {
  const { core, io } = context
  const job = await findJob(context, run)
  await core.handlers['jobs.locate']({ jobId: job.id, folder: resolve(io.cwd, folder) })
  const after = await core.handlers['jobs.get']({ jobId: job.id })
  await printResult(
    context,
    { ...jobJson(after), files: after.files },
    `${after.id}  ${after.folder}  ->  ${after.target}\n`,
  )
  return EXIT.proven
}

/** Number of verify passes of a run. */
const passesOf = async ({ core }: CommandContext, jobId: number): Promise<number> =>
  (await core.handlers['jobs.details']({ jobId })).passes.length

/** Verifies a run again, now, and prints the result. */
export const verifyRun = async (context: CommandContext, run: string): Promise<number> => {
  const job = await findJob(context, run)
  const before = await passesOf(context, job.id)
  const { refused } = await context.core.handlers['jobs.act']({ jobs: [job.id], action: 'verify' })
  const [refusal] = refused
  if (refusal !== undefined) throw new CliError(refusal.message)
  context.core.start()
  await context.core.idle()
  const after = await context.core.handlers['jobs.get']({ jobId: job.id })
  const hold = context.core
    .overview()
    .holds.find(({ instruments }) => instruments.includes(after.instrument))
  // a run on the NAS only keeps its state while the NAS cannot be reached
  const isUnchecked =
    isOnNasOnly(after) &&
    after.livePhase === null &&
    after.maintenanceAt !== null &&
    (await passesOf(context, job.id)) === before
  const problem = after.lastError === null ? '' : `: ${after.lastError.message}`
  const result = isUnchecked
    ? `could not be checked now: ${hold?.message ?? 'its destination is not the one in config.yaml, or the log says why'}`
    : `${runLabelWithAttempt(after)}, ${proofLabel(after.proof)}${after.state === 'cleaned' ? `: ${onNasOf(after)}` : problem}`
  await printResult(context, { ...jobJson(after), files: after.files }, `${after.run}: ${result}\n`)
  return isUnchecked && after.state === 'cleaned' ? EXIT.waiting : exitCodeOf([after])
}
