// Digests of a remote that is a folder of this computer: a local disk, a mounted share, a USB disk. Its files are read past
// this computer's cache, which would answer with what was written and not with what is stored (docs/spec.md 5).
import type { Dirent } from 'node:fs'
import { opendir } from 'node:fs/promises'
import { join } from 'node:path'
import { REASONS, type Reason, headlineOf } from '../../../../shared/reasons.ts'
import { errorCode, errorMessage } from '../../errors.ts'
import { mediumReading } from '../../lib/direct-reading.ts'
import { type ToolDeps, runTool } from '../run-tool.ts'
import {
  type AttemptIo,
  type ReadMedium,
  type RemoteDigest,
  TransportError,
  silentIo,
} from '../transport.ts'

/** Files in one request to a hashing thread, and requests under way at once. */
const REQUEST_FILES = 64
const REQUESTS = 8

/** Codes of a file that cannot be read past the cache; it may be read otherwise, which proves nothing. */
const NOT_DIRECT: ReadonlySet<string> = new Set(['EINVAL', 'EOPNOTSUPP', 'ENOTSUP', 'CHANGED'])
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

/**
 * Digests of the files in a folder. Where the cache cannot be passed, files are listed without one. Answers whether all have
 * one. Throws TransportError where the folder cannot be listed or a file not be read.
 */
export const mediumDigests = async (
  folder: string,
  { tools, readMedium, destination }: MediumDeps,
  io: AttemptIo,
  onFile: (digest: RemoteDigest) => void,
): Promise<boolean> => {
  let isComplete = true
  const unread = (path: string): void => {
    isComplete = false
    onFile({ path, sha256: null, size: null })
  }
  const read = async (reading: 'direct' | 'plain', paths: readonly string[]): Promise<void> => {
    const answers = await readMedium(
      paths.map((path) => join(folder, path)),
      reading,
      io.signal,
    )
    answers.forEach((answer, index) => {
      const path = paths[index]
      if (path === undefined) return
      if ('sha256' in answer) {
        const sha256 = Buffer.from(answer.sha256).toString('hex')
        onFile({ path, sha256, size: answer.size })
      } else if (NOT_DIRECT.has(answer.error)) unread(path)
      else if (!GONE.has(answer.error)) throw faultOf(destination, answer.error, answer.message)
    })
  }
  try {
    const reading = mediumReading(folder)
    if (reading === null) {
      for await (const path of filesBelow(folder)) unread(path)
      return isComplete
    }
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
      batch.push(path)
      if (batch.length >= REQUEST_FILES) await start()
      if (io.signal.aborted) break
    }
    if (batch.length > 0) await start()
    await Promise.all(running)
  } catch (error) {
    if (error instanceof TransportError) throw error
    throw faultOf(destination, errorCode(error), errorMessage(error))
  }
  if (io.signal.aborted)
    throw new TransportError('stopped', { errorKind: null, reason: 'interrupted', cancelled: true })
  return isComplete
}
