// Compares what lies at a run's place with the run, by names and sizes alone: most places of another
// run are told apart without a digest.
import { msg } from '../../../shared/language/msg.ts'
import type { FileStore } from '../files/file-store.ts'
import type { AttemptIo, Transport } from '../transports/transport.ts'
import { RECORDS_FOLDER } from '../wizard/records-folder.ts'
import { DESTINATION_RECORDS } from './records-folder.ts'
import { type RunClaim, claimPath, claimedBy, parseClaim } from './run-claim.ts'

/** What storage systems, desktops and this program put beside files, by folder or file name. */
const NOT_DATA =
  /^(?:@eaDir|#recycle|@Recycle|\.@__thumb|\.DS_Store|Thumbs\.db|desktop\.ini|\.rsync-partial|.*\.exlab-partial|\._.*|.*\.replaced-\d{8}-\d{6})$/

/** Names that a message gives. */
const MAX_NAMED = 5

interface PlaceContents {
  /** Data files that lie there. */
  readonly files: number
  /** Data files there that the run does not have in this size, and links, which no tool of this program makes. */
  readonly foreign: number
  /** The first names of them. */
  readonly named: readonly string[]
  /** A claim of another job; null: there is none. */
  readonly claim: RunClaim | null
  /** UUID of the job that made a claim there, also of one that cannot be read. */
  readonly claimedBy: string | null
}

/**
 * Lists a place and reads the claim of another job there. Files of the run that lie there in another
 * size are marked as different. Throws TransportError where nobody could look.
 */
export const lookAtPlace = async (
  job: { readonly id: number; readonly uuid: string; readonly runPath: string },
  files: Pick<FileStore, 'find' | 'setRemote'>,
  transport: Transport,
  io: AttemptIo,
): Promise<PlaceContents> => {
  let count = 0
  let foreign = 0
  const named: string[] = []
  let other: string | null = null
  await transport.remote.list({ path: job.runPath, recursive: true }, io, (entry) => {
    const parts = entry.path.split('/')
    const [top = ''] = parts
    if (top === RECORDS_FOLDER) {
      const uuid = parts.length === 2 ? claimedBy(parts[1] ?? '') : null
      if (uuid !== null && uuid !== job.uuid) other ??= uuid
      return
    }
    if (entry.kind === 'folder' && top !== DESTINATION_RECORDS) return
    if (parts.some((part) => NOT_DATA.test(part))) return
    count += 1
    const row = entry.kind === 'file' ? files.find(job.id, entry.path) : null
    if (row !== null && row.size === entry.size && row.state !== 'excluded') return
    foreign += 1
    if (row !== null && row.state !== 'excluded')
      files.setRemote(
        job.id,
        {
          seq: row.seq,
          state: 'mismatch',
          remote: null,
          remoteSize: entry.size,
          lastError: msg`Another file lies at its place on the NAS.`,
        },
        0,
      )
    if (named.length < MAX_NAMED) named.push(entry.path)
  })
  const text =
    other === null ? null : await transport.remote.read(claimPath(job.runPath, other), io)
  return {
    files: count,
    foreign,
    named,
    claim: text === null ? null : parseClaim(text),
    claimedBy: other,
  }
}

/** Who claimed a place, and when, within a sentence. */
export const claimedText = (claim: RunClaim): string =>
  msg`sent by ${claim.station} on ${claim.since.slice(0, 10)} at ${claim.since.slice(11, 16)} UTC from ${claim.source}`
