// Computes the missing local digests of a run's files in the background, while the tool sends, and
// stores them in the file rows.
import { join } from 'node:path'
import { msg } from '../../../../shared/language/msg.ts'
import type { FileState } from '../../../../shared/model/model.ts'
import { type Database, transaction } from '../../db/database.ts'
import type { FileChange, LocalDigest, UnhashedFile } from '../../files/file-row.ts'
import type { FileStore } from '../../files/file-store.ts'
import type { HashPool } from './hash-pool.ts'
import type { HashedFile, KnownDigest } from './hash-worker.ts'

interface LocalDigestDeps {
  readonly db: Database
  readonly files: FileStore
  readonly pool: HashPool
  /** Other jobs of the same run: what they have hashed is not read again. */
  readonly others: readonly number[]
  readonly onRows: () => void
}

/** A file that this computer cannot read; `code` is the system's. */
interface ReadFault {
  readonly code: string
  readonly path: string
  readonly message: string
}

export interface LocalDigestOutcome {
  /** False when it was stopped before the last file. */
  readonly complete: boolean
  /** The first file that could not be read, to name it as the cause; null: all could be read. */
  readonly fault: ReadFault | null
}

/**
 * Size of one request to the pool: large enough to outweigh its cost, small enough to stop soon and
 * share the threads.
 */
const BATCH_FILES = 64
const BATCH_BYTES = 64 << 20

interface Cursor {
  seq: number
  rows: UnhashedFile[]
}

/** Digests that other jobs of the run have of these files, by path. */
const knownDigests = (
  rows: readonly UnhashedFile[],
  { folder }: { readonly folder: string },
  { files, others }: LocalDigestDeps,
): ReadonlyMap<string, KnownDigest> =>
  new Map(
    others.flatMap((id) =>
      rows.flatMap(({ path }) => {
        const row = files.find(id, path)
        if (row === null) return []
        const { size, mtimeUs, ctimeUs, inode, sha256 } = row
        if (sha256 === null || ctimeUs === null || inode === null) return []
        return [[join(folder, path), { size, mtimeUs, ctimeUs, inode, sha256 }] as const]
      }),
    ),
  )

/**
 * Hashes every file of the run that lacks a local SHA-256. Resumable, because finished digests are
 * in the rows.
 */
export const hashLocalFiles = async (
  job: { readonly id: number; readonly folder: string },
  deps: LocalDigestDeps,
  signal: AbortSignal,
): Promise<LocalDigestOutcome> => {
  const cursor: Cursor = { seq: -1, rows: [] }
  let fault: ReadFault | null = null

  const nextBatch = (): UnhashedFile[] => {
    const batch: UnhashedFile[] = []
    let bytes = 0
    while (batch.length < BATCH_FILES && bytes < BATCH_BYTES) {
      if (cursor.rows.length === 0)
        cursor.rows = deps.files.unhashed(job.id, cursor.seq, 500).reverse()
      const row = cursor.rows.pop()
      if (row === undefined) break
      cursor.seq = row.seq
      batch.push(row)
      bytes += row.size
    }
    return batch
  }

  const store = (batch: readonly UnhashedFile[], answers: readonly HashedFile[]): void => {
    const digests: LocalDigest[] = []
    const changes: FileChange[] = []
    answers.forEach((answer, index) => {
      const row = batch[index]
      if (row === undefined) return
      if ('sha256' in answer) {
        digests.push({ seq: row.seq, ...answer })
      } else if (answer.error !== 'CHANGED') {
        // a file that changed during the read gets no digest; the next scan marks it changed
        const state: FileState = answer.error === 'ENOENT' ? 'vanished' : 'failed'
        const lastError = state === 'vanished' ? msg`No longer in the run folder.` : answer.message
        changes.push({ seq: row.seq, state, lastError })
        if (state === 'failed')
          fault ??= { code: answer.error, path: row.path, message: answer.message }
      }
    })
    transaction(deps.db, () => {
      deps.files.setDigests(job.id, digests)
      deps.files.setStates(job.id, changes)
    })
    deps.onRows()
  }

  const lane = async (): Promise<void> => {
    for (let batch = nextBatch(); batch.length > 0 && !signal.aborted; batch = nextBatch()) {
      const paths = batch.map((row) => join(job.folder, row.path))
      store(batch, await deps.pool.hash(paths, signal, knownDigests(batch, job, deps)))
    }
  }
  await Promise.all(Array.from({ length: deps.pool.width }, lane))
  return { complete: !signal.aborted, fault }
}
