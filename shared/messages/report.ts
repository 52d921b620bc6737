// Texts to copy for IT: a problem of a run or of a cause, and a connection test. Times are in ISO format, as in the logs.
import { inDateRange } from '../duration.ts'
import type { Cause } from '../model/list-rows.ts'
import type { JobSummary, LastError } from '../model/model.ts'
import type { ConnectionTestReport } from '../model/reports.ts'

type Line = readonly [name: string, value: string]

const REPORT = {
  problem: 'Problem',
  run: 'Run',
  folder: 'Folder',
  destination: 'Destination',
  instruments: 'Instruments',
  runs: 'Runs',
  files: 'Files',
  newest: 'Newest run',
  state: 'State',
  attempts: 'Attempts',
  kind: 'Kind',
  notStarted: 'transport could not be started',
  reason: 'Reason',
  exitCode: 'Exit code',
  none: 'none',
  when: 'When',
  noOutput: '(the tool said nothing)',
} as const

const block = (error: LastError, about: readonly Line[]): string => {
  const lines: readonly Line[] = [
    [REPORT.problem, error.message],
    ...about,
    [REPORT.kind, error.kind ?? REPORT.notStarted],
    [REPORT.reason, error.reason],
    [REPORT.exitCode, String(error.exitCode ?? REPORT.none)],
    [REPORT.when, new Date(inDateRange(error.at)).toISOString()],
  ]
  const output = error.stderr === '' ? REPORT.noOutput : error.stderr
  return `${lines.map(([name, value]) => `${name}: ${value}`).join('\n')}\n\n${output}`
}

/** The problem of one run. */
export const runReport = (job: JobSummary, error: LastError): string =>
  block(error, [
    [REPORT.run, `${job.run} (${job.instrument})`],
    [REPORT.folder, job.folder],
    [REPORT.destination, job.target],
    [REPORT.state, job.state],
    [REPORT.attempts, String(job.attempts)],
  ])

/** The problem of one cause. */
export const causeReport = ({
  error,
  destination,
  instruments,
  runs,
  files,
  newest,
}: Cause): string =>
  block(error, [
    [REPORT.destination, destination],
    [REPORT.instruments, instruments.join(', ')],
    [REPORT.runs, String(runs)],
    [REPORT.files, String(files)],
    [REPORT.newest, newest.run],
  ])

/** A connection test with every step, its command and answer. */
export const connectionTestText = (report: ConnectionTestReport): string =>
  [
    `Connection test of ${report.instrument}, ${report.destination}, ${new Date(report.at).toISOString()}`,
    `Best proof: ${report.proof}`,
    ...report.steps.flatMap((step) => [
      '',
      `[${step.outcome}] ${step.title} (${step.ms} ms): ${step.message}`,
      ...(step.command === null ? [] : [`$ ${step.command}`]),
      ...(step.answer === '' ? [] : [step.answer]),
    ]),
  ].join('\n')
