// What a command is described by: options that several commands take, and those that every command takes. It imports nothing, because the start of the window
// reads the global options from it.

export interface OptionSpec {
  /** As commander reads it: `--files <path...>`. */
  readonly flags: string
  readonly description: string
  /** The value without the option; undefined: none. */
  readonly standard?: string
}

/** One command with its arguments and options. */
export interface CommandSpec {
  /** As commander reads it: `<run>`, `[run]`, `<run...>`. */
  readonly arguments: string
  /** One line for `--help` and completions. */
  readonly summary: string
  /** Sentences for `<command> --help` and docs/cli.md. */
  readonly description: string
  readonly options: readonly OptionSpec[]
  /** The only values that the first argument can have; undefined: any. */
  readonly choices?: readonly string[]
}

/** What every command takes; the start of the window takes those that have a value. */
export const GLOBAL_OPTIONS: readonly OptionSpec[] = [
  { flags: '--data-dir <folder>', description: 'where queue, logs and config are' },
  { flags: '--config <file>', description: 'another config.yaml' },
  { flags: '--json', description: 'machine-readable output (docs/cli.md)' },
]

const BY_ID: OptionSpec = {
  flags: '--id <number...>',
  description: 'runs by their number, whatever others are called',
}
const BY_NAME: OptionSpec = {
  flags: '--name <name...>',
  description: "runs by their folder's name, whatever number others have",
}
/** The ways to name runs beside the arguments. */
export const NAMED = [BY_ID, BY_NAME] as const

export const FILES_OF_RUN: OptionSpec = {
  flags: '--files <path...>',
  description:
    'these files of the run; \\u000a in a path, as names are shown, stands for that hidden character',
}
export const ONLY_FILES: OptionSpec = {
  flags: '--files <path...>',
  description:
    'only these files of the run; \\u000a in a path, as names are shown, stands for that hidden character',
}
export const BY: OptionSpec = { flags: '--by <name>', description: 'who decides it' }
export const NOTE: OptionSpec = { flags: '--note <text>', description: 'why', standard: '' }
export const OUTPUT: OptionSpec = { flags: '--output <file>', description: 'write it there' }
