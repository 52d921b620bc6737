// What the connection test does on the far side of ssh: by its shell, or, where only rsync is let in, by rsync itself.
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RsyncSshDestination } from '../../../domain/config.ts'
import { digestScript, quote, roomScript } from '../../../transports/rsync/remote-sha256.ts'
import {
  folderOf,
  rsyncListArgs,
  rsyncPullArgs,
  rsyncRemoveArgs,
  sshDigestArgs,
} from '../../../transports/rsync/rsync-args.ts'
import { type ToolDeps, locate } from '../../../transports/run-tool.ts'
import type { Answer, Bench } from './connection-test.ts'
import type { Sample } from './probe-files.ts'

/** null: this far side cannot do it. */
export interface FarHands {
  list(bench: Bench): Promise<void>
  rename: ((bench: Bench) => Promise<void>) | null
  /** The test file's text. */
  read(bench: Bench): Promise<string>
  hash: ((bench: Bench) => Promise<Answer>) | null
  /** Whether a file of that name is in the test folder, by the text of a list. */
  names(bench: Bench): Promise<(name: string) => boolean>
  room: ((bench: Bench) => Promise<string>) | null
  /** Seconds since 1970 there. */
  clock: ((bench: Bench) => Promise<number>) | null
  remove(bench: Bench): Promise<void>
}

/** A script for the far side's `sh`. */
export const shellRun = (d: RsyncSshDestination, ...lines: string[]) => ({
  tool: 'ssh' as const,
  argv: sshDigestArgs(d),
  input: [`${['LC_ALL=C; export LC_ALL', ...lines].join('\n')}\n`],
})

export const shellHands = (d: RsyncSshDestination, sample: Sample): FarHands => {
  const folder = quote(folderOf(d, sample.name))
  const sh = (bench: Bench, ...lines: string[]): Promise<Answer> => bench.run(shellRun(d, ...lines))
  return {
    async list(bench) {
      const top = quote(folderOf(d, ''))
      await sh(bench, `cd ${top} || { echo exlab-sync-nodir >&2; exit 1; }`, 'ls -1 | head -n 5')
    },
    async rename(bench) {
      await sh(bench, `cd ${folder} && mv test.txt renamed.txt && mv renamed.txt test.txt`)
    },
    async read(bench) {
      return (await sh(bench, `cat ${folder}/test.txt`)).stdout
    },
    hash: (bench) => bench.run(shellRun(d, digestScript(folderOf(d, sample.name))), true),
    async names(bench) {
      const { stdout } = await sh(bench, `cd ${folder} && find . -type f`)
      const found = new Set(stdout.split('\n'))
      return (name) => found.has(`./${name}`)
    },
    async room(bench) {
      return (await sh(bench, roomScript(folderOf(d, '')))).stdout
    },
    async clock(bench) {
      return Number(/\d{9,}/.exec((await sh(bench, 'date +%s')).stdout)?.[0])
    },
    async remove(bench) {
      await sh(bench, `rm -rf -- ${folder}`)
    },
  }
}

export const rsyncHands = (d: RsyncSshDestination, sample: Sample, deps: ToolDeps): FarHands => {
  const rsync = (bench: Bench, argv: readonly string[], input: readonly string[] | null = null) =>
    bench.run({ tool: 'rsync', argv, input })
  const ssh = (): string => locate('ssh', deps)
  const list = (bench: Bench, runPath: string): Promise<Answer> =>
    rsync(bench, rsyncListArgs(d, { runPath, recursive: false }, ssh()))
  return {
    async list(bench) {
      await list(bench, '')
    },
    rename: null,
    async read(bench) {
      const back = join(sample.dir, 'back')
      mkdirSync(back)
      const request = { runPath: sample.name, maxStreamBytes: 1 << 20 }
      await rsync(bench, rsyncPullArgs(d, request, back, ssh()), ['test.txt\0'])
      return readFileSync(join(back, 'test.txt'), 'utf8')
    },
    hash: null,
    async names(bench) {
      const { stdout } = await list(bench, sample.name)
      return (name) => stdout.split('\n').some((line) => line.endsWith(` ${name}`))
    },
    room: null,
    clock: null,
    async remove(bench) {
      const empty = join(sample.dir, 'empty')
      mkdirSync(empty)
      await rsync(bench, rsyncRemoveArgs(d, sample.name, empty, ssh()))
    },
  }
}
