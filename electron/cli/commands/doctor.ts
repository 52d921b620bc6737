// `doctor`: the connection test; `rehearse`: a tiny run from end to end. Each step is a line; a failed one is followed by its
// command and the answer.
import type {
  ConnectionTestReport,
  ConnectionTestStep,
  FailedRehearsal,
} from '../../../shared/model/reports.ts'
import { WIZARD_CONFIG_MESSAGES } from '../../../shared/messages/wizard-config.ts'
import { proofLabel } from '../../../shared/state-labels.ts'
import type { Core } from '../../core/core.ts'
import type { CommandContext } from '../select-runs.ts'
import { visible } from '../../../shared/escape.ts'
import { CliError, EXIT, isoOrNull } from '../output.ts'

const MARK = { passed: 'ok', failed: 'FAILED', skipped: 'skipped' } as const

const stepText = (step: ConnectionTestStep): string => {
  const line = `  ${MARK[step.outcome].padEnd(8)} ${step.title}: ${visible(step.message)} (${step.ms} ms)\n`
  if (step.outcome !== 'failed') return line
  const answer = step.answer === '' ? [] : step.answer.split('\n')
  const command = step.command === null ? [] : step.command.split('\n').map((one) => `$ ${one}`)
  return line + [...command, ...answer].map((text) => `             ${visible(text)}\n`).join('')
}

/** A report with a line for each step. `name`: what people call the destination. */
export const reportText = (report: ConnectionTestReport, name: string | null): string =>
  `${report.instrument}: ${name === null ? report.destination : `${name} (${report.destination})`}\n${report.steps.map(stepText).join('')}  Proof that this destination can give: ${proofLabel(report.proof)}\n`

/** A report as JSON. */
export const reportJson = (report: ConnectionTestReport): unknown => ({
  ...report,
  at: isoOrNull(report.at),
})

/** Lines for the folders of an instrument that the last sweep found to need somebody. */
const folderText = async (core: Core, instrument: string): Promise<string> => {
  const { rows } = await core.handlers['folders.findings']({})
  return rows
    .filter((one) => one.instrument === instrument && one.kind !== 'passed')
    .map(({ message }) => `  Needs you: ${visible(message)}\n`)
    .join('')
}

/** A destination whose last rehearsal by itself failed, in one line. */
export const rehearsalText = ({ route, destination, at, step, message }: FailedRehearsal): string =>
  `The rehearsal of ${visible(destination)} at ${isoOrNull(at) ?? ''} failed at "${step}": ${visible(message)} Test it: exlab-sync doctor ${route}\n`

/** Tests the destination of one instrument, or of all, one after the other (`wanted` null). */
export const testDestinations = async (
  { core, io, json }: CommandContext,
  wanted: string | null,
  method: 'destinations.test' | 'destinations.rehearse',
): Promise<number> => {
  for (const words of (await core.handlers['app.info']({})).warnings) io.err(words)
  const { instruments, wizard } = await core.handlers['config.get']({})
  const all = instruments.flatMap(({ id, also }) => [
    id,
    ...also.map(({ name }) => `${id}/${name}`),
  ])
  const ids = wanted === null ? all : [wanted]
  if (ids.length === 0)
    throw new CliError('No instrument is set up in config.yaml, so there is nothing to test.')
  const reports: ConnectionTestReport[] = []
  for (const instrumentId of ids) {
    const report = await core.handlers[method]({ instrumentId })
    reports.push(report)
    const name = instruments.find(({ id }) => id === instrumentId)?.destinationName ?? null
    // after the test, which ends it where it passes
    const failed = core.overview().unrehearsed.find(({ route }) => route === instrumentId)
    if (!json)
      await io.out(
        reportText(report, name) +
          (await folderText(core, instrumentId)) +
          (failed === undefined ? '' : `  ${rehearsalText(failed)}`),
      )
  }
  const staged = wizard.staged.map(
    ({ label }) => `${visible(WIZARD_CONFIG_MESSAGES.notOurs(label))}\n`,
  )
  if (json)
    await io.out(`${JSON.stringify({ reports: reports.map(reportJson), staged: wizard.staged })}\n`)
  else if (wanted === null) await io.out(staged.join(''))
  const hasFailed = reports.some((report) => report.steps.some((step) => step.outcome === 'failed'))
  return hasFailed ? EXIT.needsPerson : EXIT.proven
}
