// Hashes originals again where a comparison rests on a digest that may be stale: before the remote is
// blamed for a difference, and before a file is verified that was written since it was hashed.
import { join } from 'node:path'
import { msg } from '../../../../../shared/language/msg.ts'
import type { FileState } from '../../../../../shared/model/model.ts'
import { equalDigests } from '../../../domain/file-proof.ts'
import { transaction } from '../../../db/database.ts'
import type { KnownFile } from '../../../files/file-row.ts'
import { ROWS_PER_TRANSACTION } from '../../../files/file-store.ts'
import { yieldToEventLoop } from '../../../lib/yield.ts'
import type { HashPool } from '../../hashing/hash-pool.ts'
import type { HashedFile } from '../../hashing/hash-worker.ts'
import type { AttemptContext, AttemptStores } from '../attempt-context.ts'
import { unreadable } from '../failure-message.ts'
import type { Failure } from '../outcome.ts'

interface RecheckDeps extends AttemptStores {
  readonly pool: Pick<HashPool, 'hash'>
}

/** Files in one request to a hashing thread. */
const REQUEST_FILES = 64

const CHANGED_SENDING = msg`Changed on this computer while the run was being sent.`
const CHANGED_SINCE = msg`Changed on this computer since it was verified.`
const BOTH_CHANGED = msg`Changed on this computer since it was verified, and the copy on the NAS differs too.`

/** The digest of the copy, where it is known. */
const remoteDigest = (row: KnownFile): Uint8Array | null =>
  row.state === 'verified' ? row.sha256 : row.remote

/**
 * Hashes the doubtful originals of a job after all of its files were compared, and corrects their
 * states. Call it with `pass`, the number of the verify pass. Answers the first original that could
 * not be read; null: all could.
 */
export const recheckOriginals = async (
  { job, io, progress }: AttemptContext,
  { db, files, pool }: RecheckDeps,
  pass: number,
): Promise<Failure | null> => {
  const wasProven = job.verifiedAt !== null
  let fault: Failure | null = null

  const set = (row: KnownFile, state: FileState, lastError: string): void =>
    files.setStates(job.id, [{ seq: row.seq, state, lastError }])
  const setChanged = (row: KnownFile): void => {
    const both = row.state === 'mismatch' ? BOTH_CHANGED : CHANGED_SINCE
    set(row, 'changed', wasProven ? both : CHANGED_SENDING)
  }

  const decide = (row: KnownFile, answer: HashedFile): void => {
    if ('error' in answer) {
      if (answer.error === 'CHANGED') return setChanged(row)
      if (answer.error !== 'ENOENT' && answer.error !== 'ENOTDIR') {
        fault ??= unreadable(row.path, answer.error, answer.message)
      } else if (!wasProven) set(row, 'vanished', msg`No longer in the run folder.`)
      return
    }
    if (answer.size !== row.size || answer.mtimeUs !== row.mtimeUs) return setChanged(row)
    const digest = { seq: row.seq, ...answer }
    // the digest holds for the file as it is now: what was compared with it stands
    if (row.sha256 !== null && equalDigests(answer.sha256, row.sha256))
      return files.setDigests(job.id, [digest])
    const remote = remoteDigest(row)
    if (remote === null || !equalDigests(answer.sha256, remote)) return setChanged(row)
    files.setDigests(job.id, [digest])
    files.setRemote(
      job.id,
      { seq: row.seq, state: 'verified', remote: null, remoteSize: null, lastError: null },
      pass,
    )
  }

  const hash = async (
    rows: readonly KnownFile[],
  ): Promise<(readonly [KnownFile, HashedFile])[]> => {
    const paths = rows.map((row) => join(job.folder, row.path))
    const answers = await pool.hash(paths, io.signal)
    return rows.flatMap((row, i) => {
      const answer = answers[i]
      return answer === undefined ? [] : [[row, answer] as const]
    })
  }

  const end = files.nextSeq(job.id)
  for (let from = 0; from < end && !io.signal.aborted; from += ROWS_PER_TRANSACTION) {
    const rows = files.doubtful(job.id, from, from + ROWS_PER_TRANSACTION)
    await yieldToEventLoop()
    const requests: KnownFile[][] = []
    for (let i = 0; i < rows.length; i += REQUEST_FILES)
      requests.push(rows.slice(i, i + REQUEST_FILES))
    const hashed = (await Promise.all(requests.map(hash))).flat()
    transaction(db, () => {
      for (const [row, answer] of hashed) decide(row, answer)
    })
    progress.rowsChanged()
  }
  return fault
}
