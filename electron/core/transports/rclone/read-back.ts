// Reads files back through rclone and tells those that it cannot read, such as a damaged file of an overlay that encrypts or
// compresses, from a connection that broke (docs/spec.md 5, docs/tool-behaviour.md 29).
import type { RcloneDestination } from '../../domain/config.ts'
import { classify } from '../classify/classify.ts'
import { type ToolDeps, type ToolEnd, requireSuccess, runTool } from '../run-tool.ts'
import { type ToolLine, displayText } from '../tool-line.ts'
import type { AttemptIo, RemoteDigest } from '../transport.ts'
import { rcloneName } from './rclone-args.ts'
import { rcloneDigestArgs } from './rclone-list-args.ts'
import { parseRcloneDigest } from './rclone-output.ts'

/** Most files of one list that count as unreadable by themselves; more are a fault of the whole. */
const MAX_UNREAD = 1_000

/** rclone's last line: it only sums up. */
const SUMMARY = /^Failed to hashsum/

/** Words that rclone says of a damaged file and of a broken connection alike. */
const EITHER = /unexpected EOF/

/** True where a line about a file has a cause that is known, and that is not the file: the connection, the rights, the disk. */
const isOfTheNas = (line: ToolLine): boolean => {
  if (EITHER.test(line.text)) return false
  const cause = classify({
    transport: 'rclone',
    operation: 'hashsum',
    exitCode: 1,
    signal: null,
    spawnError: null,
    lines: [line],
    stdout: '',
  })
  return cause !== null && cause.reason !== 'unrecognised' && cause.kind !== 'hash_mismatch'
}

interface ReadBack {
  readonly destination: RcloneDestination
  readonly deps: ToolDeps
  readonly target: string
  readonly maxBytes: number
  /** Files at once; null: rclone's own number. */
  readonly reads: number | null
}

/**
 * Reads files back, all or those given, and answers which could not be read, with rclone's words. Throws TransportError where
 * anything else failed.
 */
const readOnce = async (
  { destination, deps, target, maxBytes, reads }: ReadBack,
  files: readonly string[] | null,
  io: AttemptIo,
  onDigest: (digest: RemoteDigest) => void,
): Promise<Map<string, string>> => {
  const unread = new Map<string, string>()
  // where nothing at all can be read, not even the records beside the files, no single file is at fault
  let hasRead = files !== null
  let isNasFault = false
  const end: ToolEnd = await runTool(
    {
      tool: 'rclone',
      argv: rcloneDigestArgs(destination, target, { maxBytes, files: files !== null, reads }),
      input: files === null ? null : files.map((path) => `${path}\n`),
      onOutput(record) {
        const line = record.toString('utf8')
        const digest = parseRcloneDigest(line)
        if (digest === null) io.log.write('warning', 'rclone', line)
        else if (digest.sha256 === null) unread.set(digest.path, unread.get(digest.path) ?? '')
        else {
          hasRead = true
          onDigest(digest)
        }
      },
      onLine(line) {
        if (line.stats === null) io.log.write(line.level, 'rclone', displayText(line))
        if (line.level !== 'error' || (line.object === null && SUMMARY.test(line.text))) return
        if (line.object === null || unread.size >= MAX_UNREAD || isOfTheNas(line)) isNasFault = true
        else unread.set(line.object, line.text)
      },
    },
    deps,
    io,
  )
  if (end.cancelled || end.timedOut || unread.size === 0 || !hasRead || isNasFault)
    requireSuccess(end, {
      transport: 'rclone',
      operation: 'hashsum',
      destination: rcloneName(destination),
    })
  return unread
}

/**
 * Streams the digests of a place whose files are read back; `files`: only these. A file that could not be read is read once more
 * by itself, since a connection may have broken; after that it is listed as unread. Throws TransportError.
 */
export const readBack = async (
  request: ReadBack,
  files: readonly string[] | null,
  io: AttemptIo,
  onDigest: (digest: RemoteDigest) => void,
): Promise<void> => {
  const failed = await readOnce(request, files, io, onDigest)
  if (failed.size === 0) return
  io.log.write('notice', 'app', 'reading once more the files that could not be read')
  for (const [path, words] of await readOnce(request, [...failed.keys()], io, onDigest))
    onDigest({ path, sha256: null, size: null, unread: words })
}
