// The rsync-over-ssh transport (SPEC 2): rsync's output as events, the hash list over ssh, reading back.
import { REASONS, fill } from '../../../shared/reasons.ts'
import type { RsyncSshDestination } from '../domain/config.ts'
import { classify } from './classify.ts'
import { createDigestParser, digestScript, roomIn, roomScript } from './digest-lines.ts'
import { createReadBack, readBackScript } from './read-back.ts'
import type { ProcessEnd } from './run-process.ts'
import { above, account, folderOf, rsyncPushArgs, sshDigestArgs } from './rsync-args.ts'
import {
  type ToolDeps,
  createBatcher,
  locate,
  mustHaveRoom,
  mustSucceed,
  runTool,
  toResult,
} from './tool-run.ts'
import {
  type AttemptIo,
  type DigestSummary,
  type PushRequest,
  type Transport,
  TransportError,
} from './transport.ts'

const PROGRESS = /^\s*([\d,.]+)\s+(\d+)%\s+\S+\s+[\d:]+/
const ITEM = /^[<>ch.*][fdLDS][^|]{0,12}\|(\d+)\|(.+)$/s
const NAMED = /"([^"]+)"/

/** A file name in one of rsync's messages, relative to the run; null: none, or not of this run. */
export const pathInMessage = (line: string, folder: string): string | null => {
  const name = NAMED.exec(line)?.[1]
  return name !== undefined && name.startsWith(`${folder}/`) ? name.slice(folder.length + 1) : null
}

const FAILED_FILE = /^(?:rsync: \[sender\] |file has vanished: )/

const follow = (io: AttemptIo, request: PushRequest) => {
  const prefix = above(request.folder, request.runPath) === null ? '' : `${request.runPath}/`
  return (stream: 'stdout' | 'stderr', record: Buffer): void => {
    const text = record.toString('utf8')
    const progress = stream === 'stdout' ? PROGRESS.exec(text) : null
    if (progress !== null) {
      const bytes = Number(progress[1]?.replaceAll(/[,.]/g, ''))
      io.onEvent({
        type: 'progress',
        bytes,
        totalBytes: null,
        rate: null,
        etaSeconds: null,
        active: [],
      })
      return
    }
    const item = stream === 'stdout' ? ITEM.exec(text) : null
    if (item?.[2] !== undefined && text[1] === 'f') {
      // the path comes last, since a name may hold the separator
      const path = item[2].startsWith(prefix) ? item[2].slice(prefix.length) : item[2]
      io.log.write('info', 'rsync', `sent ${path}`)
      io.onEvent({ type: 'file_sent', path })
      return
    }
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

  /** Digests that the far side computes. */
  const listed: Transport['digests'] = async (request, io, onBatch) => {
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

  return {
    type: 'rsync_ssh',
    followsWindows: false,
    target,

    async probe(bytesNeeded, io) {
      const lines: string[] = []
      const end = await runTool(
        {
          tool: 'ssh',
          argv: sshDigestArgs(d),
          input: [roomScript(folderOf(d, ''))],
          stdout: 'lines',
          onRecord(stream, record) {
            if (stream === 'stdout') lines.push(record.toString('utf8'))
          },
        },
        deps,
        io,
      )
      mustSucceed('rsync_ssh', end, words)
      if (bytesNeeded > 0) mustHaveRoom(roomIn(lines), bytesNeeded, words)
    },

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
      try {
        return await listed(request, io, onBatch)
      } catch (error) {
        if (!(error instanceof TransportError) || error.reason !== 'remote_tool_missing')
          throw error
        io.log.write(
          'notice',
          'app',
          'the NAS has no sha256sum: its bytes are read back and hashed here',
        )
        return readBack(request, io, onBatch)
      }
    },
  }
}
