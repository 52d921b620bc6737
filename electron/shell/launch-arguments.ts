// Reads the launch arguments: whether to open the window or to run a command of the command line, and on which data folder.
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { GLOBAL_OPTIONS } from '../cli/command-options.ts'
import { accountFolder, configFileIn, defaultDataDir } from '../core/lib/data-dir.ts'

interface LaunchArguments {
  /** Arguments of a command line; null: the window is wanted. */
  readonly command: readonly string[] | null
  readonly dataDir: string
  /** Folder of what is this account's alone, such as the window's profile. */
  readonly ownFolder: string
  readonly configFile: string
}

/** Set by the packaged launcher where no window can open: every start is a command line then. */
const NO_WINDOW = 'EXLAB_SYNC_NO_WINDOW'

/** Switches that are Chromium's; they may stand anywhere. */
const CHROMIUM_SWITCH =
  /^--(?:no-sandbox|ozone-platform|disable-|enable-|headless|remote-debugging)/

// the global options of the command line, read by Node itself: the start of the window does not load commander
const OPTIONS = {
  ...Object.fromEntries(
    GLOBAL_OPTIONS.map(({ flags }) => [
      flags.replace(/^--([\w-]+).*$/, '$1'),
      { type: flags.includes('<') ? ('string' as const) : ('boolean' as const) },
    ]),
  ),
  help: { type: 'boolean' as const, short: 'h' },
  version: { type: 'boolean' as const, short: 'V' },
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/**
 * Reads our own arguments (without the program's). Any word that is no option means the command line, also one that names
 * no command: the command line refuses it with a sentence. Options alone mean the window; those that are not ours are
 * Chromium's.
 */
export const readArguments = (
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  home: string,
): LaunchArguments => {
  const { values, positionals } = parseArgs({
    args: [...argv],
    options: OPTIONS,
    strict: false,
    allowPositionals: true,
  })
  const isCommand =
    positionals.length > 0 ||
    values['help'] === true ||
    values['version'] === true ||
    env[NO_WINDOW] !== undefined
  const dataDir = resolve(textOf(values['data-dir']) ?? defaultDataDir(process.platform, env, home))
  const config = textOf(values['config'])
  return {
    command: isCommand ? argv.filter((argument) => !CHROMIUM_SWITCH.test(argument)) : null,
    dataDir,
    ownFolder: accountFolder(dataDir, process.platform, env, home),
    configFile: config === null ? configFileIn(dataDir) : resolve(config),
  }
}

/** Our own among the arguments of a process: behind the program, and in a checkout behind the app's folder. */
const ownArguments = (argv: readonly string[], isPackaged: boolean): readonly string[] => {
  const rest = argv.slice(1)
  return isPackaged ? rest : rest.slice(rest.findIndex((word) => !word.startsWith('-')) + 1)
}

/** The launch arguments of this process. */
export const launchArguments = (isPackaged: boolean): LaunchArguments =>
  readArguments(ownArguments(process.argv, isPackaged), process.env, homedir())
