// The rsync-over-ssh transport (docs/spec.md 2): rsync's output as events, the hash list over ssh, reading back.
import { REASONS, fill } from '../../../../shared/reasons.ts'
import type { RsyncSshDestination } from '../../domain/config.ts'
import { classify } from '../classify/classify.ts'
import {
  createDigestParser,
  digestScript,
  parseFreeSpace,
  freeSpaceScript,
} from './remote-sha256.ts'
import { createReadBack, readBackScript } from './verify-by-stream.ts'
import type { ProcessEnd } from '../../process/run-process.ts'
import { listFolder, pullDigests } from './verify-by-download.ts'
import { createRsyncProgress } from './rsync-progress.ts'
import { above, account, folderOf, rsyncPushArgs, sshDigestArgs } from './rsync-args.ts'
import {
  type ToolDeps,
  createBatcher,
  locate,
  requireFreeSpace,
  mustSucceed,
  runTool,
  toResult,
  toolVersion,
} from '../run-tool.ts'
import {
  type AttemptIo,
  type DigestRequest,
  type DigestSummary,
  type PushRequest,
  type RemoteDigest,
  type Transport,
  TransportError,
} from '../transport.ts'

const NAMED = /"([^"]+)"/

/** A file name in one of rsync's messages, relative to the run; null: none, or not of this run. */
export const pathInMessage = (line: string, folder: string): string | null => {
  const name = NAMED.exec(line)?.[1]
  return name !== undefined && name.startsWith(`${folder}/`) ? name.slice(folder.length + 1) : null
}

const FAILED_FILE = /^(?:rsync: \[sender\] |file has vanished: )/

const follow = (io: AttemptIo, request: PushRequest) => {
  const prefix = above(request.folder, request.runPath) === null ? '' : `${request.runPath}/`
  const progress = createRsyncProgress(prefix, (event) => {
    if (event.type === 'file_sent') io.log.write('info', 'rsync', `sent ${event.path}`)
    io.onEvent(event)
  })
  return (stream: 'stdout' | 'stderr', record: Buffer): void => {
    const text = record.toString('utf8')
    if (stream === 'stdout' && progress.push(text)) return
    if (text.trim() === '') return
    const bad = stream === 'stderr' && !text.startsWith('Warning: Permanently added')
    io.log.write(
      bad ? 'error' : 'info',
      /^(?:ssh|Connection|Host key|Warning|Load key|kex)/.test(text) ? 'ssh' : 'rsync',
      text,
    )
    if (!FAILED_FILE.test(text)) return
    const path = pathInMessage(text, request.folder)
    if (path === null) return
    const cause = classify({
      transport: 'rsync_ssh',
      operation: 'push',
      exitCode: 23,
      signal: null,
      spawnError: null,
      stdout: '',
      stderr: text,
    })
    io.onEvent({ type: 'file_failed', path, message: text, reason: cause?.reason ?? null })
  }
}

/** The account may still be let in for rsync alone (a forced command). */
const hasNoShell = (error: unknown): boolean =>
  error instanceof TransportError &&
  !error.cancelled &&
  (error.reason === 'remote_shell_unusable' || error.reason === 'unrecognised')

/** NUL-ended names for --from0, below the folder that rsync is given. */
function* names(files: Iterable<string>, prefix: string): Generator<string> {
  for (const file of files) yield `${prefix}${file}\0`
}

export const createRsyncSsh = (d: RsyncSshDestination, deps: ToolDeps): Transport => {
  const target = (runPath: string): string => `${account(d)}:${folderOf(d, runPath)}/`
  const words = (headline: string): string => fill(headline, { destination: account(d) })
  const unusable = (end: ProcessEnd): TransportError =>
    new TransportError(words(REASONS.remote_shell_unusable.headline), {
      errorKind: REASONS.remote_shell_unusable.kind,
      reason: 'remote_shell_unusable',
      stderr: end.stderr === '' ? end.stdout.slice(0, 2_000) : end.stderr,
      returncode: end.exitCode,
    })

  /** Digests that the far side computes; `onBegin` is told when its shell begins to answer. */
  const listed = async (
    request: DigestRequest,
    io: AttemptIo,
    onBatch: (batch: readonly RemoteDigest[]) => void,
    onBegin: () => void,
  ): Promise<DigestSummary> => {
    let files = 0
    const batcher = createBatcher(onBatch)
    const parser = createDigestParser((digest) => {
      files += 1
      batcher.add(digest)
    })
    const end = await runTool(
      {
        tool: 'ssh',
        argv: sshDigestArgs(d),
        input: [digestScript(folderOf(d, request.runPath))],
        stdout: 'nul',
        onRecord(stream, record) {
          if (stream === 'stdout') parser.push(record)
          else io.log.write('warning', 'ssh', record.toString('utf8'))
        },
      },
      deps,
      io,
    )
    const { began, exit, strange } = parser.state()
    if (began) onBegin()
    mustSucceed('rsync_ssh', exit !== null && exit !== 0 ? { ...end, exitCode: exit } : end, words)
    if (!began || exit === null || strange > 0) throw unusable(end)
    batcher.end()
    return { level: 'sha256', files }
  }

  /** Digests of bytes that come back over ssh. */
  const readBack: Transport['digests'] = async (request, io, onBatch) => {
    let files = 0
    const batcher = createBatcher(onBatch)
    const reader = createReadBack(request.maxStreamBytes, (digest) => {
      files += 1
      batcher.add(digest)
    })
    const end = await runTool(
      {
        tool: 'ssh',
        argv: sshDigestArgs(d),
        input: [readBackScript(folderOf(d, request.runPath), request.maxStreamBytes)],
        stdout: 'raw',
        onRecord(stream, chunk) {
          if (stream === 'stdout') reader.push(chunk)
          else io.log.write('warning', 'ssh', chunk.toString('utf8'))
        },
      },
      deps,
      io,
    )
    const { began, exit, strange } = reader.state()
    mustSucceed('rsync_ssh', exit !== null && exit !== 0 ? { ...end, exitCode: exit } : end, words)
    if (!began || exit === null || strange) throw unusable(end)
    batcher.end()
    return { level: 'read_back', files }
  }

  /** A look by the shell of the far side. */
  const room = async (bytesNeeded: number, io: AttemptIo): Promise<void> => {
    const lines: string[] = []
    const end = await runTool(
      {
        tool: 'ssh',
        argv: sshDigestArgs(d),
        input: [freeSpaceScript(folderOf(d, ''))],
        stdout: 'lines',
        onRecord(stream, record) {
          if (stream === 'stdout') lines.push(record.toString('utf8'))
        },
      },
      deps,
      io,
    )
    mustSucceed('rsync_ssh', end, words)
    if (bytesNeeded > 0) requireFreeSpace(parseFreeSpace(lines), bytesNeeded, words)
  }

  return {
    type: 'rsync_ssh',
    followsWindows: false,
    target,

    async probe(bytesNeeded, io) {
      try {
        await room(bytesNeeded, io)
      } catch (error) {
        if (!hasNoShell(error)) throw error
        // rsync alone may be let in; the room is then not told
        await listFolder(d, { runPath: '', recursive: false }, deps, io, words, () => undefined)
      }
    },

    version: (io) => toolVersion('rsync', deps, io),

    async push(request, io) {
      const ssh = locate('ssh', deps)
      const prefix = above(request.folder, request.runPath) === null ? '' : `${request.runPath}/`
      const end = await runTool(
        {
          tool: 'rsync',
          argv: rsyncPushArgs(d, request, ssh),
          input: request.files === null ? null : names(request.files, prefix),
          stdout: 'lines',
          onRecord: follow(io, request),
        },
        deps,
        io,
      )
      return toResult('rsync_ssh', end)
    },

    async digests(request, io, onBatch): Promise<DigestSummary> {
      let began = false
      try {
        return await listed(request, io, onBatch, () => {
          began = true
        })
      } catch (error) {
        if (error instanceof TransportError && error.reason === 'remote_tool_missing') {
          io.log.write(
            'notice',
            'app',
            'the NAS has no sha256sum: its bytes are read back and hashed here',
          )
          return readBack(request, io, onBatch)
        }
        if (began || !hasNoShell(error)) throw error
        io.log.write(
          'notice',
          'app',
          'the NAS gives no shell: its files are pulled back by rsync and hashed here',
        )
        try {
          return await pullDigests(d, request, deps, io, words, onBatch)
        } catch (second) {
          // not even rsync is let in: the first answer says why
          throw hasNoShell(second) ? error : second
        }
      }
    },
  }
}
