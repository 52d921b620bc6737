// What the program was started for: the window, or one command of the command line; and on which data folder.
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { COMMAND_NAMES } from '../cli/command-names.ts'
import { configFileIn, defaultDataDir } from '../core/services/config/data-dir.ts'

export interface StartFor {
  /** Arguments of a command line; null: the window is wanted. */
  readonly command: readonly string[] | null
  readonly dataDir: string
  readonly configFile: string
}

/** Reads our own arguments (without the program's); switches of Chromium among them are not ours and pass. */
export const readArguments = (
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  home: string,
): StartFor => {
  const { values, positionals } = parseArgs({
    args: [...argv],
    options: { 'data-dir': { type: 'string' }, config: { type: 'string' } },
    strict: false,
    allowPositionals: true,
  })
  const word = positionals[0] ?? ''
  const isCommand =
    COMMAND_NAMES.includes(word) || argv.includes('--help') || argv.includes('--version')
  const given = values['data-dir']
  const dataDir = resolve(
    typeof given === 'string' ? given : defaultDataDir(process.platform, env, home),
  )
  return {
    command: isCommand
      ? argv.filter(
          (arg) =>
            !/^--(?:no-sandbox|ozone-platform|disable-|enable-|headless|remote-debugging)/.test(
              arg,
            ),
        )
      : null,
    dataDir,
    configFile: typeof values.config === 'string' ? resolve(values.config) : configFileIn(dataDir),
  }
}

/** What this process was started for; run from a checkout, its first argument is the app's own folder. */
export const startedFor = (isPackaged: boolean): StartFor =>
  readArguments(process.argv.slice(isPackaged ? 1 : 2), process.env, homedir())
