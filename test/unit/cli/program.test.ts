// The table of commands: what the parser, the start of the window and the completions make of it.
import { execFileSync, spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { COMMAND_NAMES, SHELLS } from '../../../electron/cli/command-table.ts'
import { completionScript } from '../../../electron/cli/completion.ts'
import type { CliIo } from '../../../electron/cli/output.ts'
import { describeProgram } from '../../../electron/cli/program.ts'
import { runCli } from '../../../electron/cli/run-cli.ts'

const cli = async (...args: string[]) => {
  let out = ''
  let err = ''
  const io: CliIo = {
    version: '1.2.3',
    bundledTools: null,
    out: async (text) => {
      out += text
    },
    err: (text) => {
      err += `${text}\n`
    },
    input: async () => '',
    env: {},
    platform: process.platform,
    home: '/h',
    cwd: '/h',
    onStop: () => () => undefined,
    endSoon: () => undefined,
    onUnexpected: () => () => undefined,
  }
  return { code: await runCli(args, io), out, err }
}

describe('the command line', () => {
  it.each([...COMMAND_NAMES, 'help'])('%s has a help', async (name) => {
    const { code, out, err } = await cli(name, '--help')
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(/^Usage: exlab-sync /)
  })
  it.each(COMMAND_NAMES)('%s refuses an option that it does not have', async (name) => {
    expect(await cli(name, '--nonsense')).toEqual({
      code: 2,
      out: '',
      err: expect.stringContaining("unknown option '--nonsense'"),
    })
  })
  it('lists every command', async () => {
    const { code, out } = await cli('--help')
    expect(code).toBe(0)
    for (const name of COMMAND_NAMES) expect(out).toMatch(new RegExp(`^  ${name} `, 'm'))
  })
  it('an unknown command is a sentence and exit code 2', async () => {
    expect(await cli('steal')).toEqual({
      code: 2,
      out: '',
      err: "error: unknown command 'steal'\n",
    })
  })
  it('no command is help, a sentence and exit code 2', async () => {
    const { code, out, err } = await cli()
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(/^Usage: [\s\S]*Say which command\. .*\n$/)
  })
  it('prints the completion script of a shell that it knows', async () => {
    const { code, out } = await cli('completion', 'bash')
    expect([code, out]).toEqual([0, completionScript('bash', describeProgram())])
    expect(await cli('completion', 'tcsh')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Allowed choices are bash, zsh, fish, powershell.'),
    })
  })
})

const has = (shell: string): boolean => spawnSync(shell, ['-c', 'exit 0']).status === 0

describe('completions', () => {
  it.each(SHELLS)('%s knows every command and option', (shell) => {
    const program = describeProgram()
    const script = completionScript(shell, program)
    for (const command of program.commands) {
      expect(script).toContain(command.name())
      for (const { long } of command.options)
        expect(script).toContain(shell === 'fish' ? `-l ${long?.slice(2)} ` : long)
    }
  })

  /** What bash offers for the last of the words. */
  const bash = (...words: string[]): string[] => {
    const script = `${completionScript('bash', describeProgram())}
      COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _exlab_sync; printf '%s\\n' "\${COMPREPLY[@]}"`
    const out = execFileSync('bash', ['-c', script, 'bash', 'exlab-sync', ...words], {
      encoding: 'utf8',
    })
    return out.split('\n').filter((line) => line !== '')
  }
  it.skipIf(!has('bash'))('bash completes commands, options and values that are known', () => {
    expect(bash('re')).toEqual(['retry', 'resume', 'receipt', 'rehearse', 'recordings'])
    expect(bash('--data-dir', '/a b', 'st')).toEqual(['status'])
    expect(bash('status', '--f')).toEqual(['--files'])
    expect(bash('status', '--j')).toEqual(['--json'])
    expect(bash('completion', 'z')).toEqual(['zsh'])
    expect(bash('help', 'fore')).toEqual(['foresight'])
  })
  it.skipIf(!has('bash'))('bash leaves file names and values to the shell', () => {
    expect(bash('add', '')).toEqual([])
    expect(bash('--config', '')).toEqual([])
    expect(bash('acknowledge', '1', '--note', '-')).toEqual([])
  })

  /** What fish offers for a line. */
  const fish = (line: string): string[] => {
    const script = `${completionScript('fish', describeProgram())}\ncomplete -C ${JSON.stringify(line)}`
    const out = execFileSync('fish', ['--no-config', '-c', script], { encoding: 'utf8' })
    return out
      .split('\n')
      .filter((row) => row !== '')
      .map((row) => row.split('\t')[0] ?? '')
  }
  it.skipIf(!has('fish'))('fish completes commands, options and values that are known', () => {
    expect(fish('exlab-sync st')).toEqual(['status'])
    expect(fish('exlab-sync --data-dir /tmp sta')).toEqual(['status'])
    expect(fish('exlab-sync status --st')).toEqual(['--state'])
    expect(fish('exlab-sync add --st')).toEqual([])
    expect(fish('exlab-sync completion z')).toContain('zsh')
  })
  it.skipIf(!has('zsh'))('zsh reads its script', () => {
    const script = completionScript('zsh', describeProgram())
    expect(spawnSync('zsh', ['-n', '-c', script], { encoding: 'utf8' }).stderr).toBe('')
  })
})
