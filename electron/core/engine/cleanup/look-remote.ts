// The remote side of a look: lists the copy of a run, and compares names and sizes with the files that were proven.
import type { FileStore } from '../../files/file-store.ts'
import { yieldToEventLoop } from '../../lib/yield.ts'
import type { Job } from '../../queue/job-row.ts'
import type { AttemptIo, Transport } from '../../transports/transport.ts'
import { claimOf } from '../../destinations/run-claim.ts'
import { listNames } from '../attempt/failure-message.ts'

/** Lists a run's place. Throws TransportError where the listing is not complete. */
type ListPlace = (
  job: Job,
  io: AttemptIo,
  onFile: (path: string, size: number) => void,
) => Promise<void>

/** The listing of a transport: names and sizes. A folder that is not there has no files. */
export const remoteLookOf =
  (transport: Pick<Transport, 'remote'>): ListPlace =>
  async (job, io, onFile) => {
    const request = { path: job.runPath, recursive: true }
    await transport.remote.list(request, io, ({ kind, path, size }) => {
      if (kind === 'file' && size !== null) onFile(path, size)
    })
  }

/** Files of other names that are remembered, to be told from names that the NAS altered. */
const MAX_OTHERS = 100_000

const MAX_NAMED = 5
/** Rows that are compared at once after the listing. */
const CHUNK = 2_000

/** What a listing says of a copy. */
interface CopyLook {
  /** Files that are not there, or not as they were proven; null: there are none. `names`: the first in a sentence. */
  readonly faults: { readonly count: number; readonly names: string } | null
  /** UUIDs of the jobs whose claims stand at the place. */
  readonly claims: ReadonlySet<string>
}

/**
 * Compares the copy with the proven files. Files on the remote that the run does not have say nothing about it. Memory: one bit
 * for each file. Throws TransportError.
 */
export const lookAtCopy = async (
  job: Job,
  list: ListPlace,
  files: Pick<FileStore, 'find' | 'from' | 'nextSeq'>,
  io: AttemptIo,
  onFiles: (files: number) => void,
): Promise<CopyLook> => {
  const end = files.nextSeq(job.id)
  // one bit for each row: its file is on the remote as it was proven
  const seen = new Uint8Array(Math.ceil(end / 8))
  const others = new Map<string, number>()
  const claims = new Set<string>()
  let listed = 0
  await list(job, io, (path, size) => {
    const row = files.find(job.id, path)
    if (row === null) {
      const claim = claimOf(path)
      if (claim !== null) claims.add(claim)
      if (others.size < MAX_OTHERS) others.set(path, size)
    } else if (size === row.size)
      seen[row.seq >> 3] = (seen[row.seq >> 3] ?? 0) | (1 << (row.seq & 7))
    listed += 1
    onFiles(listed)
  })
  let count = 0
  const names: string[] = []
  for (let from = 0; from < end && !io.signal.aborted; from += CHUNK) {
    await yieldToEventLoop()
    for (const { seq, path, state, size, nasName } of files.from(
      job.id,
      from,
      Math.min(CHUNK, end - from),
    )) {
      if (state !== 'verified' && state !== 'cleaned') continue
      if (((seen[seq >> 3] ?? 0) & (1 << (seq & 7))) !== 0) continue
      if (nasName !== null && others.get(nasName) === size) continue
      count += 1
      if (names.length < MAX_NAMED) names.push(path)
    }
  }
  return { faults: count === 0 ? null : { count, names: listNames(names, count) }, claims }
}
