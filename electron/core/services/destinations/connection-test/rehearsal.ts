// The rehearsal: sends, proves and removes a tiny run with the same transport as real runs (docs/ux.md c-10).
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { msg } from '../../../../../shared/language/msg.ts'
import type { ProofLevel } from '../../../../../shared/model/model.ts'
import { REASONS, headlineOf } from '../../../../../shared/reasons.ts'
import type { Destination } from '../../../domain/config.ts'
import { folderAsRemote } from '../../../transports/rclone/folder.ts'
import { rcloneRemoveArgs } from '../../../transports/rclone/rclone-args.ts'
import type { ToolDeps } from '../../../transports/run-tool.ts'
import {
  type AttemptIo,
  type RemoteDigest,
  type Transport,
  silentIo,
} from '../../../transports/transport.ts'
import { type StepRunner, type Plan, StepFailed, passed } from './connection-test.ts'
import { viaRsync, viaShell, shellRun } from './remote-commands.ts'
import type { ProbeFiles } from './probe-files.ts'

interface LocalFile {
  readonly path: string
  readonly size: number
  readonly sha256: string
}

const filesOf = (dir: string): LocalFile[] =>
  readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(dir, path)).isFile())
    .map((path) => {
      const bytes = readFileSync(join(dir, path))
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      return { path: path.replaceAll('\\', '/'), size: bytes.length, sha256 }
    })

const remove = async (
  runner: StepRunner,
  d: Destination,
  probe: ProbeFiles,
  deps: ToolDeps,
): Promise<void> => {
  if (d.type !== 'rsync_ssh') {
    const remote = d.type === 'rclone' ? d : folderAsRemote(d)
    await runner.run({ tool: 'rclone', argv: rcloneRemoveArgs(remote, probe.name), input: null })
    return
  }
  const { stdout } = await runner.run(shellRun(d, 'echo exlab-sync-signed-in'), true)
  const hasShell = stdout.includes('exlab-sync-signed-in')
  await (hasShell ? viaShell(d, probe) : viaRsync(d, probe, deps)).remove(runner)
}

export const rehearsalPlan = (
  d: Destination,
  transport: Transport,
  probe: ProbeFiles,
  deps: ToolDeps,
  maxStreamBytes: number,
  signal: AbortSignal,
): Plan => {
  let proof: ProofLevel = 'none'
  let sent = false
  const files = filesOf(probe.dir)
  const ioOf = (runner: StepRunner): AttemptIo => ({
    ...silentIo(signal),
    onStart: ({ argv }) => runner.note(argv.join(' '), ''),
  })
  return {
    transport: transport.type,
    destination: transport.target(''),
    proof: () => proof,
    files: files.length,
    steps: [
      {
        id: 'send',
        title: msg`A tiny run is sent`,
        needs: [],
        async run(runner) {
          sent = true
          const result = await transport.push(
            {
              proven: null,
              folder: probe.dir,
              runPath: probe.name,
              files: null,
              full: false,
              replace: 'own',
              exclude: [],
              bwlimitKibps: null,
              bandwidth: null,
            },
            ioOf(runner),
          )
          runner.note('', result.stderr)
          if (result.ok) return passed(msg`${files.length} files went.`)
          const { remedy } = REASONS[result.reason ?? 'unrecognised']
          throw new StepFailed(`${result.message}. ${remedy}`)
        },
      },
      {
        id: 'prove',
        title: msg`Every file is proven`,
        needs: ['send'],
        async run(runner) {
          const found = new Map<string, RemoteDigest>()
          const { level, gap } = await transport.digests(
            { runPath: probe.name, files, maxStreamBytes, listsLarger: () => true },
            ioOf(runner),
            (batch) => {
              for (const digest of batch) found.set(digest.path, digest)
            },
          )
          if (gap !== null) throw new StepFailed(`${headlineOf(gap, transport.target(''))}.`)
          const bad = files.filter(({ path, sha256 }) => found.get(path)?.sha256 !== sha256)
          if (bad.length > 0)
            throw new StepFailed(
              msg`${bad.length} of ${files.length} files could not be proven, the first is ${bad[0]?.path ?? ''}.`,
            )
          proof = level
          return passed(msg`The digests of ${files.length} files are those of the originals.`)
        },
      },
      {
        id: 'remove',
        title: msg`The tiny run is removed`,
        needs: [],
        cleansUp: true,
        async run(runner) {
          if (sent) await remove(runner, d, probe, deps)
          return passed(msg`Removed.`)
        },
      },
    ],
  }
}
