// Opens the core for one command: looks at the data folder first, says what is wrong with config.yaml, checks what the command
// asks of the core, and settles running attempts when a person or the system ends the command.
import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Input, type Method, contract } from '../../shared/contract/index.ts'
import type { ConfigProblem } from '../../shared/model/settings.ts'
import type { Core, CoreHandlers } from '../core/core.ts'
import { createCore } from '../core/create-core.ts'
import { errorCode } from '../core/errors.ts'
import { openAppLog } from '../core/lib/app-log.ts'
import { configFileIn, defaultDataDir } from '../core/lib/data-dir.ts'
import { unexpectedWords } from '../core/lib/unexpected-errors.ts'
import { type CliIo, CliError } from './output.ts'
import type { CommandContext } from './select-runs.ts'

export interface GlobalOptions {
  readonly dataDir?: string
  readonly config?: string
  readonly json?: boolean
}

/** What a command needs of the data folder. */
export interface CommandNeeds {
  /** `engine` takes the queue's lock, `reader` works beside a running engine. */
  readonly role: 'engine' | 'reader'
  /** The command as a person types it, for whoever finds the queue locked: `exlab-sync run`. */
  readonly command: string
  /** `made`: it is made where it is absent; `there`: it must be there; `queue`: with a queue in it. */
  readonly folder: 'made' | 'there' | 'queue'
  /** The command can do nothing without valid settings. */
  readonly settings: boolean
  /** It ends by itself, with its outcome, when it is asked to; any other command is cut off. */
  readonly settles: boolean
}

/** Said where a command that was asked to end did not; Activity says it of each run that was being sent or checked. */
const STUCK =
  'Cut off, because something did not answer, such as a folder of a share. It goes on at the next start.'

type Work = (context: CommandContext) => Promise<number>

/** The data folder of a command. */
export const dataDirOf = (options: Pick<GlobalOptions, 'dataDir'>, io: CliIo): string =>
  resolve(io.cwd, options.dataDir ?? defaultDataDir(io.platform, io.env, io.home))

/** Throws CliError where the data folder is not what the command needs. */
const requireDataFolder = (dataDir: string, needed: CommandNeeds['folder'], io: CliIo): void => {
  const check = 'Check --data-dir.'
  let isFolder: boolean
  try {
    isFolder = statSync(dataDir).isDirectory()
    if (isFolder) accessSync(dataDir, constants.R_OK | constants.X_OK)
  } catch (error) {
    if (errorCode(error) !== 'ENOENT')
      throw new CliError(`The data folder ${dataDir} can't be read (${errorCode(error)}). ${check}`)
    if (needed !== 'made') throw new CliError(`There is no data folder ${dataDir}. ${check}`)
    return io.err(`There was no data folder ${dataDir}: it is made now.`)
  }
  if (!isFolder)
    throw new CliError(`${dataDir} is no folder, so it can't be the data folder. ${check}`)
  if (needed === 'queue' && !existsSync(join(dataDir, 'queue.db')))
    throw new CliError(`There is no queue in ${dataDir}: no run was ever added there. ${check}`)
}

/** What is wrong with config.yaml and which settings are in force; null: nothing is wrong. */
const configReport = (problems: readonly ConfigProblem[], file: string): string | null => {
  if (problems.length === 0) return null
  if (!existsSync(file)) return problems.map(({ message }) => message).join('\n')
  const lines = problems.map(
    ({ line, key, message }) =>
      `config.yaml${line === null ? '' : ` line ${line}`}${key === '' ? '' : ` ${key}`}: ${message}`,
  )
  return [
    ...lines,
    `${file} can't be used, so this command has no settings. An ExLab Sync that is running goes on with the last ones that it could use.`,
  ].join('\n')
}

/** The handlers behind the checks that calls of the window pass too: what a person typed is refused with a sentence. */
const checkedHandlers = (handlers: CoreHandlers): CoreHandlers => {
  const checked = Object.entries(handlers).map(([name, handler]) => {
    const method = name as Method // the handlers' names are the methods of the contract
    return [
      name,
      async (input: Input<Method>): Promise<unknown> => {
        const parsed = contract[method].input.safeParse(input)
        const [issue] = parsed.error?.issues ?? []
        if (issue !== undefined)
          throw new CliError(`${issue.path.join('.')} can't be used: ${issue.message}.`)
        return handler(parsed.data as never) // parsed by the schema of this very method
      },
    ]
  })
  // fromEntries loses the types: these are the same methods with the same inputs and answers
  return Object.fromEntries(checked) as CoreHandlers
}

/**
 * Opens the core on the data folder of the options, does the work, closes it. Answers the exit code of the work. `failed`
 * rejects with an error that nothing caught: the work is not waited for then, and running attempts are settled.
 */
export const withCore = async (
  needs: CommandNeeds,
  options: GlobalOptions,
  io: CliIo,
  failed: Promise<never>,
  work: Work,
): Promise<number> => {
  const dataDir = dataDirOf(options, io)
  const configFile =
    options.config === undefined ? configFileIn(dataDir) : resolve(io.cwd, options.config)
  requireDataFolder(dataDir, needs.folder, io)
  let stopListening = (): void => undefined
  const stopped = new Promise<void>((stop) => {
    if (needs.role === 'engine') stopListening = io.onStop(stop)
  })
  let core: Core | null = null
  void stopped.then(() =>
    io.endSoon(() => {
      io.err(STUCK)
      core?.endSession(STUCK)
    }),
  )
  try {
    core = await createCore({
      dataDir,
      configFile,
      version: io.version,
      env: io.env,
      role: needs.role,
      host: needs.command,
      bundledTools: io.bundledTools,
      onBug: (error) => io.err(unexpectedWords(openAppLog(dataDir).error('core', error))),
    })
    const info = await core.handlers['app.info']({})
    for (const words of info.problems) io.err(words)
    for (const words of needs.role === 'engine' ? info.warnings : []) io.err(words)
    const { problems } = await core.handlers['config.get']({})
    const configFault = configReport(problems, configFile)
    if (configFault !== null) {
      if (needs.settings) throw new CliError(configFault)
      io.err(configFault)
    }
    const checked: Core = { ...core, handlers: checkedHandlers(core.handlers) }
    const json = options.json ?? false
    const working = work({ core: checked, io, json, stopped, configFault })
    const cutOff = stopped.then(() => {
      throw new CliError('It was stopped before it was done.')
    })
    cutOff.catch(() => undefined)
    return await Promise.race(needs.settles ? [working, failed] : [working, cutOff, failed])
  } finally {
    await core?.stop()
    stopListening()
  }
}
