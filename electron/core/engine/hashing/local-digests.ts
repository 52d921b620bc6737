// Computes the missing local digests of a run's files in the background, while the tool sends, and stores them in the file rows.
// Where the source is slow it follows the tool instead of competing with it (docs/spec.md 5).
import { join } from 'node:path'
import { msg } from '../../../../shared/language/msg.ts'
import type { FileState } from '../../../../shared/model/model.ts'
import { type Database, transaction } from '../../db/database.ts'
import type { FileChange, KnownFile, LocalDigest, UnhashedFile } from '../../files/file-row.ts'
import type { FileStore } from '../../files/file-store.ts'
import type { HashPool } from './hash-pool.ts'
import type { HashedFile, KnownDigest } from './hash-worker.ts'
import type { SentFiles } from './sent-files.ts'

interface LocalDigestDeps {
  readonly db: Database
  readonly files: FileStore
  readonly pool: Pick<HashPool, 'hash' | 'hashAhead' | 'width'>
  /** Other jobs of the same run: what they have hashed is not read again. */
  readonly others: readonly number[]
  readonly onRows: () => void
  /** What the push beside it has sent. */
  readonly sent: SentFiles
  /** True while other programs need the processors. */
  readonly isBusy: () => boolean
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

/** A slow source has shown itself by then. */
const FOUND_MS = 1_000

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

/** States of files that are hashed. */
const isWanted = ({ state, sha256 }: KnownFile): boolean =>
  sha256 === null && !['vanished', 'skipped', 'excluded', 'cleaned'].includes(state)

/**
 * Hashes every file of the run that lacks a local SHA-256. Resumable, because finished digests are
 * in the rows.
 *
 * While the run is sent, files are read ahead of the tool where the source is fast. Where it is slow, one reader takes what has just
 * been sent, which lies in this computer's cache, and reads the rest when nothing is sent any more.
 */
export const hashLocalFiles = async (
  job: { readonly id: number; readonly folder: string },
  deps: LocalDigestDeps,
  signal: AbortSignal,
): Promise<LocalDigestOutcome> => {
  const { files, pool, sent } = deps
  let cursor: Cursor = { seq: -1, rows: [] }
  let fault: ReadFault | null = null
  let isSlow = false

  const nextBatch = (): UnhashedFile[] => {
    const batch: UnhashedFile[] = []
    let bytes = 0
    while (batch.length < BATCH_FILES && bytes < BATCH_BYTES) {
      if (cursor.rows.length === 0) cursor.rows = files.unhashed(job.id, cursor.seq, 500).reverse()
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
      files.setDigests(job.id, digests)
      files.setStates(job.id, changes)
    })
    deps.onRows()
  }

  const hash = async (batch: readonly UnhashedFile[]): Promise<void> => {
    const paths = batch.map((row) => join(job.folder, row.path))
    const known = knownDigests(batch, job, deps)
    if (isSlow || !sent.isSending()) return store(batch, await pool.hash(paths, signal, known))
    const answer = await pool.hashAhead(paths, signal, known)
    isSlow ||= answer.isSlow
    store(batch, answer.files)
  }

  /** One reader, and where the source and the processors allow it all others. */
  const readAhead = async (): Promise<void> => {
    const others: Promise<void>[] = []
    let running = 0
    const mayGoOn = (): boolean => !signal.aborted && !(isSlow && sent.isSending())
    const mayHelp = (): boolean => !isSlow && !deps.isBusy()
    const lane = async (isFirst: boolean): Promise<void> => {
      const mayRead = (): boolean => mayGoOn() && (isFirst || mayHelp())
      while (mayRead()) {
        const batch = nextBatch()
        if (batch.length === 0) return
        await hash(batch)
        if (isFirst) startOthers()
      }
    }
    const startOthers = (): void => {
      while (running < pool.width - 1 && mayGoOn() && mayHelp()) {
        running += 1
        const other = lane(false).finally(() => {
          running -= 1
        })
        // its error is that of all of them, at the end
        other.catch(() => undefined)
        others.push(other)
      }
    }
    // with a tool beside them the others wait until the first one has found the source fast, or has a large file to read
    if (!sent.isSending()) startOthers()
    const found = setTimeout(startOthers, FOUND_MS)
    try {
      await lane(true)
    } finally {
      clearTimeout(found)
    }
    await Promise.all(others)
  }

  /** Hashes what has just been sent, until nothing is sent any more. */
  const follow = async (): Promise<void> => {
    while (sent.isSending() && !signal.aborted) {
      const rows = sent.take().flatMap((path) => files.find(job.id, path) ?? [])
      for (const row of rows.filter(isWanted)) {
        if (!sent.isSending() || signal.aborted) break
        await hash([row])
      }
      await sent.moved(signal)
    }
  }

  await readAhead()
  if (isSlow && !signal.aborted) {
    await follow()
    cursor = { seq: -1, rows: [] }
    await readAhead()
  }
  return { complete: !signal.aborted, fault }
}
