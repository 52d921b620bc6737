// Reads files back while rclone still sends others, so that both directions of a link are used. What was read counts only where
// the list of the proof shows each file as it was when it was read (docs/spec.md 5).
import type { RcloneDestination } from '../../domain/config.ts'
import { MINUTE_MS } from '../../../../shared/duration.ts'
import { type ToolDeps, runTool } from '../run-tool.ts'
import { type AttemptIo, type PushRequest, type RemoteDigest, silentIo } from '../transport.ts'
import { rcloneTarget } from './rclone-args.ts'
import { rcloneDigestArgs, rcloneStampsArgs } from './rclone-list-args.ts'
import { type Stamp, parseRcloneDigest, parseStamp } from './rclone-output.ts'
import type { ResolvedRemote } from './remote-chain.ts'

/** A file as it lay on the remote right before it was read, and the digest of what was read. */
interface EarlyDigest extends Stamp {
  readonly sha256: string
}

/** A run of less is read back at once after it was sent. */
const LEAST_BYTES = 64 << 20
const LEAST_FILES = 100

/** Most files whose digests are kept in memory. */
const MAX_FILES = 50_000

/** A batch that reads less is not worth the start of its programs. */
const BATCH_BYTES = 16 << 20
const BATCH_FILES = 40

/** After this time since the end of the push nothing that was read before counts. */
const VALID_MS = 10 * MINUTE_MS

/** What was read of one run, until its proof takes it; of a clock that nobody sets. */
const kept = new Map<
  string,
  { readonly until: number; readonly digests: ReadonlyMap<string, EarlyDigest> }
>()

const keyOf = (destination: RcloneDestination, runPath: string): string =>
  JSON.stringify([destination.configFile, rcloneTarget(destination, runPath)])

/** Storage that tells size and time of a file, to the second, with its list. Others take a request for each file, or tell minutes. */
const LISTS_TIMES: ReadonlySet<string> = new Set(['smb', 'webdav'])

/**
 * True where a push of this shape is read back while it runs: from storage that is read back at all, where no limit of speed
 * holds, which would have to be shared, and where it pays.
 */
export const isReadEarly = (
  { worth, storage }: ResolvedRemote,
  { proven: shape, bwlimitKibps, bandwidth }: PushRequest,
  maxBytes: number,
): boolean =>
  shape !== null &&
  worth === 'read_back' &&
  LISTS_TIMES.has(storage?.type ?? '') &&
  bwlimitKibps === null &&
  bandwidth === null &&
  shape.largest <= maxBytes &&
  shape.files > 1 &&
  shape.files <= MAX_FILES &&
  (shape.bytes >= LEAST_BYTES || shape.files >= LEAST_FILES)

/** The digests that were read while the run was sent, once: they are forgotten with the answer. */
export const takeEarlyDigests = (
  destination: RcloneDestination,
  runPath: string,
): ReadonlyMap<string, EarlyDigest> => {
  const key = keyOf(destination, runPath)
  const entry = kept.get(key)
  kept.delete(key)
  return entry === undefined || entry.until < performance.now() ? new Map() : entry.digests
}

/** Most files that are read back by name: rclone asks for each of them. */
const MAX_NAMED = 2_000

/** The files of a place, by what is known of each. */
export interface SortedOut {
  readonly known: readonly RemoteDigest[]
  /** Files that must be read; null: all. */
  readonly rest: readonly string[] | null
}

/**
 * Sorts the list of a proof by what was read before: a digest counts only where its file lies there as it did when it was read.
 * `maxBytes`: larger files are not read.
 */
export const sortOut = (
  stamps: readonly Stamp[],
  early: ReadonlyMap<string, EarlyDigest>,
  maxBytes: number,
): SortedOut => {
  const known: RemoteDigest[] = []
  const rest: string[] = []
  for (const { path, size, time } of stamps) {
    const before = early.get(path)
    if (before !== undefined && before.size === size && before.time === time)
      known.push({ path, sha256: before.sha256, size })
    else if (size > maxBytes) known.push({ path, sha256: null, size })
    else rest.push(path)
  }
  return rest.length > MAX_NAMED
    ? { known: known.filter(({ sha256 }) => sha256 === null), rest: null }
    : { known, rest }
}

/** Reads files back during one push. */
interface EarlyReader {
  /** rclone has finished with a file. */
  sent(path: string): void
  /** The push has ended; only of one that succeeded anything is kept. Resolves when the last batch was read. */
  end(succeeded: boolean): Promise<void>
}

/** Starts to read what a push sends. */
export const readEarly = (
  destination: RcloneDestination,
  { runPath, proven }: Pick<PushRequest, 'runPath' | 'proven'>,
  deps: ToolDeps,
  io: AttemptIo,
): EarlyReader => {
  const target = rcloneTarget(destination, runPath)
  const digests = new Map<string, EarlyDigest>()
  const seen = new Set<string>()
  const repeated = new Set<string>()
  const meanBytes = proven === null ? 0 : proven.bytes / Math.max(1, proven.files)
  let waiting: string[] = []
  let reading: Promise<void> | null = null
  let hasStopped = false

  /** Runs a command on a list of files and gives its lines; false: it failed, and what it printed stands for nothing. */
  const lines = async (
    argv: readonly string[],
    paths: readonly string[],
    onLine: (line: string) => void,
  ): Promise<boolean> => {
    const end = await runTool(
      {
        tool: 'rclone',
        argv,
        input: paths.map((path) => `${path}\n`),
        onOutput: (record) => onLine(record.toString('utf8')),
      },
      deps,
      silentIo(io.signal),
    )
    return end.exitCode === 0 && !end.cancelled && !end.timedOut
  }

  const readBatch = async (paths: readonly string[]): Promise<boolean> => {
    const stamps = new Map<string, Stamp>()
    const isListed = await lines(rcloneStampsArgs(destination, target, true), paths, (line) => {
      const stamp = parseStamp(line)
      if (stamp !== null) stamps.set(stamp.path, stamp)
    })
    if (!isListed) return false
    const read: EarlyDigest[] = []
    const argv = rcloneDigestArgs(destination, target, { maxBytes: 0, files: true })
    const isRead = await lines(argv, paths, (line) => {
      const digest = parseRcloneDigest(line)
      const stamp = digest === null ? undefined : stamps.get(digest.path)
      if (digest !== null && digest.sha256 !== null && stamp !== undefined)
        read.push({ ...stamp, sha256: digest.sha256 })
    })
    if (isRead) for (const one of read) digests.set(one.path, one)
    return isRead
  }

  const next = (): void => {
    if (reading !== null || hasStopped) return
    if (waiting.length * meanBytes < BATCH_BYTES && waiting.length < BATCH_FILES) return
    const batch = waiting
    waiting = []
    reading = readBatch(batch)
      .catch(() => false)
      .then((isRead) => {
        reading = null
        // the proof reads everything then, and says what is wrong
        if (isRead) next()
        else hasStopped = true
      })
  }

  return {
    sent(path) {
      if (seen.has(path)) repeated.add(path)
      if (seen.has(path) || seen.size >= MAX_FILES) return
      seen.add(path)
      waiting.push(path)
      next()
    },
    async end(succeeded) {
      hasStopped = true
      await reading
      // what was sent twice in one push is left to the proof
      for (const path of repeated) digests.delete(path)
      if (!succeeded || digests.size === 0) return
      io.log.write('info', 'app', `${digests.size} files were read back while others were sent`)
      kept.set(keyOf(destination, runPath), { until: performance.now() + VALID_MS, digests })
    },
  }
}
