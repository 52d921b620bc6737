// The rclone transport (docs/spec.md 2): the JSON log as events, the hash list, a look at the destination.
import * as z from 'zod'
import { fill } from '../../../../shared/reasons.ts'
import type { RcloneDestination } from '../../domain/config.ts'
import { classify } from '../classify/classify.ts'
import {
  rcloneAboutArgs,
  rcloneDigestArgs,
  rcloneFeaturesArgs,
  rcloneLargeArgs,
  rcloneProbeArgs,
  rclonePushArgs,
  rcloneTarget,
} from './rclone-args.ts'
import { parseRcloneLine } from './rclone-log.ts'
import {
  type ToolDeps,
  createBatcher,
  requireFreeSpace,
  mustSucceed,
  runTool,
  toResult,
  toolVersion,
} from '../run-tool.ts'
import type {
  AttemptIo,
  DigestRequest,
  DigestSummary,
  RemoteDigest,
  Transport,
} from '../transport.ts'

/** rclone makes the destination's folder itself, so one that is not there yet is no fault (exit code 3). */
const NOT_THERE = 3

const about = z.object({ free: z.number().optional() })

const features = z.object({ Hashes: z.array(z.string()).nullish() })

const DIGEST_LINE = /^([0-9a-f]{64}) {2}(.+)$/s

/** A line of `rclone hashsum`; null: something else (an error mark, noise), which is never a digest. */
export const parseRcloneDigest = (line: string): RemoteDigest | null => {
  const [, sha256, path] = DIGEST_LINE.exec(line) ?? []
  return sha256 === undefined || path === undefined ? null : { path, sha256, size: null }
}

const SENT = /^(?:Copied|Multi-thread Copied|Moved|Updated) /

const follow =
  (io: AttemptIo) =>
  (stream: 'stdout' | 'stderr', record: Buffer): void => {
    const line = parseRcloneLine(record.toString('utf8'))
    if (line.stats !== null) {
      const { bytes, totalBytes, speed, eta, transferring } = line.stats
      const active = (transferring ?? []).map(({ name, bytes: done, size }) => ({
        path: name,
        bytes: done,
        size,
      }))
      io.onEvent({ type: 'progress', bytes, totalBytes, rate: speed, etaSeconds: eta, active })
      return
    }
    io.log.write(
      stream === 'stdout' ? 'info' : line.level,
      'rclone',
      line.path === null ? line.text : `${line.path}: ${line.text}`,
    )
    if (line.path === null) return
    if (SENT.test(line.text)) io.onEvent({ type: 'file_sent', path: line.path })
    else if (line.level === 'error') {
      const cause = classify({
        transport: 'rclone',
        operation: 'push',
        exitCode: 1,
        signal: null,
        spawnError: null,
        stdout: '',
        stderr: record.toString('utf8'),
      })
      io.onEvent({
        type: 'file_failed',
        path: line.path,
        message: line.text,
        reason: cause?.reason ?? null,
      })
    }
  }

export interface RcloneOptions {
  readonly transfers: number
}

/** Answers of `backend features`, kept for the life of the engine: what a remote can do does not change under us. */
const hashSupport = new Map<string, boolean>()

export const createRclone = (
  destination: RcloneDestination,
  deps: ToolDeps,
  options: RcloneOptions,
): Transport => {
  const words = (headline: string): string =>
    fill(headline, { destination: rcloneTarget(destination, '') })

  const list = async (
    argv: readonly string[],
    io: AttemptIo,
    onLine: (line: string) => void,
  ): Promise<void> => {
    const end = await runTool(
      {
        tool: 'rclone',
        argv,
        input: null,
        stdout: 'lines',
        onRecord(stream, record) {
          if (stream === 'stdout') return onLine(record.toString('utf8'))
          const line = parseRcloneLine(record.toString('utf8'))
          if (line.stats === null)
            io.log.write(
              line.level,
              'rclone',
              line.path === null ? line.text : `${line.path}: ${line.text}`,
            )
        },
      },
      deps,
      io,
    )
    mustSucceed('rclone', end, words)
  }

  const offersSha256 = async (io: AttemptIo): Promise<boolean> => {
    const key = `${destination.configFile ?? ''}\0${destination.remote}`
    const known = hashSupport.get(key)
    if (known !== undefined) return known
    let text = ''
    await list(rcloneFeaturesArgs(destination), io, (line) => {
      text += line
    })
    const offered = features.parse(JSON.parse(text)).Hashes?.includes('sha256') ?? false
    hashSupport.set(key, offered)
    return offered
  }

  /** Bytes free at the remote; null: it cannot tell. */
  const freeSpace = async (io: AttemptIo): Promise<number | null> => {
    let text = ''
    const onRecord = (stream: 'stdout' | 'stderr', record: Buffer): void => {
      if (stream === 'stdout') text += record.toString('utf8')
    }
    const run = { tool: 'rclone', input: null, stdout: 'lines', onRecord } as const
    const end = await runTool({ ...run, argv: rcloneAboutArgs(destination) }, deps, io)
    return end.exitCode === 0 ? (about.parse(JSON.parse(text)).free ?? null) : null
  }

  return {
    type: 'rclone',
    followsWindows: true,
    target: (runPath) => rcloneTarget(destination, runPath),

    async probe(bytesNeeded, io) {
      const run = { tool: 'rclone', input: null, stdout: 'lines' } as const
      const end = await runTool(
        { ...run, argv: rcloneProbeArgs(destination), onRecord: () => undefined },
        deps,
        io,
      )
      if (end.exitCode !== NOT_THERE) mustSucceed('rclone', end, words)
      if (bytesNeeded > 0) requireFreeSpace(await freeSpace(io), bytesNeeded, words)
    },

    version: (io) => toolVersion('rclone', deps, io),

    async push(request, io) {
      const { files } = request
      const end = await runTool(
        {
          tool: 'rclone',
          argv: rclonePushArgs(destination, request, options.transfers),
          input: files === null ? null : lines(files),
          stdout: 'lines',
          onRecord: follow(io),
        },
        deps,
        io,
      )
      return toResult('rclone', end)
    },

    async digests(request: DigestRequest, io, onBatch): Promise<DigestSummary> {
      const readBack = !(await offersSha256(io))
      let count = 0
      const batcher = createBatcher(onBatch)
      const add = (digest: RemoteDigest): void => {
        count += 1
        batcher.add(digest)
      }
      await list(
        rcloneDigestArgs(
          destination,
          request.runPath,
          readBack ? { maxBytes: request.maxStreamBytes } : null,
        ),
        io,
        (line) => {
          const digest = parseRcloneDigest(line)
          if (digest === null) io.log.write('warning', 'rclone', line)
          else add(digest)
        },
      )
      if (readBack) {
        await list(
          rcloneLargeArgs(destination, request.runPath, request.maxStreamBytes),
          io,
          (line) => {
            const cut = line.indexOf(';')
            if (cut > 0)
              add({ path: line.slice(cut + 1), sha256: null, size: Number(line.slice(0, cut)) })
          },
        )
      }
      batcher.end()
      return { level: readBack ? 'read_back' : 'sha256', files: count }
    },
  }
}

/** One name a line, as `--files-from-raw` reads them: no comments, no trimming. */
function* lines(files: Iterable<string>): Generator<string> {
  for (const file of files) yield `${file}\n`
}
