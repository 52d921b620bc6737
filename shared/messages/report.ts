// Texts to copy for IT: a problem of a run or of a cause, and a connection test. Times are in ISO format, as in the logs.
import { inDateRange } from '../duration.ts'
import type { Cause } from '../model/list-rows.ts'
import type { AttemptRow, JobSummary, LastError } from '../model/model.ts'
import type { ConnectionTestReport } from '../model/reports.ts'

/** A line of a ticket. */
export type TicketLine = readonly [name: string, value: string]
type Line = TicketLine

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
    [REPORT.run, `${job.run} (${job.route})`],
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

/** Names of a ticket's lines. */
export const TICKET = {
  title: 'ExLab Sync',
  station: 'Workstation',
  account: 'Account on it',
  system: 'System',
  program: 'ExLab Sync',
  instrument: 'Instrument',
  hostKey: 'Host key known here',
  hostKeyState: 'Host key',
  hostKeys: {
    unknown: 'not known here yet: please tell the fingerprint of this server',
    changed: 'the server presents another one now: please tell its fingerprint',
  },
  test: 'Last connection test',
} as const

const isoTime = (at: number): string => new Date(inDateRange(at)).toISOString()

/** An attempt of a run in a line: what was tried, when, and how it ended. */
export const attemptLine = ({
  number,
  phase,
  startedAt,
  outcome,
  exitCode,
  error,
}: AttemptRow): TicketLine => [
  `Attempt ${number}`,
  [
    isoTime(startedAt),
    phase,
    outcome ?? 'running',
    ...(exitCode === null ? [] : [`exit code ${exitCode}`]),
    ...(error === null ? [] : [error.reason]),
  ].join(', '),
]

/** When a connection was tested, and which steps failed. */
export const testLine = ({ at, steps }: ConnectionTestReport): TicketLine => {
  const failed = steps.filter(({ outcome }) => outcome === 'failed').map(({ title }) => title)
  const result = failed.length === 0 ? 'no step failed' : `failed: ${failed.join('; ')}`
  return [TICKET.test, `${isoTime(at)}, ${result}`]
}

/** A ticket: the facts, then what happened. */
export const ticketText = (lines: readonly TicketLine[], now: Date, text: string): string =>
  [
    `${TICKET.title}, ${now.toISOString()}`,
    ...lines.map(([name, value]) => `${name}: ${value}`),
    '',
    text,
  ].join('\n')
