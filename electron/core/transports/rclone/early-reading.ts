// Reads files back while rclone still sends others, so that both directions of a link are used. What was read counts only where
// the list of the proof shows each file as it was when it was read (docs/spec.md 2).
import type { RcloneDestination } from '../../domain/config.ts'
import type { OverlapRules } from '../../domain/overlap.ts'
import { type ToolDeps, runTool } from '../run-tool.ts'
import type { ToolLine } from '../tool-line.ts'
import { type AttemptIo, type SendShape, silentIo } from '../transport.ts'
import { type EarlyDigest, type EarlyDigests, keepEarlyDigests } from './early-digests.ts'
import { rcloneDigestArgs, rcloneStampsArgs } from './rclone-list-args.ts'
import { type Stamp, parseRcloneDigest, parseStamp } from './rclone-output.ts'
import { rcloneSigns } from './rclone-progress.ts'
import type { Chain } from './rclone-remote.ts'

/** What is read, and how. */
interface EarlyRequest {
  readonly destination: RcloneDestination
  /** The run's place. */
  readonly place: Chain
  /** Files read at once. */
  readonly reads: number
  /** Larger files are not read. */
  readonly maxBytes: number
  readonly shape: SendShape
  readonly overlap: OverlapRules
}

/** Most files whose digests are kept in memory. */
const MAX_EARLY_FILES = 50_000

/** Files that are read by one program. */
interface Batch {
  /** Of all of them, once they were listed. */
  bytes: number
  /** Bytes that were read. */
  read: number
}

/** Reads files back during one push. */
export interface EarlyReader {
  /** rclone has finished with a file. */
  sent(path: string): void
  /** The push has ended; only of one that succeeded anything is kept. Resolves when nothing is read any more. */
  end(succeeded: boolean): Promise<void>
}

/** Starts to read what a push sends. */
export const readEarly = (
  { destination, place, reads, maxBytes, shape, overlap }: EarlyRequest,
  deps: ToolDeps,
  io: AttemptIo,
): EarlyReader => {
  const { target } = place.resolved
  const meanBytes = shape.bytes / Math.max(1, shape.files)
  const digests = new Map<string, EarlyDigest>()
  const seen = new Set<string>()
  const repeated = new Set<string>()
  const stop = new AbortController()
  const signal = AbortSignal.any([io.signal, stop.signal])
  let waiting: { readonly path: string; readonly from: number }[] = []
  const reading = new Set<Promise<void>>()
  const batches = new Set<Batch>()
  let hasEnded = false
  /** Everything is sent, and the batches that are being read are waited for. */
  let isAwaited = false
  let timer: NodeJS.Timeout | null = null

  const tell = (line: ToolLine, batch: Batch): void => {
    if (line.stats === null) return
    batch.read = line.stats.bytes
    if (!isAwaited) return
    const bytes = [...batches].reduce((sum, one) => sum + one.read, 0)
    io.onEvent({
      type: 'progress',
      bytes,
      totalBytes: null,
      rate: null,
      etaSeconds: null,
      active: [],
    })
  }

  /** Runs a command on a list of files and gives its lines; false: it failed, and what it printed stands for nothing. */
  const lines = async (
    argv: readonly string[],
    paths: readonly string[],
    batch: Batch,
    onRecord: (record: string) => void,
  ): Promise<boolean> => {
    const end = await runTool(
      {
        tool: 'rclone',
        argv,
        input: paths.map((path) => `${path}\n`),
        onOutput: (record) => onRecord(record.toString('utf8')),
        onLine: (line) => tell(line, batch),
        ...rcloneSigns(async () => false),
      },
      deps,
      silentIo(signal),
    )
    return end.exitCode === 0 && !end.cancelled && !end.timedOut
  }

  const readBatch = async (paths: readonly string[], batch: Batch): Promise<boolean> => {
    const stamps = new Map<string, Stamp>()
    const list = rcloneStampsArgs(destination, target, true)
    const isListed = await lines(list, paths, batch, (line) => {
      const stamp = parseStamp(line)
      if (stamp === null || stamp.size > maxBytes) return
      stamps.set(stamp.path, stamp)
      batch.bytes += stamp.size
    })
    if (!isListed || stamps.size === 0) return isListed
    const read: EarlyDigest[] = []
    const argv = rcloneDigestArgs(destination, target, { maxBytes, files: true, reads: 1 })
    const isRead = await lines(argv, [...stamps.keys()], batch, (line) => {
      const digest = parseRcloneDigest(line)
      const stamp = digest === null ? undefined : stamps.get(digest.path)
      if (digest !== null && digest.sha256 !== null && stamp !== undefined)
        read.push({ ...stamp, sha256: digest.sha256 })
    })
    if (isRead) for (const one of read) digests.set(one.path, one)
    return isRead
  }

  const read = async (paths: readonly string[]): Promise<void> => {
    const batch: Batch = { bytes: 0, read: 0 }
    batches.add(batch)
    const isRead = await readBatch(paths, batch).catch(() => false)
    batches.delete(batch)
    // the proof reads everything else, and says what is wrong
    if (!isRead) hasEnded = true
  }

  const next = (): void => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    if (reading.size >= reads || hasEnded || waiting.length === 0) return
    const now = performance.now()
    const batch = waiting.filter(({ from }) => from <= now)
    if (batch.length === 0 || batch.length * meanBytes < overlap.batchBytes) {
      const settles = waiting[batch.length]?.from
      if (settles !== undefined) timer = setTimeout(next, settles - now + 1)
      return
    }
    waiting = waiting.slice(batch.length)
    const one = read(batch.map(({ path }) => path)).finally(() => {
      reading.delete(one)
      next()
    })
    reading.add(one)
    next()
  }

  const results = (): EarlyDigests => {
    // what was sent twice in one push is left to the proof
    for (const path of repeated) digests.delete(path)
    return digests
  }

  return {
    sent(path) {
      if (seen.has(path)) repeated.add(path)
      if (seen.has(path) || seen.size >= MAX_EARLY_FILES) return
      seen.add(path)
      waiting.push({ path, from: performance.now() + overlap.settleMs })
      next()
    },
    async end(succeeded) {
      hasEnded = true
      if (timer !== null) clearTimeout(timer)
      if (!succeeded) stop.abort()
      else if (reading.size > 0) {
        const bytes = [...batches].reduce((sum, one) => sum + one.bytes, 0)
        io.onEvent({ type: 'reading_back', bytes })
        isAwaited = true
      }
      await Promise.all(reading)
      if (!succeeded || io.signal.aborted || results().size === 0) return
      io.log.write('info', 'app', `${digests.size} files were read back while others were sent`)
      keepEarlyDigests(place, digests)
    },
  }
}
