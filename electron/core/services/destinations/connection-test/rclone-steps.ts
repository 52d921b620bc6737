// Steps of the connection test of an rclone destination, with rclone's own commands in the folder that runs go to.
import { join } from 'node:path'
import type { ProofLevel } from '../../../../../shared/model/model.ts'
import type { RcloneDestination } from '../../../domain/config.ts'
import { headlineOf } from '../../../../../shared/reasons.ts'
import { commandLine } from '../../../lib/shell-quote.ts'
import {
  LOCAL_REMOTE,
  rcloneAboutArgs,
  rcloneRemoveArgs,
  rcloneName,
  rcloneTarget,
} from '../../../transports/rclone/rclone-args.ts'
import { DIRECTORY_NOT_FOUND, parseAbout } from '../../../transports/rclone/rclone-output.ts'
import { type ToolDeps, locate } from '../../../transports/run-tool.ts'
import { type AttemptIo, type Transport, silentIo } from '../../../transports/transport.ts'
import {
  type Plan,
  type Step,
  StepFailed,
  type StepRunner,
  passed,
  skipped,
} from './connection-test.ts'
import { folderStep } from './folder-step.ts'
import { shellPathStep } from './shell-path-step.ts'
import { serverStep } from './server-step.ts'
import {
  ODD_NAMES,
  type ProbeFiles,
  alteredText,
  installedText,
  withheldText,
  freeSpaceText,
  speedText,
} from './probe-files.ts'

export const rcloneTestPlan = (
  d: RcloneDestination,
  transport: Transport,
  probe: ProbeFiles,
  deps: ToolDeps,
  /** The app's known_hosts. */
  own: string,
  signal: AbortSignal,
): Plan => {
  const config = d.configFile === null ? [] : [`--config=${d.configFile}`]
  const common = [
    '--retries=1',
    '--low-level-retries=1',
    '--contimeout=15s',
    '--timeout=60s',
    ...config,
  ]
  const root = rcloneTarget(d, '')
  const remotePath = (...parts: string[]): string =>
    rcloneTarget(d, [probe.name, ...parts].join('/'))
  const localFolder = (folder: string): string => join(probe.dir, folder)
  const rclone = (...argv: string[]) => ({ tool: 'rclone' as const, argv, input: null })
  let proof: ProofLevel = 'none'
  let written = false

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
    title: `The remote ${d.remote} is set up`,
    needs: ['tool'],
    async run(runner) {
      const { stdout } = await runner.run(rclone('listremotes', ...config))
      if (stdout.split('\n').includes(`${d.remote}:`)) return passed('It is in rclone.conf.')
      throw new StepFailed(
        `rclone has no remote named ${d.remote}. Set it up with rclone config, or correct rclone_remote.`,
      )
    },
  }

  const steps: Step[] = [
    {
      id: 'tool',
      title: 'rclone is there',
      needs: [],
      async run(runner) {
        const { stdout } = await runner.run(rclone('version'))
        return passed(
          `${stdout.split('\n')[0] ?? 'rclone'}${installedText(locate('rclone', deps))}.${withheldText('rclone', deps.env)}`,
        )
      },
    },
    ...(d.remote === LOCAL_REMOTE
      ? [folderStep(d.remotePath)]
      : [remote, serverStep(d, deps, own, signal)]),
    {
      id: 'list',
      title: 'The destination can be listed',
      needs: ['remote'],
      async run(runner) {
        const run = rclone('lsf', '--max-depth=1', ...common, '--', root)
        const { exitCode } = await runner.run(run, true)
        if (exitCode === DIRECTORY_NOT_FOUND) return passed('It can be reached.')
        if (exitCode !== 0) await runner.run(run)
        return passed('It can be reached, and this account may read it.')
      },
    },
    ...(d.remote === LOCAL_REMOTE ? [] : [shellPathStep(marker, signal)]),
    {
      id: 'write',
      title: 'A test file can be written',
      needs: ['list'],
      async run(runner) {
        written = true
        await runner.run(
          rclone('copy', '--checksum', ...common, '--', localFolder('write'), remotePath()),
        )
        return passed('Written.')
      },
    },
    {
      id: 'rename',
      title: 'It can be renamed',
      needs: ['write'],
      async run(runner) {
        await runner.run(
          rclone('moveto', ...common, '--', remotePath('test.txt'), remotePath('renamed.txt')),
        )
        return passed('Renamed.')
      },
    },
    {
      id: 'read',
      title: 'It reads back as it was written',
      needs: ['rename'],
      async run(runner) {
        const { stdout } = await runner.run(
          rclone('cat', ...common, '--', remotePath('renamed.txt')),
        )
        if (stdout !== probe.text)
          throw new StepFailed('What came back differs from what was written.')
        proof = 'read_back'
        return passed('The same bytes came back.')
      },
    },
    {
      id: 'hash',
      title: 'SHA-256 of what the NAS stores',
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
          return skipped(`${headlineOf(gap, root)}. Files are sent, but not proven.`)
        }
        if (digest !== probe.sha256)
          throw new StepFailed('The SHA-256 that it gave is not that of the test file.')
        proof = level
        return level === 'sha256'
          ? passed('Its SHA-256 equals ours.')
          : passed('It computes none itself. Read back and hashed here, it equals ours.')
      },
    },
    {
      id: 'names',
      title: 'Long and non-ASCII names are kept',
      needs: ['write'],
      async run(runner) {
        await runner.run(
          rclone('copy', '--checksum', ...common, '--', localFolder('names'), remotePath('names')),
        )
        const { stdout } = await runner.run(rclone('lsf', ...common, '--', remotePath('names')))
        const lost = ODD_NAMES.filter((name) => !stdout.split('\n').includes(name))
        if (lost.length > 0)
          throw new StepFailed(`These names came back changed: ${lost.join(', ')}.`)
        const stored = await transport.storedNames(probe.name, {
          ...silentIo(signal),
          onStart: ({ argv }) => runner.note(commandLine(argv), ''),
        })
        const kept = `${ODD_NAMES.length} odd names came back as they were.`
        const altered = stored === null ? '' : alteredText(stored)
        return passed(altered === '' ? kept : `${kept} ${altered}`)
      },
    },
    {
      id: 'room',
      title: 'Free space',
      needs: ['list'],
      async run(runner) {
        const { stdout, exitCode } = await runner.run(rclone(...rcloneAboutArgs(d)), true)
        const free = exitCode === 0 ? parseAbout(stdout) : null
        return free === null
          ? skipped('This kind of remote cannot tell.')
          : passed(freeSpaceText(free))
      },
    },
    {
      id: 'speed',
      title: 'Speed',
      needs: ['write'],
      async run(runner) {
        const from = performance.now()
        await runner.run(rclone('copy', ...common, '--', localFolder('speed'), remotePath('speed')))
        return passed(`A sample went at ${speedText(performance.now() - from)}.`)
      },
    },
    {
      id: 'delete',
      title: 'The test files are removed',
      needs: ['list'],
      cleansUp: true,
      async run(runner) {
        if (!written) return skipped('Nothing was written.')
        await runner.run(rclone(...rcloneRemoveArgs(d, probe.name)))
        return passed('Removed.')
      },
    },
  ]
  return { transport: 'rclone', destination: rcloneName(d), steps, proof: () => proof }
}
