// The packaged launcher and the launch arguments decide between window and command line, with and without a display.
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { COMMAND_NAMES } from '../../../electron/cli/command-table.ts'
import { readArguments } from '../../../electron/shell/launch-arguments.ts'

const LAUNCHER = join(import.meta.dirname, '../../../build/package/launcher.sh')

let dir = ''
const app = (): string => join(dir, 'app')
const bin = (): string => join(dir, 'bin')

/** A program that says what it was started with, and in which environment. */
const ANSWER = `echo "\${0##*/} $* window:\${EXLAB_SYNC_NO_WINDOW-yes}"`

const program = (file: string, script: string): void => {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `#!/bin/sh\n${script}\n`)
  chmodSync(file, 0o755)
}

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'exlab launcher-'))
  mkdirSync(bin())
  for (const tool of ['dirname', 'readlink']) symlinkSync(`/usr/bin/${tool}`, join(bin(), tool))
  program(join(app(), 'exlab-sync'), ANSWER)
  copyFileSync(LAUNCHER, join(app(), 'exlab-sync-launcher'))
  chmodSync(join(app(), 'exlab-sync-launcher'), 0o755)
  symlinkSync(join(app(), 'exlab-sync-launcher'), join(bin(), 'exlab-sync'))
})
afterEach(() => rmSync(dir, { recursive: true }))

const CLI = 'resources/app.asar.unpacked/out/main/cli.cjs'

interface Machine {
  readonly display?: boolean
  readonly user?: number
  readonly node?: 'new' | 'old'
  readonly xvfb?: boolean
}

/** What the launcher starts on such a machine: the line of the program that was reached. */
const started = (machine: Machine, ...args: string[]): { line: string; code: number | null } => {
  for (const tool of ['node', 'xvfb-run']) rmSync(join(bin(), tool), { force: true })
  program(join(bin(), 'id'), `echo ${machine.user ?? 1000}`)
  if (machine.node !== undefined)
    program(
      join(bin(), 'node'),
      `if [ "$1" = --version ]; then echo v${machine.node === 'new' ? '20.18.1' : '18.20.4'}; else ${ANSWER}; fi`,
    )
  if (machine.xvfb === true) program(join(bin(), 'xvfb-run'), 'shift; exec "$@"')
  const { stdout, stderr, status } = spawnSync('/bin/sh', [join(bin(), 'exlab-sync'), ...args], {
    encoding: 'utf8',
    env: { PATH: bin(), ...(machine.display === true ? { DISPLAY: ':1' } : {}) },
  })
  return { line: `${stdout}${stderr}`.trim().replace(`${app()}/`, ''), code: status }
}

const command = (args: readonly string[], env: Record<string, string> = {}) =>
  readArguments(args, env, '/h').command

describe.skipIf(process.platform === 'win32')('the launcher', () => {
  it('hands everything to the desktop program where a window can open', () => {
    expect(started({ display: true, node: 'new' }, 'status', '--json').line).toBe(
      'exlab-sync status --json window:yes',
    )
    expect(started({ display: true }, '--data-dir', '/a b').line).toBe(
      'exlab-sync --data-dir /a b window:yes',
    )
  })
  it('hands everything to the command line where there is no display', () => {
    for (const name of [...COMMAND_NAMES, 'steal', '--help', ''])
      expect(started({ node: 'new' }, name).line).toBe(`node ${CLI} ${name} window:yes`)
    expect(started({ node: 'new' }).line).toBe(`node ${CLI} window:yes`)
  })
  it('and for root, to whom Chromium gives no window', () => {
    expect(started({ display: true, user: 0, node: 'new' }, 'status').line).toBe(
      `node ${CLI} status window:yes`,
    )
    expect(started({ display: true, user: 0 }, 'status').line).toBe(
      'exlab-sync --no-sandbox status window:1',
    )
  })
  it('opens no window without a Node that is new enough', () => {
    for (const node of [{}, { node: 'old' as const }]) {
      expect(started({ ...node, xvfb: true }, 'status').line).toBe(
        'exlab-sync --no-sandbox status window:1',
      )
      expect(command(['--no-sandbox', 'status'], { EXLAB_SYNC_NO_WINDOW: '1' })).toEqual(['status'])
      expect(command(['--no-sandbox'], { EXLAB_SYNC_NO_WINDOW: '1' })).toEqual([])
      expect(started(node, 'status')).toEqual({
        line: 'exlab-sync: there is no display. Install nodejs (20 or newer) or xvfb, then commands work without one.',
        code: 2,
      })
    }
  })
})
