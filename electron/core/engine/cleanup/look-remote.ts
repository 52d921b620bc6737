// The remote side of a look: lists the copy of a run, and compares names and sizes with the files that were proven.
import type { FileStore } from '../../files/file-store.ts'
import { yieldToEventLoop } from '../../lib/yield.ts'
import type { Job } from '../../queue/job-row.ts'
import type { AttemptIo, RemoteDigest, Transport } from '../../transports/transport.ts'
import { listNames } from '../attempt/failure-message.ts'

/** One file of the remote: what the listing tells of it. */
type ListedFile = Pick<RemoteDigest, 'path' | 'sha256' | 'size'>

/** How a look reads the remote. Throws TransportError where the listing is not complete. */
interface RemoteLook {
  list(job: Job, io: AttemptIo, onBatch: (batch: readonly ListedFile[]) => void): Promise<void>
}

/**
 * Lists a run by the transport's list of digests, with nothing read back: a remote that gives no SHA-256 itself lists
 * sizes alone.
 */
export const remoteLookOf = (
  transport: Pick<Transport, 'digests'>,
  files: Pick<FileStore, 'sizes'>,
): RemoteLook => ({
  async list(job, io, onBatch) {
    await transport.digests(
      { runPath: job.runPath, files: files.sizes(job.id), maxStreamBytes: 0 },
      io,
      onBatch,
    )
  },
})

const MAX_NAMED = 5
/** Rows that are compared at once after the listing. */
const CHUNK = 2_000

/** Files of a copy that are not there, or not as they were proven. */
interface CopyFaults {
  readonly count: number
  /** The first names in a sentence. */
  readonly names: string
}

/**
 * Compares the copy with the proven files; null: every one of them is there. Files on the remote that the run does not
 * have say nothing about it. Memory: one bit for each file. Throws TransportError.
 */
export const lookAtCopy = async (
  job: Job,
  remote: RemoteLook,
  files: Pick<FileStore, 'find' | 'from' | 'nextSeq'>,
  io: AttemptIo,
  onFiles: (files: number) => void,
): Promise<CopyFaults | null> => {
  const end = files.nextSeq(job.id)
  // one bit for each row: its file is on the remote as it was proven
  const seen = new Uint8Array(Math.ceil(end / 8))
  let listed = 0
  await remote.list(job, io, (batch) => {
    for (const { path, sha256, size } of batch) {
      const row = files.find(job.id, path)
      if (row === null) continue
      const isSameSize = size === null || size === row.size
      const isSameDigest =
        sha256 === null || row.sha256 === null || sha256 === Buffer.from(row.sha256).toString('hex')
      if (isSameSize && isSameDigest)
        seen[row.seq >> 3] = (seen[row.seq >> 3] ?? 0) | (1 << (row.seq & 7))
    }
    listed += batch.length
    onFiles(listed)
  })
  let count = 0
  const names: string[] = []
  for (let from = 0; from < end && !io.signal.aborted; from += CHUNK) {
    await yieldToEventLoop()
    for (const { seq, path, state } of files.from(job.id, from, Math.min(CHUNK, end - from))) {
      if (state !== 'verified' && state !== 'cleaned') continue
      if (((seen[seq >> 3] ?? 0) & (1 << (seq & 7))) !== 0) continue
      count += 1
      if (names.length < MAX_NAMED) names.push(path)
    }
  }
  return count === 0 ? null : { count, names: listNames(names, count) }
}
