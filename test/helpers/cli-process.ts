// The command line as a process of its own, as a workstation runs it: for what a kill -9 or a limit of the system does to it.
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** The runtime that the packaged command line has. */
export const NODE = join(ROOT, 'node_modules/.bin/node')
/** As it is shipped; the suite builds it first (helpers/build-cli.ts). */
export const CLI = join(ROOT, 'out/main/cli.cjs')

export interface CliProcess {
  readonly child: ChildProcess
  readonly ended: Promise<number | null>
  kill(): void
}

/** Starts `exlab-sync <args>` on a data folder; its faults are seen in the test's own output. */
export const startCli = (dataDir: string, ...args: readonly string[]): CliProcess => {
  const child = spawn(NODE, [CLI, '--data-dir', dataDir, ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  return { child, ended, kill: () => void child.kill('SIGKILL') }
}

/** Starts the engine until it has nothing to do. */
export const startEngine = (dataDir: string): CliProcess => startCli(dataDir, 'run', '--until-idle')
