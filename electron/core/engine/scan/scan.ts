// Scan: brings a run's file rows up to date with its folder. New files are appended, changed ones
// reset or marked, missing ones marked vanished.
import { msg } from '../../../../shared/language/msg.ts'
import type { FileState } from '../../../../shared/model/model.ts'
import { type Database, transaction } from '../../db/database.ts'
import type { ExclusionStore } from '../../queue/exclusion-store.ts'
import type { FileChange, KnownFile } from '../../files/file-row.ts'
import { ROWS_PER_TRANSACTION, type FileStore } from '../../files/file-store.ts'
import { IN_CLOUD, IN_CLOUD_WORDS } from '../../lib/cloud-files.ts'
import { isSameState } from '../../lib/file-identity.ts'
import type { EmptyFolders, ScanEntry } from './scan-worker.ts'
import { WalkError, walk } from './walk.ts'

interface ScanDeps {
  readonly db: Database
  readonly files: FileStore
  readonly exclusions: ExclusionStore
  /** Why a name cannot be proven over this job's transport, or null (domain/sendable-names.ts). */
  readonly refuse: (entry: ScanEntry) => string | null
  /** Called after each batch with the number of regular files so far. */
  readonly onRows: (files: number) => void
}

export interface ScanOutcome {
  /** Regular files found, without excluded ones. */
  readonly files: number
  /** Bytes of the largest of them. */
  readonly largest: number
  /** Reasons for the first refused names, and the number of refused names. */
  readonly refused: readonly string[]
  readonly refusedCount: number
  /** Files with the size of their digest that may have been written since; a verify pass hashes them again. */
  readonly doubtful: number
  /** Folders and files that alone could not be read; their rows are `failed`, the others are sent and proven. */
  readonly unreadable: readonly UnreadableEntry[]
  /** Folders without an entry. */
  readonly empty: EmptyFolders
}

interface UnreadableEntry {
  readonly seq: number
  readonly path: string
  /** The system's error code. */
  readonly code: string
}

const SKIPPED_MESSAGES: Readonly<Record<'symlink' | 'special', string>> = {
  symlink: msg`A symbolic link: it is left out, because links are not followed.`,
  special: msg`No regular file (a pipe, socket or device): it is left out.`,
}

const unreadableMessage = (code: string): string =>
  code === IN_CLOUD
    ? IN_CLOUD_WORDS
    : msg`It can't be read on this computer (${code}), and nothing in it was sent.`

const MAX_NAMED = 10

/** States of rows that need no original. */
const NO_ORIGINAL: ReadonlySet<FileState> = new Set(['skipped', 'excluded', 'cleaned'])

/**
 * What a scan is for, which decides what happens to a file that differs from its row.
 * `sending`: before a push. The row is reset to the file as it is now.
 * `resending`: before a push of a run that was verified before. A proven copy is never overwritten
 * by itself, so a proven file is marked changed; where only its time moved, the next verify pass
 * hashes it again. A file that a person chose, or that is not proven, is reset as in `sending`.
 * `proving`: in a verify pass. The file is marked changed and its row keeps the digest that was
 * sent.
 * `proven`: in a verify pass of a run that was verified before. As `proving`, and missing originals
 * are no fault; where only the time of a file moved, its bytes decide.
 */
type ScanMode = 'sending' | 'resending' | 'proving' | 'proven'

/** As NO_ORIGINAL, for a run that was verified before: proven files need no original either. */
const PROVEN: ReadonlySet<FileState> = new Set([...NO_ORIGINAL, 'verified', 'changed'])

const SENDING: ReadonlySet<ScanMode> = new Set(['sending', 'resending'])
/** Modes for a run that was verified before. */
const WAS_PROVEN: ReadonlySet<ScanMode> = new Set(['resending', 'proven'])

/**
 * Walks the run folder once. Throws WalkError where it cannot be read, and ENOENT where it was made
 * anew and is another run's. Memory: one bit per file.
 */
export const scanRun = async (
  job: { readonly id: number; readonly folder: string; readonly folderReusedAt: number | null },
  mode: ScanMode,
  deps: ScanDeps,
  signal: AbortSignal,
): Promise<ScanOutcome> => {
  const { db, files, exclusions } = deps
  if (job.folderReusedAt !== null)
    throw new WalkError('ENOENT', job.folder, 'the folder was made anew and holds another run now')
  const rules = exclusions.rules(job.id)
  let next = files.nextSeq(job.id)
  const known = next
  // one bit per row: met by this walk
  const met = new Uint8Array(Math.ceil(known / 8))
  let regularFiles = 0
  let largest = 0
  let refusedCount = 0
  let doubtful = 0
  const refused: string[] = []
  const unreadable: UnreadableEntry[] = []
  let metCount = 0
  let nextExpected = 0

  const set = (seq: number, state: FileState, lastError: string | null): void =>
    files.setStates(job.id, [{ seq, state, lastError }])

  /** A proven file keeps its state: only a check of the originals says that it could not look. */
  const noteUnreadable = (
    seq: number,
    { path, code = '' }: ScanEntry,
    state: FileState | null,
  ): void => {
    if (state !== null && PROVEN.has(state)) return
    unreadable.push({ seq, path, code })
    set(seq, 'failed', unreadableMessage(code))
  }

  const updateRow = (row: KnownFile, entry: ScanEntry): void => {
    metCount += 1
    met[row.seq >> 3] = (met[row.seq >> 3] ?? 0) | (1 << (row.seq & 7))
    if (row.state === 'excluded' || row.state === 'skipped') return
    if (entry.kind === 'unreadable') return noteUnreadable(row.seq, entry, row.state)
    // the entry was excluded before and is included again, but no tool sends it
    if (entry.kind !== 'file' && row.state === 'pending')
      return set(row.seq, 'skipped', SKIPPED_MESSAGES[entry.kind])
    const isHashed = row.sha256 !== null
    const isProven = row.state === 'verified' || row.state === 'changed'
    // a time that moved says nothing about a file that was proven
    const onlyMoved = WAS_PROVEN.has(mode) && isProven && isHashed && row.size === entry.size
    const same = row.size === entry.size && (onlyMoved || row.mtimeUs === entry.mtimeUs)
    // only the bytes say whether the file is as it was when its digest was computed
    if (same && isHashed && (onlyMoved || !SENDING.has(mode)) && !isSameState(row, entry)) {
      doubtful += 1
      if (row.ctimeUs !== null || row.mtimeUs !== entry.mtimeUs)
        files.distrustDigest(job.id, row.seq, entry.mtimeUs)
    }
    if (same && row.state === 'vanished') {
      set(row.seq, 'pending', null)
    } else if (same && row.state === 'changed' && !SENDING.has(mode)) {
      // restored to what its row says: the digests decide
      set(row.seq, 'sent', null)
    } else if (!same) {
      // it came after the proof: no pass has seen a copy of it
      const isLate = WAS_PROVEN.has(mode) && row.seenPass === 0
      if (mode === 'sending' || (mode === 'resending' && !isProven) || isLate)
        files.replaced(job.id, row.seq, entry.size, entry.mtimeUs, 'pending')
      else
        set(
          row.seq,
          'changed',
          mode === 'proving'
            ? msg`Changed on this computer while the run was being sent.`
            : msg`Changed on this computer since it was verified.`,
        )
    }
  }

  /** Handles an entry that a person excluded; false: it is not excluded. */
  const handleExcluded = (entry: ScanEntry, row: KnownFile | null): boolean => {
    if (row !== null && row.state !== 'excluded') return false
    const rule = row === null ? rules.find((candidate) => candidate.matches(entry.path)) : undefined
    if (row === null && rule === undefined) return false
    if (row !== null) updateRow(row, entry)
    // two names that are not UTF-8 can look the same: they share a row
    else if (rule !== undefined && files.find(job.id, entry.path) === null) {
      files.append(job.id, next, { ...entry, skipped: null })
      exclusions.mark(job.id, next, rule)
      next += 1
    }
    return true
  }

  const handle = (entry: ScanEntry, row: KnownFile | null): void => {
    if (handleExcluded(entry, row)) return
    const why = deps.refuse(entry)
    if (why !== null) {
      refusedCount += 1
      if (refused.length < MAX_NAMED) refused.push(why)
      return
    }
    if (entry.kind === 'file') {
      regularFiles += 1
      largest = Math.max(largest, entry.size)
    }
    if (row !== null) return updateRow(row, entry)
    const skipped =
      entry.kind === 'symlink' || entry.kind === 'special' ? SKIPPED_MESSAGES[entry.kind] : null
    files.append(job.id, next, {
      path: entry.path,
      size: entry.size,
      mtimeUs: entry.mtimeUs,
      skipped,
    })
    if (entry.kind === 'unreadable') noteUnreadable(next, entry, null)
    next += 1
  }

  const empty = await walk(job.folder, signal, (entries) => {
    transaction(db, () => {
      const rowOf =
        known === 0 ? () => null : createRowFinder(files, job.id, nextExpected, entries.length)
      for (const entry of entries) {
        const row = rowOf(entry.path)
        if (row !== null) nextExpected = row.seq + 1
        handle(entry, row)
      }
    })
    deps.onRows(regularFiles)
  })
  if (!signal.aborted && mode !== 'proven' && metCount < known)
    markVanished(job.id, known, met, mode === 'resending' ? PROVEN : NO_ORIGINAL, unreadable, deps)
  return { files: regularFiles, largest, refused, refusedCount, doubtful, unreadable, empty }
}

/**
 * Finds rows by path for a batch of the walk. Walk and rows have the same order, so the expected
 * rows are read at once.
 */
export const createRowFinder = (
  files: FileStore,
  jobId: number,
  from: number,
  count: number,
): ((path: string) => KnownFile | null) => {
  const expected = files.from(jobId, from, count)
  let index = 0
  return (path) => {
    if (expected[index]?.path !== path) return files.find(jobId, path)
    index += 1
    return expected[index - 1] ?? null
  }
}

/** Whether a row stands for a folder that could not be listed when it was made. */
const wasUnreadable = ({ state, size, mtimeUs, sha256 }: KnownFile): boolean =>
  state === 'failed' && size === 0 && mtimeUs === 0 && sha256 === null

/**
 * Marks rows that existed before this walk and were not met by it. Of what lies in an unreadable folder nothing is known; a
 * folder that can be read now needs no row.
 */
const markVanished = (
  jobId: number,
  known: number,
  met: Uint8Array,
  exempt: ReadonlySet<FileState>,
  unreadable: readonly UnreadableEntry[],
  { db, files }: ScanDeps,
): void => {
  for (let from = 0; from < known; from += ROWS_PER_TRANSACTION) {
    const gone = files
      .from(jobId, from, Math.min(ROWS_PER_TRANSACTION, known - from))
      .filter((row) => ((met[row.seq >> 3] ?? 0) & (1 << (row.seq & 7))) === 0)
      .filter((row) => !exempt.has(row.state))
    const readableNow = gone.filter(wasUnreadable)
    if (readableNow.length > 0)
      transaction(db, () => {
        for (const row of readableNow) files.remove(jobId, row.seq)
      })
    const changes: FileChange[] = gone
      .filter((row) => !wasUnreadable(row))
      .map(({ seq, path }) => {
        const folder = unreadable.find((one) => path.startsWith(`${one.path}/`))
        return folder === undefined
          ? { seq, state: 'vanished', lastError: msg`No longer in the run folder.` }
          : { seq, state: 'failed', lastError: unreadableMessage(folder.code) }
      })
    if (changes.length > 0) transaction(db, () => files.setStates(jobId, changes))
  }
}
