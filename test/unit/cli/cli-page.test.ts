// The command reference in docs/cli.md is drawn from the table of commands; `npm run unit -- -u` draws it anew.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command, Option } from 'commander'
import { format, resolveConfig } from 'prettier'
import { expect, it } from 'vitest'
import { describeProgram } from '../../../electron/cli/program.ts'

const PAGE = join(import.meta.dirname, '../../../docs/cli.md')

/** Options among the words are code. */
const marked = (text: string): string => text.replaceAll(/(?<!\S)--[a-z-]+/g, '`$&`')

const optionLines = (options: readonly Option[]): string[] =>
  options.map(({ flags, description }) => `- \`${flags}\`: ${marked(description)}`)

const section = (command: Command): string[] => {
  const usage = ['exlab-sync', command.name(), command.usage()].join(' ')
  return [
    `### ${command.name()}`,
    '',
    `\`${usage.trim()}\``,
    '',
    marked(command.description()),
    '',
    ...optionLines(command.options),
    '',
  ]
}

const reference = (): string => {
  const program = describeProgram()
  const global = program.options.filter(({ long }) => long !== '--version')
  return [
    '',
    '',
    'Every command takes these options, and `--help`:',
    '',
    ...optionLines(global),
    '',
    ...program.commands.flatMap(section),
  ].join('\n')
}

it('docs/cli.md lists what the program takes', async () => {
  const page = readFileSync(PAGE, 'utf8')
  const [, head, foot] =
    /^(.*<!-- commands: [^\n]*-->).*(<!-- end of commands -->.*)$/s.exec(page) ?? []
  expect([head, foot]).not.toContain(undefined)
  const style = await resolveConfig(PAGE)
  const drawn = await format(`${head}${reference()}${foot}`, { ...style, parser: 'markdown' })
  await expect(drawn).toMatchFileSnapshot(PAGE)
})
