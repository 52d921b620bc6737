// Worker thread that computes the SHA-256 of local files, with one reused buffer and synchronous
// reads (three times as fast as a stream).
import { createHash } from 'node:crypto'
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { errorCode, errorMessage } from '../../errors.ts'
import { type FileIdentity, identityOf } from '../../lib/file-identity.ts'

export interface HashRequest {
  readonly id: number
  readonly paths: readonly string[]
  /** One Int32; not 0: stop after the block that is being read. */
  readonly cancel: SharedArrayBuffer
}

export type HashedFile =
  | (FileIdentity & {
      readonly sha256: Uint8Array
      /**
       * False where the file was written right before it was read: a further write at the same tick
       * of the file system's clock would leave no trace in the change time.
       */
      readonly settled: boolean
    })
  /**
   * The system's code, or `CHANGED`: size or mtime changed during the read, so the digest fits no
   * state of the file.
   */
  | { readonly error: string; readonly message: string }

export interface HashAnswer {
  readonly id: number
  /** In the order of `paths`; shorter if the request was cancelled. */
  readonly files: readonly HashedFile[]
}

const buffer = Buffer.allocUnsafe(1 << 20)
// a named pipe in the place of a file must not block the thread, and a symbolic link must not lead
// out of the run
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0)

/** Longer than the tick of a file system's clock (10 ms at most). */
const SETTLE_MS = 50

const hashFile = (path: string, stopped: () => boolean): HashedFile | null => {
  let fd: number | null = null
  try {
    fd = openSync(path, FLAGS)
    const startedAt = Date.now()
    const before = fstatSync(fd)
    if (!before.isFile()) return { error: 'CHANGED', message: 'it is no longer a file' }
    const hash = createHash('sha256')
    for (let read = readSync(fd, buffer); read > 0; read = readSync(fd, buffer)) {
      if (stopped()) return null
      hash.update(read === buffer.length ? buffer : buffer.subarray(0, read))
    }
    const after = fstatSync(fd)
    if (after.size !== before.size || after.mtimeMs !== before.mtimeMs) {
      return { error: 'CHANGED', message: 'it changed while it was read' }
    }
    // the identity of before the read: a write during the read differs from it
    return {
      sha256: hash.digest(),
      ...identityOf(before),
      settled: startedAt - before.ctimeMs > SETTLE_MS,
    }
  } catch (error) {
    return { error: errorCode(error), message: errorMessage(error) }
  } finally {
    if (fd !== null) closeSync(fd)
  }
}

// the tool, the queue and the window go first where cores are short. Only Linux sets the priority
// of a single thread
if (process.platform === 'linux') setPriority(10)

parentPort?.on('message', ({ id, paths, cancel }: HashRequest) => {
  const flag = new Int32Array(cancel)
  const stopped = (): boolean => Atomics.load(flag, 0) !== 0
  const files: HashedFile[] = []
  for (const path of paths) {
    const file = stopped() ? null : hashFile(path, stopped)
    if (file === null) break
    files.push(file)
  }
  const answer: HashAnswer = { id, files }
  parentPort?.postMessage(answer)
})
