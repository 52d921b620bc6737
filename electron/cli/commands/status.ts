// `status`: prints the runs, or one, with its files on request, and what else must be known before all is called proven. Of many runs
// at rest only the newest are read and printed, the others are counted. JSON has every run and is streamed.
import type { FileRow, JobSummary } from '../../../shared/model/model.ts'
import { JOB_STATES } from '../../../shared/model/states.ts'
import {
  RUN_LABELS,
  fileLabelKey,
  fileLabel,
  proofLabel,
  runLabel,
  runLabelName,
} from '../../../shared/state-labels.ts'
import { runStatus } from '../../../shared/run-status.ts'
import type { Glance, ListCore } from '../../core/core.ts'
import {
  type CommandContext,
  type RunNames,
  exitCodeOf,
  exitCodeWith,
  findJob,
  onNasOf,
  pages,
} from '../select-runs.ts'
import { visible } from '../../../shared/escape.ts'
import { CliError, EXIT, bytesText, isoOrNull, table } from '../output.ts'
import { fileJson, findingJson, jobJson, needsPerson, rehearsalJson } from '../json.ts'
import { type Turn, turnJson, turnText, turnsOf } from '../turns.ts'
import { rehearsalText } from './doctor.ts'
import { recordingJson, recordingText } from './recordings.ts'

const filesText = (job: JobSummary): string => {
  if (job.state === 'cleaned') return onNasOf(job)
  const { verified = 0, cleaned = 0 } = job.files.byState
  return `${verified + cleaned}/${job.files.total}`
}

/** Why a run does not go on, in one line; for a blocked one with the file that blocks it. */
const problemText = (job: JobSummary, turn: Turn | undefined): string => {
  const { state, lastError } = job
  const { holder } = runStatus(job, Date.now())
  // a person, a pause, a destination or a recording
  if (holder !== null) return `held: ${holder}`
  if (lastError === null) return turn === undefined ? '' : turnText(turn)
  const [message = '', file = ''] = lastError.message.split('\n')
  return `${lastError.reason}: ${message}${state === 'blocked' && file !== '' ? ` ${file}` : ''}`
}

const jobRow = (job: JobSummary, turn: Turn | undefined): string[] => [
  String(job.id),
  runStatus(job, Date.now()).word,
  job.run,
  job.route,
  filesText(job),
  bytesText(job.bytes.total),
  proofLabel(job.proof),
  problemText(job, turn),
]

type StatusContext = CommandContext<ListCore>

interface StatusOptions {
  /** null: every run. */
  readonly names: RunNames | null
  readonly files: boolean
  readonly state: string | null
  /** Lists the archived runs instead; the exit code is that of the runs on the list. */
  readonly archived: boolean
  /** Lists every run that is at rest too. */
  readonly all: boolean
}

/** Runs at rest that are printed where all are not asked for. */
const NEWEST = 20

/** What decides the word of a run at rest beside its state. */
const AT_REST = {
  held: false,
  heldBy: null,
  failures: 0,
  dueAt: null,
  livePhase: null,
  lastError: null,
  verifiedAt: null,
  restoredAt: null,
}

/** Says how many runs at rest are not printed. */
const restText = (atRest: Glance['atRest']): string => {
  const counts = JOB_STATES.flatMap((state) => {
    const n = atRest[state] ?? 0
    return n === 0 ? [] : [[n, runLabelName(runLabel({ ...AT_REST, state }))] as const]
  })
  const total = counts.reduce((sum, [n]) => sum + n, 0)
  const words = counts.map(([n, word]) => `${n} ${word}`).join(', ')
  return total === 0
    ? ''
    : `${total} more ${total === 1 ? 'is' : 'are'} at rest: ${words}. List them with: exlab-sync status --all\n`
}

const filesOf = (core: ListCore, jobId: number): AsyncGenerator<FileRow> =>
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
  context: StatusContext,
  job: JobSummary,
  turn: Turn | undefined,
  withFiles: boolean,
): Promise<void> => {
  const { io, core } = context
  const run = { ...jobJson(job), turn: turnJson(turn) }
  if (!withFiles) return io.out(JSON.stringify({ ...run, files: job.files }))
  const head = JSON.stringify({ ...run, counts: job.files })
  await io.out(`${head.slice(0, -1)},"files":[`)
  let first = true
  for await (const file of filesOf(core, job.id)) {
    await io.out(`${first ? '' : ','}${JSON.stringify(fileJson(file))}`)
    first = false
  }
  await io.out(']}')
}

/** Which runs a state means, by the words of the JSON or of the screen; throws CliError for any other word. */
const inState = (state: string | null): ((job: JobSummary) => boolean) => {
  if (state === null) return () => true
  const word = state.toLowerCase()
  const labels = RUN_LABELS.map((label) => label.toLowerCase())
  if (![...JOB_STATES, ...labels].includes(word))
    throw new CliError(
      `--state can't be "${state}". It is one of ${JOB_STATES.join(', ')}, or a state of the screen: ${RUN_LABELS.join(', ')}.`,
    )
  return (job) => job.state === word || runLabel(job).toLowerCase() === word
}

/**
 * The exit code of all runs. Runs that are still recorded wait, and without valid settings nobody knows whether there are any:
 * then nothing is called proven.
 */
const exitCodeOfAll = (
  { configFault }: StatusContext,
  jobs: readonly JobSummary[],
  recordings: number,
  findings: number,
): number => {
  if (configFault !== null) return EXIT.couldNotRun
  const code = exitCodeOf(jobs)
  return exitCodeWith(code === EXIT.proven && recordings > 0 ? EXIT.waiting : code, findings)
}

/** Prints the runs in the wanted state; the exit code is that of all runs, or of the one that was named. */
export const showStatus = async (
  context: StatusContext,
  options: StatusOptions,
): Promise<number> => {
  const { core, io, json } = context
  const isWanted = inState(options.state)
  const one = options.names === null ? null : await findJob(context, options.names)
  const { files, state, archived, all } = options
  if (one !== null && all) throw new CliError('Say which run, or --all: one of the two.')
  const isWhole = json || files || state !== null || archived || all
  const glance = one === null ? core.glance(isWhole ? 0 : NEWEST) : { runs: [one], atRest: {} }
  const listed = one === null && isWhole ? core.everyRun(archived) : glance.runs
  if (one === null) await core.sweep()
  const recordings = await core.handlers['recordings.list']({})
  const turns = await turnsOf(core)
  const { paused, pausedBy, pausedUntil, recording, unrehearsed } = core.overview()
  const found = await core.handlers['folders.findings']({})
  const findings = one === null ? found.rows.filter(needsPerson) : []
  const exitCode =
    one === null
      ? exitCodeOfAll(context, glance.runs, recording, found.needPerson)
      : exitCodeOf([one])
  const shown = listed.filter(isWanted)
  if (json) {
    await io.out('{"jobs":[')
    for (const [index, job] of shown.entries()) {
      if (index > 0) await io.out(',')
      await writeJobJson(context, job, turns.get(job.id), files)
    }
    const whole =
      one === null
        ? `,"findings":${JSON.stringify(findings.map(findingJson))},"paused":${paused},"pausedUntil":${JSON.stringify(isoOrNull(pausedUntil))},"failedRehearsals":${JSON.stringify(unrehearsed.map(rehearsalJson))},"recording":${recording},"recordings":${JSON.stringify(recordings.rows.map(recordingJson))}`
        : ''
    await io.out(`]${whole}}\n`)
    return exitCode
  }
  if (shown.length > 0)
    await io.out(
      table([
        ['No', 'State', 'Run', 'Instrument', 'Verified', 'Size', 'Proof', 'Problem'],
        ...shown.map((job) => jobRow(job, turns.get(job.id))),
      ]),
    )
  else if (state !== null) await io.out(`No run is in the state ${state}.\n`)
  else if (archived) await io.out('No run is in the archive.\n')
  else await io.out('No runs. Add one with: exlab-sync add <folder>\n')
  if (!isWhole) await io.out(restText(glance.atRest))
  if (files) {
    for (const job of shown) {
      await io.out(`\n${visible(job.run)}\n`)
      for await (const file of filesOf(core, job.id)) await io.out(fileLine(file, job))
    }
  }
  if (one !== null) return exitCode
  for (const { message } of findings) await io.out(`Needs you: ${visible(message)}\n`)
  for (const failed of unrehearsed) await io.out(rehearsalText(failed))
  if (recording > 0)
    await io.out(`\n${recording} being recorded\n${recordings.rows.map(recordingText).join('')}`)
  if (paused)
    await io.out(
      `\nEverything is paused${pausedBy === null ? '' : ` by ${visible(pausedBy)}`}${pausedUntil === null ? '' : ` until ${isoOrNull(pausedUntil)}`}.\n`,
    )
  return exitCode
}
