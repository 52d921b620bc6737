// Brings the rows of a run up to date with its folder: new files appended, changed ones reset, those gone marked.
import type { FileState } from '../../../../shared/model/model.ts'
import { type Database, transaction } from '../../db/database.ts'
import type { ExclusionStore } from '../../queue/exclusion-store.ts'
import type { FileChange, KnownFile } from '../../files/file-row.ts'
import { ROWS_PER_TRANSACTION, type FileStore } from '../../files/file-store.ts'
import type { ScanEntry } from './scan-worker.ts'
import { walk } from './walk.ts'

export interface ScanDeps {
  readonly db: Database
  readonly files: FileStore
  readonly exclusions: ExclusionStore
  /** Why a name cannot be proven over this job's transport, or null (domain/sendable-names.ts). */
  readonly refuse: (entry: ScanEntry) => string | null
  /** Called after each batch. */
  readonly onRows: (rows: number) => void
}

export interface ScanOutcome {
  /** Regular files seen, without what is excluded. */
  readonly files: number
  readonly added: number
  readonly changed: number
  readonly vanished: number
  /** The first few names that the gate refuses, in words, and how many there are. */
  readonly refused: readonly string[]
  readonly refusedCount: number
}

const SKIPPED: Readonly<Record<'symlink' | 'special', string>> = {
  symlink: 'A symbolic link is not followed and not sent.',
  special: 'Not a regular file: not sent.',
}

const MAX_NAMED = 10

/** Rows that need no original. */
const LEFT: ReadonlySet<FileState> = new Set(['skipped', 'excluded', 'cleaned'])

/**
 * `sending`: before a push; a file that differs from its row is taken as it is now.
 * `resending`: as `sending`, of a run that was verified before: what was proven is never sent over by itself, so a file that
 * differs from its proof is marked changed. One that a person chose, or that is not proven, is taken as it is now.
 * `proving`: after a push; a file that differs is marked changed and keeps the digest that was sent.
 * `proven`: the run was verified before; as `proving`, and files that are gone locally are no fault.
 */
export type ScanMode = 'sending' | 'resending' | 'proving' | 'proven'

/** Where a run was verified before, what is proven needs none either. */
const PROVEN: ReadonlySet<FileState> = new Set([...LEFT, 'verified', 'changed'])

const SENDING: ReadonlySet<ScanMode> = new Set(['sending', 'resending'])

/** Walks the run folder once. Throws WalkError where it cannot be read. Memory: one bit per file. */
export const scanRun = async (
  job: { readonly id: number; readonly folder: string },
  mode: ScanMode,
  deps: ScanDeps,
  signal: AbortSignal,
): Promise<ScanOutcome> => {
  const { db, files, exclusions } = deps
  const rules = exclusions.rules(job.id)
  let next = files.nextSeq(job.id)
  const known = next
  const seen = new Uint8Array(Math.ceil(known / 8))
  const tally = { files: 0, added: 0, changed: 0, vanished: 0, refusedCount: 0 }
  const refused: string[] = []
  let met = 0
  let nextExpected = 0

  const set = (seq: number, state: FileState, lastError: string | null): void =>
    files.setStates(job.id, [{ seq, state, lastError }])

  const meet = (row: KnownFile, entry: ScanEntry): void => {
    met += 1
    seen[row.seq >> 3] = (seen[row.seq >> 3] ?? 0) | (1 << (row.seq & 7))
    if (row.state === 'excluded' || row.state === 'skipped') return
    // it was excluded, and is what no tool sends
    if (entry.kind !== 'file' && row.state === 'pending')
      return set(row.seq, 'skipped', SKIPPED[entry.kind])
    const same = row.size === entry.size && row.mtimeUs === entry.mtimeUs
    if (same && row.state === 'vanished') {
      set(row.seq, 'pending', null)
      tally.changed += 1
    } else if (same && row.state === 'changed' && !SENDING.has(mode)) {
      // put back as it was: the digests decide
      set(row.seq, 'sent', null)
    } else if (!same) {
      tally.changed += 1
      const kept = row.state === 'verified' || row.state === 'changed'
      if (mode === 'sending' || (mode === 'resending' && !kept))
        files.replaced(job.id, row.seq, entry.size, entry.mtimeUs, 'pending')
      else
        set(
          row.seq,
          'changed',
          mode === 'proving'
            ? 'Changed on this computer while the run was being sent.'
            : 'Changed on this computer since it was verified.',
        )
    }
  }

  /** Leaves an entry out where a person said so; false: nobody did. */
  const leaveOut = (entry: ScanEntry, row: KnownFile | null): boolean => {
    if (row !== null && row.state !== 'excluded') return false
    const rule = row === null ? rules.find((one) => one.matches(entry.path)) : undefined
    if (row === null && rule === undefined) return false
    if (row !== null) meet(row, entry)
    // two names that are not UTF-8 can look the same: one row stands for both
    else if (rule !== undefined && files.find(job.id, entry.path) === null) {
      files.append(job.id, next, { ...entry, skipped: null })
      exclusions.mark(job.id, next, rule)
      next += 1
      tally.added += 1
    }
    return true
  }

  const take = (entry: ScanEntry, row: KnownFile | null): void => {
    if (leaveOut(entry, row)) return
    const why = deps.refuse(entry)
    if (why !== null) {
      tally.refusedCount += 1
      if (refused.length < MAX_NAMED) refused.push(why)
      return
    }
    if (entry.kind === 'file') tally.files += 1
    if (row !== null) return meet(row, entry)
    const skipped = entry.kind === 'file' ? null : SKIPPED[entry.kind]
    files.append(job.id, next, {
      path: entry.path,
      size: entry.size,
      mtimeUs: entry.mtimeUs,
      skipped,
    })
    next += 1
    tally.added += 1
  }

  await walk(job.folder, signal, (entries) => {
    transaction(db, () => {
      const rowOf =
        known === 0 ? () => null : createRowFinder(files, job.id, nextExpected, entries.length)
      for (const entry of entries) {
        const row = rowOf(entry.path)
        if (row !== null) nextExpected = row.seq + 1
        take(entry, row)
      }
    })
    deps.onRows(tally.files)
  })
  if (!signal.aborted && mode !== 'proven' && met < known)
    tally.vanished = markVanished(job.id, known, seen, mode === 'resending' ? PROVEN : LEFT, deps)
  return { ...tally, refused }
}

/** Finds rows by path for a batch of the walk: the walk's order is that of the rows, so they are read together. */
const createRowFinder = (
  files: FileStore,
  jobId: number,
  from: number,
  count: number,
): ((path: string) => KnownFile | null) => {
  const expected = files.from(jobId, from, count)
  let at = 0
  return (path) => {
    if (expected[at]?.path !== path) return files.find(jobId, path)
    at += 1
    return expected[at - 1] ?? null
  }
}

/** Rows of before this walk that it did not meet. */
const markVanished = (
  jobId: number,
  known: number,
  seen: Uint8Array,
  spared: ReadonlySet<FileState>,
  { db, files }: ScanDeps,
): number => {
  let vanished = 0
  for (let from = 0; from < known; from += ROWS_PER_TRANSACTION) {
    const gone = files
      .from(jobId, from, Math.min(ROWS_PER_TRANSACTION, known - from))
      .filter((row) => ((seen[row.seq >> 3] ?? 0) & (1 << (row.seq & 7))) === 0)
      .filter((row) => !spared.has(row.state))
    const changes: FileChange[] = gone.map((row) => ({
      seq: row.seq,
      state: 'vanished',
      lastError: 'No longer in the run folder.',
    }))
    if (changes.length > 0) transaction(db, () => files.setStates(jobId, changes))
    vanished += changes.length
  }
  return vanished
}
