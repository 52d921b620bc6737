// Draws the shell completion scripts (bash, zsh, fish, PowerShell) from the commander program: they complete commands, options
// and the few values that are known; everything else is completed as a file name.
import type { Command } from 'commander'
import type { Shell } from './command-table.ts'

interface CompletedOption {
  /** `--files`. */
  readonly name: string
  readonly description: string
  readonly takesValue: boolean
  readonly isFile: boolean
}

interface CompletedCommand {
  readonly name: string
  readonly summary: string
  /** Besides the global ones. */
  readonly options: readonly CompletedOption[]
  /** Values of the first argument. */
  readonly choices: readonly string[]
}

interface Completed {
  readonly program: string
  readonly global: readonly CompletedOption[]
  readonly commands: readonly CompletedCommand[]
}

const optionsOf = (command: Command): CompletedOption[] =>
  command.options.map(({ long, flags, description }) => ({
    name: long ?? flags,
    description,
    takesValue: /[<[]/.test(flags),
    isFile: /<(?:file|folder|path)\b/.test(flags),
  }))

/** What commander adds to every command by itself. */
const HELP: CompletedOption = {
  name: '--help',
  description: 'display help',
  takesValue: false,
  isFile: false,
}

const read = (program: Command): Completed => {
  const names = program.commands.map((command) => command.name())
  return {
    program: program.name(),
    global: [...optionsOf(program), HELP],
    commands: [
      ...program.commands.map((command) => ({
        name: command.name(),
        summary: command.summary(),
        options: optionsOf(command),
        choices: command.registeredArguments[0]?.argChoices ?? [],
      })),
      { name: 'help', summary: 'display help for command', options: [], choices: names },
    ],
  }
}

const names = (options: readonly { readonly name: string }[]): string =>
  options.map(({ name }) => name).join(' ')

/** Global options whose value is no command. */
const withValue = ({ global }: Completed): CompletedOption[] =>
  global.filter(({ takesValue }) => takesValue)

const bash = (all: Completed): string => {
  const { program, global, commands } = all
  const cases = commands
    .filter(({ options, choices }) => options.length + choices.length > 0)
    .map(
      ({ name, options, choices }) =>
        `    ${name}) options='${names(options)}' words='${choices.join(' ')}' ;;\n`,
    )
  const optionsWithValue = [
    ...withValue(all).map(({ name }) => `*' ${name}'`),
    ...commands.flatMap(({ name, options }) =>
      options.filter(({ takesValue }) => takesValue).map((option) => `'${name} ${option.name}'`),
    ),
  ]
  return `# bash completion of ${program}. Load it with: source <(${program} completion bash)
_exlab_sync() {
  local command= options= words= current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case \${COMP_WORDS[i]} in
      ${names(withValue(all)).replaceAll(' ', ' | ')}) ((i++)) ;;
      -*) ;;
      *) command=\${COMP_WORDS[i]}; break ;;
    esac
  done
  case $command in
    '') words='${names(commands)}' ;;
${cases.join('')}  esac
  # no words: the shell completes file names
  COMPREPLY=()
  case "$command $previous" in
    ${optionsWithValue.join(' | ')}) return ;;
  esac
  case $current in
    -*) words="$options ${names(global)}" ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _exlab_sync ${program}
`
}

const zshQuoted = (text: string): string =>
  text.replaceAll(/[\\:[\]]/g, '\\$&').replaceAll("'", "'\\''")

const zshOption = ({ name, description, takesValue, isFile }: CompletedOption): string =>
  `'${name}[${zshQuoted(description)}]${takesValue ? `:value:${isFile ? '_files' : ' '}` : ''}'`

const zsh = ({ program, global, commands }: Completed): string => {
  const described = commands.map(({ name, summary }) => `    '${name}:${zshQuoted(summary)}'\n`)
  const cases = commands.map(({ name, options, choices }) => {
    const values = choices.length === 0 ? '*:file:_files' : `1:value:(${choices.join(' ')})`
    const own = options.map((option) => `${zshOption(option)} `).join('')
    return `        ${name}) _arguments $global ${own}'${values}' ;;\n`
  })
  return `#compdef ${program}
# zsh completion of ${program}. Load it with: source <(${program} completion zsh)
_exlab-sync() {
  local context state state_descr line
  local -A opt_args
  local -a global commands
  global=(
${global.map((option) => `    ${zshOption(option)}\n`).join('')}  )
  commands=(
${described.join('')}  )
  _arguments -C $global '1:command:->command' '*::argument:->argument'
  case $state in
    command) _describe -t commands command commands ;;
    argument)
      case $line[1] in
${cases.join('')}      esac
      ;;
  esac
}
# read from a folder of completions the file is the function's body, else it is only registered
if [ "$funcstack[1]" = _exlab-sync ]; then _exlab-sync "$@"; else compdef _exlab-sync ${program}; fi
`
}

const fishQuoted = (text: string): string => `'${text.replaceAll(/[\\']/g, '\\$&')}'`

const fish = ({ program, global, commands }: Completed): string => {
  const option = ({ name, description, takesValue, isFile }: CompletedOption): string =>
    `-l ${name.slice(2)} ${takesValue ? (isFile ? '-r -F ' : '-x ') : ''}-d ${fishQuoted(description)}`
  const all = names(commands)
  return `# fish completion of ${program}. Load it with: ${program} completion fish | source
${global.map((one) => `complete -c ${program} ${option(one)}\n`).join('')}${commands
    .map(({ name, summary, options, choices }) =>
      [
        `-n "not __fish_seen_subcommand_from ${all}" -f -a ${name} -d ${fishQuoted(summary)}`,
        ...options.map((one) => `-n "__fish_seen_subcommand_from ${name}" ${option(one)}`),
        ...(choices.length === 0
          ? []
          : [`-n "__fish_seen_subcommand_from ${name}" -f -a ${fishQuoted(choices.join(' '))}`]),
      ]
        .map((rest) => `complete -c ${program} ${rest}\n`)
        .join(''),
    )
    .join('')}`
}

const powershellQuoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

const powershell = (all: Completed): string => {
  const { program, global, commands } = all
  const list = (words: readonly string[]): string =>
    `@(${words.map((word) => powershellQuoted(word)).join(', ')})`
  const table = (of: (command: CompletedCommand) => readonly string[]): string =>
    commands
      .filter((command) => of(command).length > 0)
      .map((command) => `    ${powershellQuoted(command.name)} = ${list(of(command))}\n`)
      .join('')
  const summaries = commands.map(
    ({ name, summary }) => `    ${powershellQuoted(name)} = ${powershellQuoted(summary)}\n`,
  )
  const optionNames = (options: readonly CompletedOption[]): string[] =>
    options.map(({ name }) => name)
  return `# PowerShell completion of ${program}. Load it with: ${program} completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName ${program} -ScriptBlock {
  param($word, $ast, $position)
  $summaries = [ordered]@{
${summaries.join('')}  }
  $options = @{
${table(({ options }) => optionNames(options))}  }
  $choices = @{
${table(({ choices }) => choices)}  }
  $command = $null
  $value = $false
  foreach ($element in $ast.CommandElements | Select-Object -Skip 1) {
    if ($element.Extent.EndOffset -ge $position) { break }
    $text = $element.ToString()
    if ($value) { $value = $false }
    elseif ($text -in ${list(optionNames(withValue(all)))}) { $value = $true }
    elseif (-not $text.StartsWith('-')) { $command = $text; break }
  }
  # no answer: PowerShell completes file names
  if ($value) { return }
  $words = @()
  if ($word.StartsWith('-')) {
    if ($command) { $words += $options[$command] }
    $words += ${list(optionNames(global))}
  }
  elseif ($command) { $words += $choices[$command] }
  else { $words += $summaries.Keys }
  $words | Where-Object { $_ -and $_.StartsWith($word) } | Select-Object -Unique | ForEach-Object {
    $tip = if ($summaries.Contains($_)) { $summaries[$_] } else { $_ }
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $tip)
  }
}
`
}

const SCRIPTS: Readonly<Record<Shell, (all: Completed) => string>> = { bash, zsh, fish, powershell }

/** The script for one shell, as text to be sourced. */
export const completionScript = (shell: Shell, program: Command): string =>
  SCRIPTS[shell](read(program))
