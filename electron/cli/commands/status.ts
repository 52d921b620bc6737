// `status`: prints every run, or one, with its files on request. JSON is streamed.
import type { FileRow, JobSummary } from '../../../shared/model/model.ts'
import {
  fileLabelKey,
  fileLabel,
  proofLabel,
  runLabelWithAttempt,
  runLabel,
} from '../../../shared/state-labels.ts'
import type { Core } from '../../core/core.ts'
import {
  type CommandContext,
  allJobs,
  exitCodeOf,
  findJob,
  onNasOf,
  pages,
} from '../select-runs.ts'
import { visible } from '../../../shared/escape.ts'
import { bytesText, table } from '../output.ts'
import { fileJson, jobJson } from '../json.ts'

const filesText = (job: JobSummary): string => {
  if (job.state === 'cleaned') return onNasOf(job)
  const { verified = 0, cleaned = 0 } = job.files.byState
  return `${verified + cleaned}/${job.files.total}`
}

const jobRow = (job: JobSummary): string[] => [
  String(job.id),
  runLabelWithAttempt(job),
  job.run,
  job.instrument,
  filesText(job),
  bytesText(job.bytes.total),
  proofLabel(job.proof),
  job.heldBy !== null
    ? `destination held: ${job.heldBy}`
    : job.lastError === null
      ? ''
      : `${job.lastError.reason}: ${job.lastError.message.split('\n')[0] ?? ''}`,
]

interface StatusOptions {
  readonly run: string | null
  readonly files: boolean
  readonly state: string | null
  /** Lists the archived runs; they do not count for the exit code. */
  readonly archived: boolean
}

const filesOf = (core: Core, jobId: number): AsyncGenerator<FileRow> =>
  pages((offset, limit) =>
    core.handlers['files.page']({ jobId, view: 'all', search: '', offset, limit }),
  )

const fileLine = (file: FileRow, job: JobSummary): string => {
  const state = fileLabel(fileLabelKey(file.state, runLabel(job))).padEnd(11)
  const problem = file.lastError === null ? '' : `  ${file.lastError}`
  return `${state}  ${bytesText(file.size).padStart(9)}  ${visible(file.path)}${visible(problem)}\n`
}

/** One run as JSON; its files are streamed, so that a million of them are never in memory at once. */
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
    await io.out(`${first ? '' : ','}${JSON.stringify(fileJson(file))}`)
    first = false
  }
  await io.out(']}')
}

/** Prints the runs in the wanted state; the exit code is that of all runs, or of the one that was named. */
export const showStatus = async (
  context: CommandContext,
  options: StatusOptions,
): Promise<number> => {
  const { core, io, json } = context
  const jobs: JobSummary[] = []
  if (options.run !== null) jobs.push(await findJob(context, options.run))
  else for await (const job of allJobs(core, options.archived)) jobs.push(job)
  // archived runs count only where one is named
  const exitCode = (): number =>
    exitCodeOf(options.run === null ? jobs.filter((job) => job.archivedAt === null) : jobs)
  const shown =
    options.state === null
      ? jobs
      : jobs.filter(
          (j) =>
            j.state === options.state || runLabel(j).toLowerCase() === options.state?.toLowerCase(),
        )
  if (json) {
    await io.out('{"jobs":[')
    for (const [index, job] of shown.entries()) {
      if (index > 0) await io.out(',')
      await writeJobJson(context, job, options.files)
    }
    await io.out(']}\n')
    return exitCode()
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
      for await (const file of filesOf(core, job.id)) await io.out(fileLine(file, job))
    }
  }
  return exitCode()
}
