// Steps of the connection test of an rclone destination, with rclone's own commands in the folder that runs go to.
import { join } from 'node:path'
import { msg } from '../../../../../shared/language/msg.ts'
import type { ProofLevel } from '../../../../../shared/model/model.ts'
import type { RcloneDestination } from '../../../domain/config.ts'
import { headlineOf } from '../../../../../shared/reasons.ts'
import { commandLine } from '../../../lib/shell-quote.ts'
import { proxyTo } from '../../../transports/proxy.ts'
import type { RcloneConfig } from '../../../transports/rclone/remote-chain.ts'
import { readConfig } from '../../../transports/rclone/sftp-host-keys.ts'
import {
  LOCAL_REMOTE,
  rcloneAboutArgs,
  rcloneRemoveArgs,
  rcloneName,
  rcloneTarget,
} from '../../../transports/rclone/rclone-args.ts'
import { DIRECTORY_NOT_FOUND, parseAbout } from '../../../transports/rclone/rclone-output.ts'
import type { ToolDeps } from '../../../transports/run-tool.ts'
import {
  type AttemptIo,
  type Transport,
  TransportError,
  silentIo,
} from '../../../transports/transport.ts'
import {
  type Plan,
  type Step,
  StepFailed,
  type StepRunner,
  passed,
  skipped,
} from './connection-test.ts'
import { folderStep } from './steps/folder-step.ts'
import { type Span, clockStep } from './steps/clock-step.ts'
import { networkSteps } from './steps/network-steps.ts'
import { addressesOf, storagesBelow } from './steps/server-address.ts'
import { roomStep } from './steps/room-step.ts'
import { speedStep } from './steps/speed-step.ts'
import { shellPathStep } from './steps/shell-path-step.ts'
import { serverStep } from './steps/server-step.ts'
import { toolStep } from './steps/tool-step.ts'
import { ODD_NAMES, OWN_TIME, type ProbeFiles, alteredText } from './probe-files.ts'

const NO_ZONE = msg`FTP tells times in minutes, and not in which zone.`

/** What the app itself keeps for a destination. */
interface OfApp {
  /** Its known_hosts. */
  readonly knownHosts: string
  /** Where the password of its rclone.conf is, where that should be known; null: nothing to say. */
  readonly secretsNote: string | null
}

export const rcloneTestPlan = (
  d: RcloneDestination,
  transport: Transport,
  probe: ProbeFiles,
  deps: ToolDeps,
  own: OfApp,
  signal: AbortSignal,
): Plan => {
  const configFile = d.configFile === null ? [] : [`--config=${d.configFile}`]
  const common = [
    '--retries=1',
    '--low-level-retries=1',
    '--contimeout=15s',
    '--timeout=60s',
    ...configFile,
  ]
  const root = rcloneTarget(d, '')
  const remotePath = (...parts: string[]): string =>
    rcloneTarget(d, [probe.name, ...parts].join('/'))
  const localFolder = (folder: string): string => join(probe.dir, folder)
  const rclone = (...argv: string[]) => ({ tool: 'rclone' as const, argv, input: null })
  let proof: ProofLevel = 'none'
  let written = false
  let writing: Span = { from: 0, to: 0 }
  let free: number | null = null
  const isWindows = process.platform === 'win32'
  let read: Promise<RcloneConfig> | null = null
  /** rclone.conf, which is read once. Secrets are in it: nothing of it is reported but types and servers. */
  const config = (): Promise<RcloneConfig> =>
    (read ??= readConfig(d, deps, signal).catch((error: unknown): never => {
      throw error instanceof TransportError ? new StepFailed(`${error.message}.`) : error
    }))
  const storages = async () => storagesBelow(d.remote, await config(), isWindows)
  const servers = async () => addressesOf(await storages(), (url) => proxyTo(url, deps.env))

  const marker = {
    destination: d,
    tools: deps,
    text: probe.text,
    place: remotePath('shell'),
    options: common,
    async write(runner: StepRunner) {
      written = true
      const from = localFolder('write')
      await runner.run(
        rclone('copy', '--ignore-checksum', ...common, '--', from, remotePath('shell')),
      )
    },
  }

  const remote: Step = {
    id: 'remote',
    title: msg`The remote ${d.remote} is set up`,
    needs: ['tool'],
    async run(runner) {
      const { stdout } = await runner.run(rclone('listremotes', ...configFile))
      if (stdout.split('\n').includes(`${d.remote}:`))
        return passed([msg`It is in rclone.conf.`, own.secretsNote ?? ''].join(' ').trim())
      throw new StepFailed(
        msg`rclone has no remote named ${d.remote}. Set it up with rclone config, or correct rclone_remote.`,
      )
    },
  }

  const steps: Step[] = [
    toolStep(msg`rclone is there`, ['rclone'], deps),
    ...(d.remote === LOCAL_REMOTE
      ? [folderStep(d.remotePath)]
      : [remote, ...networkSteps(servers), serverStep(d, deps, own.knownHosts, config)]),
    {
      id: 'list',
      title: msg`The destination can be listed`,
      needs: d.remote === LOCAL_REMOTE ? ['remote'] : ['port'],
      async run(runner) {
        const run = rclone('lsf', '--max-depth=1', ...common, '--', root)
        const { exitCode } = await runner.run(run, true)
        if (exitCode === DIRECTORY_NOT_FOUND) return passed(msg`It can be reached.`)
        if (exitCode !== 0) await runner.run(run)
        return passed(msg`It can be reached, and this account may read it.`)
      },
    },
    ...(d.remote === LOCAL_REMOTE ? [] : [shellPathStep(marker, signal)]),
    {
      id: 'write',
      title: msg`A test file can be written`,
      needs: ['list'],
      async run(runner) {
        written = true
        const from = Date.now()
        await runner.run(
          rclone('copy', '--checksum', ...common, '--', localFolder('write'), remotePath()),
        )
        writing = { from, to: from }
        return passed(msg`Written.`)
      },
    },
    {
      id: 'rename',
      title: msg`It can be renamed`,
      needs: ['write'],
      async run(runner) {
        await runner.run(
          rclone('moveto', ...common, '--', remotePath('test.txt'), remotePath('renamed.txt')),
        )
        // storage that renames by a copy gives the file a new time
        writing = { ...writing, to: Date.now() }
        return passed(msg`Renamed.`)
      },
    },
    {
      id: 'read',
      title: msg`It reads back as it was written`,
      needs: ['rename'],
      async run(runner) {
        const { stdout } = await runner.run(
          rclone('cat', ...common, '--', remotePath('renamed.txt')),
        )
        if (stdout !== probe.text)
          throw new StepFailed(msg`What came back differs from what was written.`)
        proof = 'read_back'
        return passed(msg`The same bytes came back.`)
      },
    },
    {
      id: 'hash',
      title: msg`SHA-256 of what the NAS stores`,
      needs: ['rename'],
      async run(runner) {
        let digest: string | null = null
        const request = {
          runPath: probe.name,
          files: [],
          maxStreamBytes: probe.text.length,
          listsLarger: () => true,
        }
        const io: AttemptIo = {
          ...silentIo(signal),
          onStart: ({ argv }) => runner.note(commandLine(argv), ''),
        }
        const { level, gap } = await transport.digests(request, io, (batch) => {
          for (const file of batch) digest = file.sha256
        })
        if (gap !== null) {
          proof = 'none'
          return skipped(msg`${headlineOf(gap, root)}. Files are sent, but not proven.`)
        }
        if (digest !== probe.sha256)
          throw new StepFailed(msg`The SHA-256 that it gave is not that of the test file.`)
        proof = level
        return level === 'sha256'
          ? passed(msg`Its SHA-256 equals ours.`)
          : passed(msg`It computes none itself. Read back and hashed here, it equals ours.`)
      },
    },
    {
      id: 'names',
      title: msg`Long and non-ASCII names are kept`,
      needs: ['write'],
      async run(runner) {
        await runner.run(
          rclone('copy', '--checksum', ...common, '--', localFolder('names'), remotePath('names')),
        )
        const { stdout } = await runner.run(rclone('lsf', ...common, '--', remotePath('names')))
        const lost = ODD_NAMES.filter((name) => !stdout.split('\n').includes(name))
        if (lost.length > 0)
          throw new StepFailed(msg`These names came back changed: ${lost.join(', ')}.`)
        const stored = await transport.storedNames(probe.name, {
          ...silentIo(signal),
          onStart: ({ argv }) => runner.note(commandLine(argv), ''),
        })
        const kept = msg`${ODD_NAMES.length} odd names came back as they were.`
        const altered = stored === null ? '' : alteredText(stored)
        return passed(altered === '' ? kept : `${kept} ${altered}`)
      },
    },
    roomStep(async (runner) => {
      const { stdout, stderr, exitCode } = await runner.run(rclone(...rcloneAboutArgs(d)), true)
      if (exitCode !== 0 && !stderr.includes("doesn't support about"))
        return skipped(msg`It could not be asked for.`)
      const room = exitCode === 0 ? parseAbout(stdout) : null
      free = room?.free ?? null
      return free === null
        ? skipped(msg`This kind of remote cannot tell.`)
        : { free, total: room?.total ?? null }
    }),
    clockStep({
      file: 'renamed.txt',
      written: () => ({ span: writing, ownTime: OWN_TIME }),
      async makeFolder(runner) {
        await runner.run(rclone('mkdir', ...common, '--', remotePath('clock')))
      },
      async list(runner) {
        const argv = ['lsjson', '--use-server-modtime', '--no-mimetype', ...common]
        return (await runner.run(rclone(...argv, '--', remotePath()))).stdout
      },
      async cannot() {
        if (d.remote === LOCAL_REMOTE) return null
        const types = (await storages()).map(({ type }) => type)
        return types.includes('ftp') ? NO_ZONE : null
      },
    }),
    speedStep(
      probe,
      (runner, folder) => {
        // files go beside each other, as in a push: a server that locks their folder for a moment is asked again, as often
        const options = ['--ignore-checksum', ...common, '--low-level-retries=3']
        const places = [localFolder(folder), remotePath('speed')]
        return runner.run(rclone('copy', ...options, '--', ...places))
      },
      () => free,
    ),
    {
      id: 'delete',
      title: msg`The test files are removed`,
      needs: ['list'],
      cleansUp: true,
      async run(runner) {
        if (!written) return skipped(msg`Nothing was written.`)
        await runner.run(rclone(...rcloneRemoveArgs(d, probe.name)))
        return passed(msg`Removed.`)
      },
    },
  ]
  return { transport: 'rclone', destination: rcloneName(d), steps, proof: () => proof }
}
