// `destination` and `send-beside`: ways on where a destination, or a run's place on it, is not what it should be.
import { type CommandContext, type RunNames, findJob } from '../select-runs.ts'
import { jobJson } from '../json.ts'
import { CliError, EXIT, printResult } from '../output.ts'

/** Makes the folder of an instrument's destination, or accepts the volume that is there now. */
export const mendDestination = async (
  context: CommandContext,
  instrumentId: string,
  what: { readonly makeFolder: boolean; readonly accept: boolean },
): Promise<number> => {
  if (what.makeFolder === what.accept)
    throw new CliError('Say what to do: --make-folder or --accept, one of them.')
  const { handlers } = context.core
  await (what.makeFolder
    ? handlers['destinations.makeFolder']({ instrumentId })
    : handlers['destinations.accept']({ instrumentId }))
  await printResult(
    context,
    { instrument: instrumentId, done: what.makeFolder ? 'make-folder' : 'accept' },
    what.makeFolder
      ? `The folder of the destination of ${instrumentId} is there now.\n`
      : `What stands at the destination of ${instrumentId} now is used from now on.\n`,
  )
  return EXIT.proven
}

/** Gives a run whose place is taken another one beside it. */
export const sendBeside = async (context: CommandContext, names: RunNames): Promise<number> => {
  const { id } = await findJob(context, names)
  const job = await context.core.handlers['jobs.sendBeside']({ jobId: id })
  await printResult(
    context,
    { ...jobJson(job), files: job.files },
    `${job.id}  ${job.run}  ->  ${job.target}\n`,
  )
  return EXIT.proven
}
