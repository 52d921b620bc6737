// Compares the folder of a proven run with what was proven, and changes no state: finds late files and changed
// originals. Where only times or the inode moved, the file is hashed and its bytes decide (docs/spec.md 5).
import { join } from 'node:path'
import { msg } from '../../../../shared/language/msg.ts'
import { equalDigests } from '../../domain/file-proof.ts'
import type { KnownFile } from '../../files/file-row.ts'
import type { FileStore } from '../../files/file-store.ts'
import { isSameState } from '../../lib/file-identity.ts'
import { yieldToEventLoop } from '../../lib/yield.ts'
import type { ExclusionStore } from '../../queue/exclusion-store.ts'
import type { HashPool } from '../hashing/hash-pool.ts'
import type { HashedFile } from '../hashing/hash-worker.ts'
import type { ScanEntry } from './scan-worker.ts'
import { createRowFinder } from './scan.ts'
import { WalkError, walk } from './walk.ts'

interface CheckDeps {
  readonly files: FileStore
  readonly exclusions: Pick<ExclusionStore, 'rules'>
  readonly pool: Pick<HashPool, 'hash'>
  /** False: this core only reads, so a file that was hashed again is hashed by the next check too. */
  readonly mayWrite: boolean
  /** Called with the number of entries so far. */
  readonly onEntries?: (entries: number) => void
}

/** Some files: their number, and the names of the first. */
export interface FileSample {
  count: number
  readonly names: string[]
}

/** What the folder of a proven run holds now. */
export interface OriginalsCheck {
  /** Files that the run did not have when it was proven. */
  readonly late: FileSample
  /** Originals that are no longer what was proven. */
  readonly changed: FileSample
  /** Why the check could not be made, as a sentence; null: it was made. */
  readonly failed: string | null
}

const MAX_NAMED = 5
/** Files in one request to a hashing thread. */
const HASH_FILES = 64

const note = (sample: FileSample, path: string): void => {
  sample.count += 1
  if (sample.names.length < MAX_NAMED) sample.names.push(path)
}

/** States whose originals were proven: the file must be as its row says. */
const isProvenOriginal = ({ state }: KnownFile): boolean =>
  state === 'verified' || state === 'cleaned'

/**
 * Checks the run once. A file that is gone is no finding, since nothing of it is left to be lost. Resolves early, with
 * what was found so far, when `signal` is aborted.
 */
export const checkOriginals = async (
  job: { readonly id: number; readonly folder: string },
  deps: CheckDeps,
  signal: AbortSignal,
): Promise<OriginalsCheck> => {
  const { files, pool } = deps
  const rules = deps.exclusions.rules(job.id)
  const late: FileSample = { count: 0, names: [] }
  const changed: FileSample = { count: 0, names: [] }
  let failed: string | null = null
  /** Numbers of the rows whose files may have been written since their digest was taken. */
  const doubtful: number[] = []
  let nextExpected = 0
  let entriesSoFar = 0

  const compare = (entry: ScanEntry, row: KnownFile | null): void => {
    if (entry.kind === 'unreadable') {
      const isExcluded = row?.state === 'excluded' || rules.some((rule) => rule.matches(entry.path))
      if (!isExcluded) failed ??= msg`${entry.path} can't be read (${entry.code ?? ''}).`
    } else if (row === null) {
      if (!rules.some((rule) => rule.matches(entry.path))) note(late, entry.path)
    } else if (isProvenOriginal(row)) {
      if (entry.kind !== 'file' || entry.size !== row.size) note(changed, entry.path)
      else if (!isSameState(row, entry)) doubtful.push(row.seq)
    }
  }

  const decide = (row: KnownFile, answer: HashedFile): void => {
    if ('error' in answer) {
      if (answer.error === 'CHANGED') note(changed, row.path)
      else if (answer.error !== 'ENOENT' && answer.error !== 'ENOTDIR')
        failed ??= msg`${row.path} can't be read (${answer.error}).`
    } else if (row.sha256 === null || !equalDigests(answer.sha256, row.sha256)) {
      note(changed, row.path)
    } else if (deps.mayWrite) files.confirmDigest(job.id, { seq: row.seq, ...answer })
  }

  const hashDoubtful = async (): Promise<void> => {
    for (let i = 0; i < doubtful.length && !signal.aborted; i += HASH_FILES) {
      const rows = doubtful
        .slice(i, i + HASH_FILES)
        .flatMap((seq) => files.from(job.id, seq, 1))
        .filter(isProvenOriginal)
      const answers = await pool.hash(
        rows.map((row) => join(job.folder, row.path)),
        signal,
      )
      rows.forEach((row, index) => {
        const answer = answers[index]
        if (answer !== undefined) decide(row, answer)
      })
      await yieldToEventLoop()
    }
  }

  try {
    await walk(job.folder, signal, (entries) => {
      const rowOf = createRowFinder(files, job.id, nextExpected, entries.length)
      for (const entry of entries) {
        const row = rowOf(entry.path)
        if (row !== null) nextExpected = row.seq + 1
        compare(entry, row)
      }
      entriesSoFar += entries.length
      deps.onEntries?.(entriesSoFar)
    })
    await hashDoubtful()
  } catch (error) {
    if (!(error instanceof WalkError)) throw error
    failed = msg`${error.path} can't be read (${error.code}).`
  }
  return { late, changed, failed }
}
