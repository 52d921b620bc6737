// `add`, `retry`, `pause`, `resume`, `next`, `earlier`, `later`, `cancel`, `archive`, `unarchive`, `locate`, `verify`: commands that act on runs.
import { resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { MINUTE_MS } from '../../../shared/duration.ts'
import { leftText, resendText } from '../../../shared/messages/retry-preview.ts'
import type { JobAction } from '../../../shared/model/model.ts'
import type { Core } from '../../core/core.ts'
import { isOnNasOnly, proofLabel, runLabelWithAttempt } from '../../../shared/state-labels.ts'
import { seqsOf } from './exclude.ts'
import {
  type CommandContext,
  type RunNames,
  exitCodeOf,
  findJob,
  findJobs,
  onNasOf,
} from '../select-runs.ts'
import { CliError, EXIT, bytesText, printResult } from '../output.ts'
import { jobJson } from '../json.ts'
import { turnText, turnsOf } from '../turns.ts'

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
  const lines = jobs.map((job, index) => {
    const { message = '', also = [] } = found[index] ?? {}
    const others = also.map(
      ({ jobId, slot, target }) => `${jobId}  ${job.run}  ->  ${slot}: ${target}\n`,
    )
    return `${job.id}  ${job.run}  ->  ${job.target}\n${others.join('')}    ${message}\n`
  })
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

const runsText = (n: number): string => (n === 1 ? '1 run' : `${n} runs`)

/** Most runs that one call takes (shared/contract/fields.ts). */
const MAX_IDS = 1_000

/** Actions after which the place of the runs is said. */
const ORDERING: ReadonlySet<JobAction> = new Set(['next', 'earlier', 'later'])

/** `retry`, `pause`, `resume`, `next`, `cancel`, `archive` and the like, as the buttons of the window do. */
export const actOnRuns = async (
  context: CommandContext,
  action: JobAction,
  which: RunNames | 'all_failed' | 'all_finished',
): Promise<number> => {
  const jobs =
    typeof which === 'string' ? which : (await findJobs(context, which)).map(({ id }) => id)
  const { changed, changedIds, refused } = await context.core.handlers['jobs.act']({ jobs, action })
  const left =
    action === 'retry' && changedIds.length > 0 && changedIds.length <= MAX_IDS
      ? await context.core.handlers['jobs.retryPreview']({ jobs: changedIds })
      : null
  const turns = ORDERING.has(action) ? await turnsOf(context.core) : null
  const named = turns === null || typeof jobs === 'string' ? [] : jobs
  const places = named.flatMap((id) => turns?.get(id) ?? [])
  await printResult(
    context,
    { changed, refused, ...left, ...(turns === null ? {} : { places }) },
    [
      `${action}: ${runsText(changed)}`,
      ...(left === null || left.bytes === 0 ? [] : [leftText(left, bytesText)]),
      ...places.map((one) => `${one.jobId}: ${turnText(one)}`),
    ]
      .map((line) => `${line}\n`)
      .join(''),
  )
  for (const { message } of refused) context.io.err(message)
  return refused.length > 0 ? EXIT.couldNotRun : EXIT.proven
}

/** Holds everything back, or lets it go on. `minutes`: when that ends by itself; null: a person ends it. */
export const pauseAll = async (
  context: CommandContext,
  paused: boolean,
  minutes: number | null,
): Promise<number> => {
  const until = minutes === null ? null : Date.now() + minutes * MINUTE_MS
  await context.core.handlers['engine.pause']({ paused, until })
  const text = paused
    ? 'Everything is paused.'
    : 'Nothing is paused any more, but runs that were paused one by one.'
  await printResult(context, { paused }, `${text}\n`)
  return EXIT.proven
}

/** Sends files of one run again. */
export const retryFiles = async (
  context: CommandContext,
  names: RunNames,
  paths: readonly string[],
): Promise<number> => {
  const job = await findJob(context, names)
  const seqs = await seqsOf(context, job, paths)
  const input = { jobId: job.id, files: seqs }
  const preview = await context.core.handlers['files.retryPreview'](input)
  const { files } = await context.core.handlers['files.retry'](input)
  if (files === 0) throw new CliError(`None of these files of ${job.run} failed: nothing to retry.`)
  await printResult(
    context,
    { changed: 1, files, bytes: preview.bytes, seconds: preview.seconds },
    `retry: ${files} ${files === 1 ? 'file' : 'files'} of ${job.run}\n${resendText(preview, bytesText)}\n`,
  )
  return EXIT.proven
}

/** Changes the folder of a run that was moved. */
export const locateRun = async (
  context: CommandContext,
  names: RunNames,
  folder: string,
): Promise<number> => {
  const { core, io } = context
  const job = await findJob(context, names)
  await core.handlers['jobs.locate']({ jobId: job.id, folder: resolve(io.cwd, folder) })
  const after = await core.handlers['jobs.get']({ jobId: job.id })
  await printResult(
    context,
    { ...jobJson(after), files: after.files },
    `${after.id}  ${after.folder}  ->  ${after.target}\n`,
  )
  return EXIT.proven
}

/** Works until nothing is due. Runs that only have to be seen once more, a settle time later, are waited for. */
const finishWork = async (core: Core): Promise<void> => {
  await core.sweep()
  const settlesInMs = core.settlesInMs()
  // the engine works meanwhile
  if (settlesInMs !== null) await setTimeout(settlesInMs)
  await core.idle()
}

/** Works the queue until nothing is due, or until it is stopped: then what runs is settled first. */
export const workUntilIdle = async ({ core, stopped }: CommandContext): Promise<void> => {
  core.start()
  await Promise.race([finishWork(core), stopped.then(() => core.settle())])
}

/** Number of verify passes of a run. */
const passesOf = async ({ core }: CommandContext, jobId: number): Promise<number> =>
  (await core.handlers['jobs.details']({ jobId })).passes.length

/** Verifies a run again, now, and prints the result. */
export const verifyRun = async (context: CommandContext, names: RunNames): Promise<number> => {
  const job = await findJob(context, names)
  const before = await passesOf(context, job.id)
  const { refused } = await context.core.handlers['jobs.act']({ jobs: [job.id], action: 'verify' })
  const [refusal] = refused
  if (refusal !== undefined) throw new CliError(refusal.message)
  await workUntilIdle(context)
  const after = await context.core.handlers['jobs.get']({ jobId: job.id })
  const hold = context.core
    .overview()
    .holds.find(({ instruments }) => instruments.includes(after.route))
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
