// The launch arguments say whether the window opens or a command runs, and on which data folder.
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { COMMAND_NAMES } from '../../../electron/cli/command-table.ts'
import { readArguments } from '../../../electron/shell/launch-arguments.ts'

const command = (...args: string[]) => readArguments(args, {}, '/h').command

describe('the launch arguments', () => {
  it('a command word means the command line', () => {
    expect(command('status', '--json')).toEqual(['status', '--json'])
    expect(command('--no-sandbox', 'status')).toEqual(['status'])
  })
  it.each([...COMMAND_NAMES, 'help', 'steal', '--help', '-h', '--version', '-V'])(
    '%s is a command line, alone and behind the global options',
    (word) => {
      expect(command(word)).toEqual([word])
      expect(command('--json', '--data-dir', '/d', '--config=c', word)).toContain(word)
    },
  )
  it('anything else means the window', () => {
    expect(readArguments(['--data-dir', '/d', '--no-sandbox'], {}, '/h')).toEqual({
      command: null,
      dataDir: resolve('/d'),
      ownFolder: resolve('/d'),
      configFile: join(resolve('/d'), 'config.yaml'),
    })
    expect(command()).toBeNull()
    expect(command('--remote-debugging-port=0', '--no-sandbox')).toBeNull()
  })
  it('a value is no command, also where it is the name of one', () => {
    expect(command('--data-dir', 'status', '--config', 'run')).toBeNull()
  })
})
