// The built command line as a separate process, for tests of kill -9 and of system limits.
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CoreOptions } from '../../electron/core/core.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** The runtime that the packaged command line has. */
export const NODE = join(ROOT, 'node_modules/.bin/node')
/** The built command line; helpers/build-cli.ts builds it before the suite. */
export const CLI = join(ROOT, 'out/main/cli.cjs')

interface CliProcess {
  readonly child: ChildProcess
  readonly ended: Promise<number | null>
  kill(): void
}

const start = (...args: readonly string[]): CliProcess => {
  const child = spawn(NODE, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  return { child, ended, kill: () => void child.kill('SIGKILL') }
}

/** Starts `exlab-sync <args>` on a data folder; its stderr is that of the test. */
export const startCli = (dataDir: string, ...args: readonly string[]): CliProcess =>
  start(CLI, '--data-dir', dataDir, ...args)

/** Starts the engine until it has nothing to do. */
export const startEngine = (dataDir: string): CliProcess => startCli(dataDir, 'run', '--until-idle')

/** The same with other options than the command line has, and with a clock that shows `now`. */
export const startEngineWith = (options: Omit<CoreOptions, 'role'>, now: number): CliProcess =>
  start(join(ROOT, 'test/campaign/engine-process.ts'), JSON.stringify({ options, now }))
