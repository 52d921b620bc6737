// `destination` and `send-beside`: ways on where a destination, its server, or a run's place on it, is not what it should be.
import { type CommandContext, type RunNames, findJob } from '../select-runs.ts'
import { jobJson } from '../json.ts'
import { CliError, EXIT, printResult } from '../output.ts'

interface Mending {
  readonly makeFolder: boolean
  readonly accept: boolean
  readonly trust: boolean
}

/** Compares the host key with what IT gave, from standard input, and trusts it if it is the same. */
const trustServer = async (context: CommandContext, instrumentId: string): Promise<number> => {
  const given = await context.io.input()
  const server = { instrumentId }
  const { host, runs } = await context.core.handlers['ssh.trust']({ server, given })
  await printResult(
    context,
    { instrument: instrumentId, done: 'trust', host, runs },
    `${host} is trusted. ${runs} runs are tried again.\n`,
  )
  return EXIT.proven
}

/** Makes the folder of an instrument's destination, accepts the volume that is there now, or trusts its ssh server. */
export const mendDestination = async (
  context: CommandContext,
  instrumentId: string,
  what: Mending,
): Promise<number> => {
  if (Object.values(what).filter(Boolean).length !== 1)
    throw new CliError('Say what to do: --make-folder, --accept or --trust, one of them.')
  if (what.trust) return trustServer(context, instrumentId)
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
