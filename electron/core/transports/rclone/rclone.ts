// The rclone transport (docs/spec.md 2): the JSON log as events, the hash list,
// the probe of the destination.
import type { RcloneDestination } from '../../domain/config.ts'
import { createBatcher } from '../batcher.ts'
import {
  type ToolDeps,
  type ToolEnd,
  requireFreeSpace,
  requireSuccess,
  runTool,
  toResult,
  toolVersion,
} from '../run-tool.ts'
import { type ToolLine, displayText } from '../tool-line.ts'
import type { AttemptIo, DigestRequest, DigestSummary, Transport } from '../transport.ts'
import {
  rcloneAboutArgs,
  rcloneDigestArgs,
  rcloneFeaturesArgs,
  rcloneLargeArgs,
  rcloneProbeArgs,
  rclonePushArgs,
  rcloneTarget,
} from './rclone-args.ts'
import {
  DIRECTORY_NOT_FOUND,
  offersSha256,
  parseAbout,
  parseRcloneDigest,
} from './rclone-output.ts'
import { createRcloneRemoteFiles } from './rclone-remote-files.ts'

const SENT = /^(?:Copied|Multi-thread Copied|Moved|Updated) /

const logLine = (io: AttemptIo, line: ToolLine): void => {
  if (line.stats === null) io.log.write(line.level, 'rclone', displayText(line))
}

/** Turns a line of a push into log and events. Only the JSON log names files reliably. */
const handlePushLine = (io: AttemptIo, line: ToolLine): void => {
  logLine(io, line)
  if (line.stats !== null) {
    const { bytes, totalBytes, speed: rate, eta: etaSeconds, transferring } = line.stats
    const active = transferring.map(({ name, bytes: done, size }) => ({
      path: name,
      bytes: done,
      size,
    }))
    io.onEvent({ type: 'progress', bytes, totalBytes, rate, etaSeconds, active })
  } else if (line.json && line.object !== null) {
    if (SENT.test(line.text)) io.onEvent({ type: 'file_sent', path: line.object })
    else if (line.level === 'error')
      io.onEvent({ type: 'file_failed', path: line.object, message: line.text })
  }
}

interface RcloneOptions {
  /** Files that rclone sends at the same time. */
  readonly transfers: number
}

/**
 * Answers of `backend features` by remote, for the life of the engine: what a remote can do
 * does not change meanwhile.
 */
const hashSupport = new Map<string, boolean>()

/** One name a line, as `--files-from-raw` reads them: no comments, no trimming. */
function* fileListLines(files: Iterable<string>): Generator<string> {
  for (const file of files) yield `${file}\n`
}

export const createRclone = (
  destination: RcloneDestination,
  deps: ToolDeps,
  options: RcloneOptions,
): Transport => {
  const context = { transport: 'rclone', destination: rcloneTarget(destination, '') } as const
  const requireQuerySuccess = (end: ToolEnd): void =>
    requireSuccess(end, { ...context, operation: 'hashsum' })

  /** Runs a command that must succeed and reads its stdout line by line. */
  const query = async (
    argv: readonly string[],
    io: AttemptIo,
    onLine: (line: string) => void,
  ): Promise<void> => {
    const end = await runTool(
      {
        tool: 'rclone',
        argv,
        input: null,
        onOutput: (record) => onLine(record.toString('utf8')),
        onLine: (line) => logLine(io, line),
      },
      deps,
      io,
    )
    requireQuerySuccess(end)
  }

  const computesSha256 = async (io: AttemptIo): Promise<boolean> => {
    const key = `${destination.configFile ?? ''}\0${destination.remote}`
    const known = hashSupport.get(key)
    if (known !== undefined) return known
    let text = ''
    await query(rcloneFeaturesArgs(destination), io, (line) => {
      text += line
    })
    const answer = offersSha256(text)
    hashSupport.set(key, answer)
    return answer
  }

  /** Bytes free at the remote; null: it does not say. */
  const freeSpace = async (io: AttemptIo): Promise<number | null> => {
    const argv = rcloneAboutArgs(destination)
    const end = await runTool({ tool: 'rclone', argv, input: null }, deps, io)
    return end.exitCode === 0 ? parseAbout(end.stdout) : null
  }

  return {
    type: 'rclone',
    followsWindows: true,
    target: (runPath) => rcloneTarget(destination, runPath),
    remote: createRcloneRemoteFiles(destination, deps),

    async probe(bytesNeeded, io) {
      const argv = rcloneProbeArgs(destination)
      const end = await runTool({ tool: 'rclone', argv, input: null }, deps, io)
      if (end.exitCode !== DIRECTORY_NOT_FOUND) requireQuerySuccess(end)
      if (bytesNeeded > 0) requireFreeSpace(await freeSpace(io), bytesNeeded, context.destination)
    },

    version: (io) => toolVersion('rclone', deps, io),

    async push(request, io) {
      const { files } = request
      const end = await runTool(
        {
          tool: 'rclone',
          argv: rclonePushArgs(destination, request, options.transfers),
          input: files === null ? null : fileListLines(files),
          onOutput: (record) => io.log.write('info', 'rclone', record.toString('utf8')),
          onLine: (line) => handlePushLine(io, line),
        },
        deps,
        io,
      )
      return toResult(end, context)
    },

    async digests(request: DigestRequest, io, onBatch): Promise<DigestSummary> {
      const { runPath, maxStreamBytes } = request
      const readBack = !(await computesSha256(io))
      const batcher = createBatcher(onBatch)
      const download = readBack ? { maxBytes: maxStreamBytes } : null
      await query(rcloneDigestArgs(destination, runPath, download), io, (line) => {
        const digest = parseRcloneDigest(line)
        if (digest === null) io.log.write('warning', 'rclone', line)
        else batcher.add(digest)
      })
      if (readBack) {
        await query(rcloneLargeArgs(destination, runPath, maxStreamBytes), io, (line) => {
          const cut = line.indexOf(';')
          if (cut > 0)
            batcher.add({
              path: line.slice(cut + 1),
              sha256: null,
              size: Number(line.slice(0, cut)),
            })
        })
      }
      batcher.end()
      return { level: readBack ? 'read_back' : 'sha256', files: batcher.count() }
    },
  }
}
