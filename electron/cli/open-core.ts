// Opens a core for one command: looks at the data folder first, says what is wrong with config.yaml, and settles running attempts
// when a person or the system ends the command.
import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { ConfigProblem } from '../../shared/model/settings.ts'
import type { CoreOptions, ListCore } from '../core/core.ts'
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

/** What is asked of every core that is opened for a command. */
export type OpenedCore = Pick<ListCore, 'openingFaults' | 'endSession' | 'stop'>

/** How a command opens a core, and what it does with it. */
export interface CommandWork<C> {
  open(options: CoreOptions): Promise<C>
  work(context: CommandContext<C>): Promise<number>
}

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

/**
 * Opens the core on the data folder of the options, does the work, closes it. Answers the exit code of the work. `failed`
 * rejects with an error that nothing caught: the work is not waited for then, and running attempts are settled.
 */
export const withCore = async <C extends OpenedCore>(
  needs: CommandNeeds,
  options: GlobalOptions,
  io: CliIo,
  failed: Promise<never>,
  { open, work }: CommandWork<C>,
): Promise<number> => {
  const dataDir = dataDirOf(options, io)
  const configFile =
    options.config === undefined ? configFileIn(dataDir) : resolve(io.cwd, options.config)
  requireDataFolder(dataDir, needs.folder, io)
  let stopListening = (): void => undefined
  const stopped = new Promise<void>((stop) => {
    if (needs.role === 'engine') stopListening = io.onStop(stop)
  })
  let core: C | null = null
  void stopped.then(() =>
    io.endSoon(() => {
      io.err(STUCK)
      core?.endSession(STUCK)
    }),
  )
  try {
    core = await open({
      dataDir,
      configFile,
      version: io.version,
      env: io.env,
      role: needs.role,
      host: needs.command,
      bundledTools: io.bundledTools,
      onBug: (error) => io.err(unexpectedWords(openAppLog(dataDir).error('core', error))),
    })
    const { queue, rights, settings } = core.openingFaults()
    if (queue !== null) io.err(queue)
    if (rights !== null && needs.role === 'engine') io.err(rights)
    const configFault = configReport(settings, configFile)
    if (configFault !== null) {
      if (needs.settings) throw new CliError(configFault)
      io.err(configFault)
    }
    const json = options.json ?? false
    const working = work({ core, io, json, stopped, configFault })
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
