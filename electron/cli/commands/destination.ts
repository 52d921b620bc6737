// `destination`, `send-beside` and `send-missing`: ways on where a destination, its server, or a run's place on it, is not what
// it should be, or where a destination lacks runs.
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

/** Says which runs a destination lacks because they were added before it was; with its id (`INST_01/archive`) queues them. */
export const sendMissing = async (
  context: CommandContext,
  route: string | null,
): Promise<number> => {
  const { handlers } = context.core
  if (route === null) {
    const { rows } = await handlers['jobs.lacking']({})
    const lines = rows.map(
      ({ instrument, slot, destination, required, runs }) =>
        `${slot === '' ? instrument : `${instrument}/${slot}`}: ${runs} ${runs === 1 ? 'run is' : 'runs are'} not on it${required ? ', and it is required' : ''} (${destination})\n`,
    )
    await printResult(
      context,
      { rows },
      rows.length === 0 ? 'Every run has a job for each destination.\n' : lines.join(''),
    )
    return rows.some(({ required }) => required) ? EXIT.needsPerson : EXIT.proven
  }
  const [instrumentId = '', slot = ''] = route.split('/')
  const { added, refused } = await handlers['jobs.sendLacking']({ instrumentId, slot })
  await printResult(
    context,
    { added, refused },
    `${added} ${added === 1 ? 'run is' : 'runs are'} to be sent to ${route}.\n`,
  )
  for (const { folder, message } of refused) context.io.err(`${folder}: ${message}`)
  return refused.length > 0 ? EXIT.couldNotRun : EXIT.proven
}
