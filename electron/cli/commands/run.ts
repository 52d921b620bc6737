// `run`: works the queue, says what it does meanwhile, and ends with the outcome.
import type { Core } from '../../core/core.ts'
import { type CommandContext, exitCodeOf, exitCodeWith } from '../select-runs.ts'
import { CliError, EXIT, printResult } from '../output.ts'
import { createRunReport } from '../run-report.ts'
import { workUntilIdle } from './runs.ts'

export interface RunOptions {
  readonly untilIdle?: boolean
  readonly quiet?: boolean
}

/** The exit code of the whole queue: runs that are still being recorded wait too. */
const exitCodeOfQueue = (core: Core): number => {
  const code = exitCodeOf(core.glance(0).runs)
  const { recording, findings } = core.overview()
  return exitCodeWith(code === EXIT.proven && recording > 0 ? EXIT.waiting : code, findings)
}

/** Works the queue until it is stopped, or with `untilIdle` until nothing is due now. */
export const runQueue = async (context: CommandContext, options: RunOptions): Promise<number> => {
  const { core, stopped } = context
  const report = options.quiet === true ? null : createRunReport(context)
  await report?.start()
  if (options.untilIdle === true) await workUntilIdle(context)
  else {
    core.start()
    await stopped
  }
  // the outcome is printed after what runs was settled, so that it says how the runs are left
  await core.settle()
  await report?.end()
  const { counts, recording, trouble } = core.overview()
  if (trouble !== null) throw new CliError(trouble)
  const exitCode = exitCodeOfQueue(core)
  const { done, needs_you: forPerson, active, waiting } = counts
  const left = `${done} done, ${forPerson} ${forPerson === 1 ? 'needs' : 'need'} a person, ${active + waiting} waiting`
  await printResult(
    context,
    { event: 'ended', counts, recording, exitCode },
    `${left}${recording === 0 ? '' : `, ${recording} being recorded`}\n`,
  )
  return exitCode
}
