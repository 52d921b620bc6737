// Remote commands of the connection test over ssh: through the account's shell, or through rsync where it has no shell.
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RsyncSshDestination } from '../../../domain/config.ts'
import { shellQuote } from '../../../lib/shell-quote.ts'
import { enterFolder, remoteScript } from '../../../transports/rsync/remote-script.ts'
import { digestScript, freeSpaceScript } from '../../../transports/rsync/remote-sha256.ts'
import {
  remoteFolder,
  rsyncListArgs,
  rsyncPullArgs,
  rsyncRemoveArgs,
  sshScriptArgs,
} from '../../../transports/rsync/rsync-args.ts'
import { type ToolDeps, locate } from '../../../transports/run-tool.ts'
import type { Answer, StepRunner } from './connection-test.ts'
import type { ProbeFiles } from './probe-files.ts'

/** null: this remote cannot do it. */
interface RemoteCommands {
  list(runner: StepRunner): Promise<void>
  rename: ((runner: StepRunner) => Promise<void>) | null
  /** The test file's text. */
  read(runner: StepRunner): Promise<string>
  hash: ((runner: StepRunner) => Promise<Answer>) | null
  /** Lists the test folder; answers whether it has a file of that name. */
  listNames(runner: StepRunner): Promise<(name: string) => boolean>
  freeSpace: ((runner: StepRunner) => Promise<string>) | null
  /** The remote's time in seconds since 1970. */
  clock: ((runner: StepRunner) => Promise<number>) | null
  remove(runner: StepRunner): Promise<void>
}

/** Runs lines of a script in the remote's `sh`, passed on standard input. */
export const shellRun = (d: RsyncSshDestination, ...lines: string[]) => ({
  tool: 'ssh' as const,
  argv: sshScriptArgs(d),
  input: [remoteScript(...lines)],
})

/** Remote commands as shell scripts. */
export const viaShell = (d: RsyncSshDestination, probe: ProbeFiles): RemoteCommands => {
  const folder = shellQuote(remoteFolder(d, probe.name))
  const sh = (runner: StepRunner, ...lines: string[]): Promise<Answer> =>
    runner.run(shellRun(d, ...lines))
  return {
    async list(runner) {
      await sh(runner, enterFolder(remoteFolder(d, '')), 'ls -1 | head -n 5')
    },
    async rename(runner) {
      await sh(runner, `cd ${folder} && mv test.txt renamed.txt && mv renamed.txt test.txt`)
    },
    async read(runner) {
      return (await sh(runner, `cat ${folder}/test.txt`)).stdout
    },
    hash: (runner) => runner.run(shellRun(d, digestScript(remoteFolder(d, probe.name))), true),
    async listNames(runner) {
      const { stdout } = await sh(runner, `cd ${folder} && find . -type f`)
      const found = new Set(stdout.split('\n'))
      return (name) => found.has(`./${name}`)
    },
    async freeSpace(runner) {
      return (await sh(runner, freeSpaceScript(remoteFolder(d, '')))).stdout
    },
    async clock(runner) {
      return Number(/\d{9,}/.exec((await sh(runner, 'date +%s')).stdout)?.[0])
    },
    async remove(runner) {
      await sh(runner, `rm -rf -- ${folder}`)
    },
  }
}

/** Remote commands for an account that may only run rsync. */
export const viaRsync = (
  d: RsyncSshDestination,
  probe: ProbeFiles,
  deps: ToolDeps,
): RemoteCommands => {
  const rsync = (
    runner: StepRunner,
    argv: readonly string[],
    input: readonly string[] | null = null,
  ) => runner.run({ tool: 'rsync', argv, input })
  const ssh = (): string => locate('ssh', deps)
  const list = (runner: StepRunner, runPath: string): Promise<Answer> =>
    rsync(runner, rsyncListArgs(d, { path: runPath, recursive: false }, ssh()))
  return {
    async list(runner) {
      await list(runner, '')
    },
    rename: null,
    async read(runner) {
      const back = join(probe.dir, 'back')
      mkdirSync(back)
      const request = { runPath: probe.name, maxStreamBytes: 1 << 20 }
      await rsync(runner, rsyncPullArgs(d, request, back, ssh()), ['test.txt\0'])
      return readFileSync(join(back, 'test.txt'), 'utf8')
    },
    hash: null,
    async listNames(runner) {
      const { stdout } = await list(runner, probe.name)
      return (name) => stdout.split('\n').some((line) => line.endsWith(` ${name}`))
    },
    freeSpace: null,
    clock: null,
    async remove(runner) {
      const empty = join(probe.dir, 'empty')
      mkdirSync(empty)
      await rsync(runner, rsyncRemoveArgs(d, probe.name, empty, ssh()))
    },
  }
}
