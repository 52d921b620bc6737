// `acknowledge`: notes that a person knows the problem of a run.
import { type CommandContext, type RunNames, findJobs } from '../select-runs.ts'
import { EXIT, printResult } from '../output.ts'

/** `by`: who acknowledges; null takes the acknowledgement back. */
export const acknowledge = async (
  context: CommandContext,
  names: RunNames,
  by: string | null,
  note: string,
): Promise<number> => {
  const jobs = (await findJobs(context, names)).map(({ id }) => id)
  await context.core.handlers['jobs.acknowledge']({ jobs, by, note })
  await printResult(
    context,
    { changed: jobs.length },
    `${by === null ? 'taken back' : 'acknowledged'}: ${jobs.length} ${jobs.length === 1 ? 'run' : 'runs'}\n`,
  )
  return EXIT.proven
}
