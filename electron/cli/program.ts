// Builds the commander program from the table of commands: the parser of every command line, and what `--help` shows.
import { Argument, Command, InvalidArgumentError, Option } from 'commander'
import { COMMANDS, COMMAND_NAMES, type CommandName } from './command-table.ts'
import { type CommandSpec, GLOBAL_OPTIONS, type OptionSpec } from './command-options.ts'

type Action = Parameters<Command['action']>[0]
/** What each command does with its arguments and options, in commander's order. */
export type Actions = Readonly<Record<CommandName, Action>>

const wholeNumber = (text: string): number => {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1.')
  return Number(text)
}

const wholeNumbers = (text: string, before: number[] | undefined): number[] => [
  ...(before ?? []),
  wholeNumber(text),
]

const optionOf = ({ flags, description, standard }: OptionSpec): Option => {
  const option = new Option(flags, description)
  if (standard !== undefined) option.default(standard)
  if (flags.endsWith('<number>')) option.argParser(wholeNumber)
  if (flags.endsWith('<number...>')) option.argParser(wholeNumbers)
  return option
}

const argumentsOf = (spec: CommandSpec): Argument[] =>
  spec.arguments
    .split(' ')
    .filter((text) => text !== '')
    .map((text, at) => {
      const argument = new Argument(text)
      return spec.choices === undefined || at > 0 ? argument : argument.choices(spec.choices)
    })

/** The program with its actions; whoever runs it says where its output goes. */
export const buildProgram = (version: string, actions: Actions): Command => {
  const program = new Command('exlab-sync')
    .description('Pushes instrument runs to the NAS and proves every file by SHA-256.')
    .version(version)
  for (const option of GLOBAL_OPTIONS) program.addOption(optionOf(option))
  for (const name of COMMAND_NAMES) {
    const spec: CommandSpec = COMMANDS[name]
    const command = program.command(name).summary(spec.summary).description(spec.description)
    for (const argument of argumentsOf(spec)) command.addArgument(argument)
    for (const option of spec.options) command.addOption(optionOf(option))
    command.action(actions[name])
  }
  return program
}

/** The program with commands that do nothing: for whoever only reads what commands there are. */
export const describeProgram = (): Command => {
  const nothing: Action = () => undefined
  return buildProgram(
    '',
    Object.fromEntries(COMMAND_NAMES.map((name) => [name, nothing])) as Record<CommandName, Action>, // one for each name
  )
}
