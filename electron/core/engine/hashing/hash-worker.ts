// Worker thread that computes the SHA-256 of local files, with one reused buffer and synchronous
// reads (three times as fast as a stream); past this computer's cache where that is asked for.
import { createHash } from 'node:crypto'
import { closeSync, constants, fstatSync, openSync, readSync, readlinkSync } from 'node:fs'
import { constants as system, setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { msg } from '../../../../shared/language/msg.ts'
import { errorCode, errorMessage } from '../../errors.ts'
import { IN_CLOUD, IN_CLOUD_WORDS, createCloudCheck } from '../../lib/cloud-files.ts'
import { DIRECT } from '../../lib/direct-reading.ts'
import { type FileIdentity, identityOf, isSameState } from '../../lib/file-identity.ts'
import { createReadingSpeed } from './reading-speed.ts'

/** A digest of a file, with the state of the file that it was computed from. */
export interface KnownDigest extends FileIdentity {
  readonly sha256: Uint8Array
}

export interface HashRequest {
  readonly id: number
  readonly paths: readonly string[]
  /** Digests by path, of which each spares reading a file that is still in exactly the state it was computed from. */
  readonly known: ReadonlyMap<string, KnownDigest>
  /** True: the bytes come from the medium, past the pages that this computer keeps of the file. */
  readonly direct: boolean
  /** True: a file that is reached through a link above it counts as changed (docs/security.md 1). */
  readonly refusesLinks: boolean
  /** True: it stops where the source turns out to be slow, so that it does not compete with the tool that reads it. */
  readonly yieldsToTool: boolean
  /** One Int32 that rises with every block that was read; null: nobody looks. */
  readonly activity: SharedArrayBuffer | null
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
   * state of the file; or `IN_CLOUD`.
   */
  | { readonly error: string; readonly message: string }

export interface HashAnswer {
  readonly id: number
  /** In the order of `paths`; shorter if the request was cancelled, or stopped by itself. */
  readonly files: readonly HashedFile[]
  /** It stopped by itself, because the source is slow. */
  readonly isSlow: boolean
}

/** Node has it; the type declarations of Node have not. */
declare const WebAssembly: {
  readonly Memory: new (limits: { initial: number; maximum: number }) => { buffer: ArrayBuffer }
}

const PAGES = 16
/**
 * 1 MiB that begins at a page: reading past the cache demands an aligned buffer, and a Buffer's address
 * is unknown. WebAssembly's memory is made of whole pages.
 */
const buffer = new Uint8Array(new WebAssembly.Memory({ initial: PAGES, maximum: PAGES }).buffer)
/** What a direct read is made of: no disk has larger blocks. */
const BLOCK = 4_096

/**
 * Bytes of one read. Linux fills what a direct read asks for behind the end of a file with zeros, which costs more than reading a
 * small file: it is asked for the blocks that the file has.
 */
const bytesPerRead = (size: number, direct: boolean): number =>
  direct ? Math.min(buffer.length, BLOCK * Math.max(1, Math.ceil(size / BLOCK))) : buffer.length

// a named pipe in the place of a file must not block the thread, and a symbolic link must not lead
// out of the run
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0)

/** Longer than the tick of a file system's clock (10 ms at most). */
const SETTLE_MS = 50

/** True where the system's own name for an open file is another one than that by which it was opened: a link led there. */
const isElsewhere = (fd: number, path: string): boolean =>
  process.platform === 'linux' &&
  !path.startsWith('/proc/') &&
  readlinkSync(`/proc/self/fd/${fd}`) !== path

const hashFile = (
  path: string,
  { direct, refusesLinks, known }: Pick<HashRequest, 'direct' | 'refusesLinks' | 'known'>,
  speed: ReturnType<typeof createReadingSpeed>,
  stopped: () => boolean,
  isInCloud: ReturnType<typeof createCloudCheck>,
): HashedFile | null => {
  let fd: number | null = null
  try {
    fd = speed.open(() => openSync(path, direct ? FLAGS | DIRECT : FLAGS))
    const file = fd
    const startedAt = Date.now()
    const before = fstatSync(fd)
    const length = bytesPerRead(before.size, direct)
    const read = (): number => speed.read(() => readSync(file, buffer, 0, length, null))
    if (!before.isFile()) return { error: 'CHANGED', message: msg`it is no longer a file` }
    if (refusesLinks && isElsewhere(fd, path))
      return { error: 'CHANGED', message: msg`it is reached through a link` }
    if (isInCloud(path, before)) return { error: IN_CLOUD, message: IN_CLOUD_WORDS }
    const settled = startedAt - before.ctimeMs > SETTLE_MS
    const digest = known.get(path)
    // a file that was written a moment ago may be written once more without a trace: it is read
    if (digest !== undefined && settled && isSameState(digest, identityOf(before)))
      return { ...digest, settled }
    const hash = createHash('sha256')
    let bytes = 0
    for (let got = read(); got > 0; got = read()) {
      if (stopped()) return null
      hash.update(got === buffer.length ? buffer : buffer.subarray(0, got))
      bytes += got
      // a direct read that begins behind a part of a block is refused: this was the end of the file
      if (direct && got < length) break
    }
    const after = fstatSync(fd)
    if (direct && bytes !== after.size)
      return { error: 'CHANGED', message: msg`another number of bytes was read than it has` }
    if (after.size !== before.size || after.mtimeMs !== before.mtimeMs) {
      return { error: 'CHANGED', message: msg`it changed while it was read` }
    }
    // the identity of before the read: a write during the read differs from it
    return {
      sha256: hash.digest(),
      ...identityOf(before),
      settled,
    }
  } catch (error) {
    return { error: errorCode(error), message: errorMessage(error) }
  } finally {
    if (fd !== null) closeSync(fd)
  }
}

// the acquisition, the tool, the queue and the window go first where cores are short. Linux sets the priority of this thread,
// other systems that of the whole process, which the acquisition still goes before
setPriority(system.priority.PRIORITY_BELOW_NORMAL)

parentPort?.on('message', (request: HashRequest) => {
  const { id, paths, yieldsToTool, activity, cancel } = request
  const flag = new Int32Array(cancel)
  const blocks = activity === null ? null : new Int32Array(activity)
  const speed = createReadingSpeed(() => performance.now())
  const isSlow = (): boolean => yieldsToTool && speed.isSlow()
  // asked before every block
  const stopped = (): boolean => {
    if (blocks !== null) Atomics.add(blocks, 0, 1)
    return Atomics.load(flag, 0) !== 0 || isSlow()
  }
  const isInCloud = createCloudCheck()
  const files: HashedFile[] = []
  for (const path of paths) {
    const file = stopped() ? null : hashFile(path, request, speed, stopped, isInCloud)
    if (file === null) break
    files.push(file)
  }
  const answer: HashAnswer = { id, files, isSlow: files.length < paths.length && isSlow() }
  parentPort?.postMessage(answer)
})
