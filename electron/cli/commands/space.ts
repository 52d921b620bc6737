// `space`: prints what the runs hold on this computer, by instrument and by whether it may be deleted, as the page Space does.
import { leftOutText } from '../../../shared/messages/cleanup.ts'
import { SPACE_ANSWERS } from '../../../shared/messages/space.ts'
import type { SpaceAnswer, SpaceReport } from '../../../shared/model/reports.ts'
import type { CommandContext } from '../select-runs.ts'
import { CliError, EXIT, bytesText, isoOrNull, printResult, table } from '../output.ts'

const ANSWERS = Object.keys(SPACE_ANSWERS) as SpaceAnswer[] // the keys of the table itself

interface SpaceOptions {
  /** Looks at both sides of the runs that only need that. */
  readonly check: boolean
  /** Lists only runs with this answer; null: all of them. */
  readonly answer: string | null
}

const sumText = ({ runs, bytes }: SpaceReport['sums'][SpaceAnswer]): string =>
  runs === 0 ? '-' : `${bytesText(bytes)} in ${runs}`

const sumsTable = ({ sums, instruments }: SpaceReport): string =>
  table([
    ['Instrument', ...ANSWERS.map((answer) => SPACE_ANSWERS[answer])],
    ...[...instruments, ...(instruments.length > 1 ? [{ id: 'All', sums }] : [])].map((row) => [
      row.id,
      ...ANSWERS.map((answer) => sumText(row.sums[answer])),
    ]),
  ])

const runsTable = (rows: SpaceReport['rows']): string =>
  table([
    ['No', 'Answer', 'Run', 'Instrument', 'Size', 'Why'],
    ...rows.map((row) => [
      String(row.jobId),
      SPACE_ANSWERS[row.answer],
      row.run,
      row.instrument,
      bytesText(row.bytes),
      `${row.words}${row.answer === 'safe' ? '' : leftOutText(row.leftOut)}`,
    ]),
  ])

/** 1 before 3 before 0, as of every command: a run must not be deleted, a run waits for a check or its time, all may go. */
const exitCode = ({ sums }: SpaceReport): number => {
  if (sums.do_not.runs > 0) return EXIT.needsPerson
  return sums.to_check.runs + sums.not_yet.runs > 0 ? EXIT.waiting : EXIT.proven
}

const answerOf = (text: string): SpaceAnswer => {
  const wanted = text.toLowerCase()
  const found = ANSWERS.find(
    (answer) => answer === wanted || SPACE_ANSWERS[answer].toLowerCase() === wanted,
  )
  if (found === undefined)
    throw new CliError(`--answer can't be "${text}". It is one of ${ANSWERS.join(', ')}.`)
  return found
}

/** Prints the report of all runs that have data here; the exit code is that of all of them. */
export const showSpace = async (
  context: CommandContext,
  { check, answer }: SpaceOptions,
): Promise<number> => {
  const wanted = answer === null ? null : answerOf(answer)
  const report = await context.core.handlers['cleanup.space']({ look: check })
  const rows = report.rows.filter((row) => wanted === null || row.answer === wanted)
  const listed = wanted === null ? report.total : report.sums[wanted].runs
  const { safe, to_check: toCheck } = report.sums
  const lines = [
    ...(report.total === 0 ? ['No run has data on this computer.\n'] : [sumsTable(report)]),
    ...(rows.length === 0 ? [] : ['\n', runsTable(rows)]),
    ...(listed > rows.length ? [`${listed - rows.length} more runs are not listed.\n`] : []),
    ...(report.total === 0
      ? []
      : [
          `\n${bytesText(safe.bytes)} ${safe.runs === 1 ? 'in 1 run is' : `in ${safe.runs} runs are`} safe to delete now.\n`,
        ]),
    ...(toCheck.runs === 0 || check
      ? []
      : [
          `${bytesText(toCheck.bytes)} ${toCheck.runs === 1 ? 'in 1 run only needs' : `in ${toCheck.runs} runs only need`} a check of both sides: exlab-sync space --check\n`,
        ]),
    ...(report.enabled || report.total === 0
      ? []
      : ['Cleanup is switched off: nothing is deleted.\n']),
  ]
  await printResult(
    context,
    {
      ...report,
      at: isoOrNull(report.at),
      rows: rows.map((row) => ({ ...row, possibleAt: isoOrNull(row.possibleAt) })),
    },
    lines.join(''),
  )
  return exitCode(report)
}
