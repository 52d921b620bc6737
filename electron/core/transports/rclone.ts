// The rclone transport (SPEC 2): argv builders, the JSON log as events, the hash list.
import * as z from 'zod'
import { fill } from '../../../shared/reasons.ts'
import type { RcloneDestination } from '../domain/config.ts'
import { classify } from './classify.ts'
import { parseRcloneLine } from './rclone-log.ts'
import { safeFolder, safeLocalPath, safeRemote, safeRemotePath } from './safe-value.ts'
import { type ToolDeps, createBatcher, mustSucceed, runTool, toResult } from './tool-run.ts'
import type {
  AttemptIo,
  DigestRequest,
  DigestSummary,
  PushRequest,
  RemoteDigest,
  Transport,
} from './transport.ts'

const configArgs = (destination: RcloneDestination): string[] =>
  destination.configFile === null ? [] : [`--config=${safeLocalPath(destination.configFile)}`]

/** `remote:path/run`, as rclone takes it. An empty remote path is the remote's own root. */
export const rcloneTarget = (destination: RcloneDestination, runPath: string): string => {
  const parts = [destination.remotePath, runPath].filter((part) => part !== '').map(safeRemotePath)
  return `${safeRemote(destination.remote)}:${parts.join('/')}`
}

/** One process is one attempt: `--retries 1`, the queue owns retries and vanished files stay visible (corpus README). */
const COMMON = [
  '--retries=1',
  '--low-level-retries=3',
  '--contimeout=15s',
  '--timeout=60s',
  '--use-json-log',
  '-v',
]

/** `rclone copy --checksum`. With a file list on stdin the listed files are sent even where size and time agree. */
export const rclonePushArgs = (
  destination: RcloneDestination,
  request: PushRequest,
  transfers: number,
): string[] => [
  'copy',
  '--checksum',
  ...COMMON,
  '--stats=1s',
  '--stats-log-level=NOTICE',
  `--transfers=${transfers}`,
  ...configArgs(destination),
  ...(request.bwlimitKibps === null ? [] : [`--bwlimit=${request.bwlimitKibps}K`]),
  // a copy that differs can have the same size, and not every remote has a hash to tell (corpus fact 11)
  ...(request.files === null ? [] : ['--files-from-raw=-', '--ignore-times']),
  '--',
  safeFolder(request.folder),
  rcloneTarget(destination, request.runPath),
]

/** Which hashes a remote computes itself. */
export const rcloneFeaturesArgs = (destination: RcloneDestination): string[] => [
  'backend',
  'features',
  ...configArgs(destination),
  '--',
  `${safeRemote(destination.remote)}:`,
]

/**
 * The hash list: `hex  name` a line, all cores of the far side's rclone. Names with line breaks cannot be told so;
 * the gate refuses them before sending. `download`: rclone reads the bytes back, at most `maxBytes` a file.
 */
export const rcloneDigestArgs = (
  destination: RcloneDestination,
  runPath: string,
  download: { maxBytes: number } | null,
): string[] => [
  'hashsum',
  'sha256',
  ...COMMON,
  ...configArgs(destination),
  ...(download === null ? [] : ['--download', `--max-size=${download.maxBytes}B`]),
  '--',
  rcloneTarget(destination, runPath),
]

/** Files that a bounded read-back leaves out, with their sizes: `size;name` a line. */
export const rcloneLargeArgs = (
  destination: RcloneDestination,
  runPath: string,
  maxBytes: number,
): string[] => [
  'lsf',
  '--recursive',
  '--files-only',
  '--format=sp',
  '--separator=;',
  `--min-size=${maxBytes + 1}B`,
  ...configArgs(destination),
  '--',
  rcloneTarget(destination, runPath),
]

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

  const probe = async (
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
    await probe(rcloneFeaturesArgs(destination), io, (line) => {
      text += line
    })
    const offered = features.parse(JSON.parse(text)).Hashes?.includes('sha256') ?? false
    hashSupport.set(key, offered)
    return offered
  }

  return {
    type: 'rclone',
    target: (runPath) => rcloneTarget(destination, runPath),

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
      await probe(
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
        await probe(
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
