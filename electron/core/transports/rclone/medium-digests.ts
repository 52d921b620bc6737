// Digests of a remote that is a folder of this computer: a local disk, a mounted share, a USB disk. Its files are read past
// this computer's cache, which would answer with what was written and not with what is stored (docs/spec.md 5).
import type { ReadMedium } from '../read-medium.ts'
import type { Dirent } from 'node:fs'
import { opendir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { REASONS, type Reason, headlineOf } from '../../../../shared/reasons.ts'
import { errorCode, errorMessage } from '../../errors.ts'
import { mediumReading } from '../../lib/direct-reading.ts'
import { type ToolDeps, runTool } from '../run-tool.ts'
import { type AttemptIo, type RemoteDigest, TransportError, silentIo } from '../transport.ts'

/** Files in one request to a hashing thread, and requests under way at once. */
const REQUEST_FILES = 64
const REQUESTS = 8

/** Codes of a file that cannot be read past the cache; it may be read otherwise, which proves nothing. */
const NOT_DIRECT: ReadonlySet<string> = new Set(['EINVAL', 'EOPNOTSUPP', 'ENOTSUP', 'CHANGED'])
/**
 * Codes of a file whose medium is damaged. A share that went away answers the same: it is the fault of the file only where
 * others can be read.
 */
const DAMAGED: ReadonlySet<string> = new Set(['EIO', 'EUCLEAN', 'EBADMSG'])
const GONE: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR'])

const REASON_BY_CODE: Readonly<Record<string, Reason>> = {
  ENOENT: 'remote_path_missing',
  ENOTDIR: 'remote_path_missing',
  EACCES: 'remote_permission_denied',
  EPERM: 'remote_permission_denied',
}

const faultOf = (destination: string, code: string, message: string): TransportError => {
  const reason = REASON_BY_CODE[code] ?? 'remote_storage_error'
  return new TransportError(headlineOf(reason, destination), {
    errorKind: REASONS[reason].kind,
    reason,
    stderr: message,
  })
}

/** Paths of the regular files below a folder, relative to it, forward slashes; links are left out, as rclone does. */
async function* filesBelow(folder: string, relative = ''): AsyncGenerator<string> {
  let entries: AsyncIterable<Dirent>
  try {
    entries = await opendir(join(folder, relative), { bufferSize: 256 })
  } catch (error) {
    // a folder that went away during the walk lists nothing
    if (relative !== '' && GONE.has(errorCode(error))) return
    throw error
  }
  for await (const entry of entries) {
    const path = relative === '' ? entry.name : `${relative}/${entry.name}`
    if (entry.isDirectory()) yield* filesBelow(folder, path)
    else if (entry.isFile()) yield path
  }
}

/** Has Linux write what it keeps of the folder's volume to the medium: at once for all files is quick. */
const flush = async (folder: string, deps: ToolDeps, io: AttemptIo): Promise<void> => {
  try {
    const argv = ['-f', '--', folder]
    await runTool({ tool: 'sync', argv, input: null }, deps, silentIo(io.signal))
  } catch (error) {
    // without the program, each file is written before it is read past the cache
    io.log.write('notice', 'app', `the volume could not be flushed at once: ${errorMessage(error)}`)
  }
}

interface MediumDeps {
  readonly tools: ToolDeps
  readonly readMedium: ReadMedium
  /** The destination's name in messages. */
  readonly destination: string
}

/** Rejects when `signal` stops the work, or `moved` answers the same for `idleMs`: a share that hangs never answers. */
const watch = (
  moved: () => number,
  destination: string,
  idleMs: number,
  signal: AbortSignal,
): { readonly failed: Promise<never>; end(): void } => {
  let last = moved()
  let since = performance.now()
  let end = (): void => undefined
  const failed = new Promise<never>((_, reject) => {
    const stop = (): void =>
      reject(
        new TransportError('stopped', { errorKind: null, reason: 'interrupted', cancelled: true }),
      )
    const look = (): void => {
      const now = moved()
      if (now !== last) since = performance.now()
      last = now
      if (performance.now() - since < idleMs) return
      reject(
        new TransportError(headlineOf('connection_timeout', destination), {
          errorKind: REASONS.connection_timeout.kind,
          reason: 'connection_timeout',
          stderr: 'a mounted folder did not answer for too long',
        }),
      )
    }
    const timer = setInterval(look, Math.min(1_000, idleMs / 2))
    end = () => {
      clearInterval(timer)
      signal.removeEventListener('abort', stop)
    }
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) stop()
  })
  failed.catch(() => undefined)
  return { failed, end }
}

/**
 * Digests of the files in a folder. Where the cache cannot be passed, files are listed without one. Answers whether all have
 * one. Throws TransportError where the folder cannot be listed, a file not be read, or nothing is read for too long.
 */
export const mediumDigests = async (
  folder: string,
  { tools, readMedium, destination }: MediumDeps,
  io: AttemptIo,
  onFile: (digest: RemoteDigest) => void,
): Promise<boolean> => {
  let isComplete = true
  let hasEnded = false
  let entries = 0
  // what a share that hung gives later belongs to no attempt any more
  const give = (digest: RemoteDigest): void => {
    if (!hasEnded) onFile(digest)
  }
  const activity = new SharedArrayBuffer(4)
  const blocks = new Int32Array(activity)
  const watching = watch(
    () => entries + Atomics.load(blocks, 0),
    destination,
    tools.inactivityMs,
    io.signal,
  )
  const unread = async (path: string): Promise<void> => {
    isComplete = false
    const found = await stat(join(folder, path)).catch(() => null)
    if (found !== null) give({ path, sha256: null, size: found.size })
  }
  const damaged: string[] = []
  let hasRead = false
  const read = async (
    reading: 'direct' | 'plain',
    paths: readonly string[],
    isLast = false,
  ): Promise<void> => {
    const files = paths.map((path) => join(folder, path))
    const answers = await readMedium(files, reading, activity, io.signal)
    for (const [index, answer] of answers.entries()) {
      const path = paths[index] ?? ''
      if ('sha256' in answer) {
        const sha256 = Buffer.from(answer.sha256).toString('hex')
        give({ path, sha256, size: answer.size })
        hasRead = true
      } else if (DAMAGED.has(answer.error) && !isLast) damaged.push(path)
      else if (DAMAGED.has(answer.error) && hasRead)
        give({ path, sha256: null, size: null, unread: answer.message })
      else if (NOT_DIRECT.has(answer.error)) await unread(path)
      else if (!GONE.has(answer.error)) throw faultOf(destination, answer.error, answer.message)
    }
  }
  const readAll = async (): Promise<void> => {
    const reading = await mediumReading(folder)
    if (reading === null) {
      for await (const path of filesBelow(folder)) {
        entries += 1
        await unread(path)
      }
      return
    }
    // a request without files starts a thread, which is there when the volume is flushed
    readMedium([], reading, activity, io.signal).catch(() => undefined)
    if (reading === 'direct' && process.platform === 'linux') await flush(folder, tools, io)
    const running = new Set<Promise<void>>()
    let batch: string[] = []
    const start = async (): Promise<void> => {
      const work = read(reading, batch)
      batch = []
      // a failure is thrown by the race or by the end, not as an unhandled rejection
      work.catch(() => undefined)
      running.add(work)
      void work.finally(() => running.delete(work)).catch(() => undefined)
      if (running.size >= REQUESTS) await Promise.race(running)
    }
    for await (const path of filesBelow(folder)) {
      entries += 1
      batch.push(path)
      if (batch.length >= REQUEST_FILES) await start()
      if (io.signal.aborted) return
    }
    if (batch.length > 0) await start()
    await Promise.all(running)
    for (const path of damaged) await read(reading, [path], true)
  }
  const work = readAll()
  work.catch(() => undefined)
  try {
    await Promise.race([work, watching.failed])
  } catch (error) {
    if (error instanceof TransportError) throw error
    throw faultOf(destination, errorCode(error), errorMessage(error))
  } finally {
    hasEnded = true
    watching.end()
  }
  return isComplete
}
