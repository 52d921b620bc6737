// File proof (docs/spec.md 5): compares one file's local and remote digest, and sums the files up
// to the outcome of a verify pass. Pure.
import type { FileState, ProofLevel } from '../../../shared/model/model.ts'

/** What is known of one file on both sides. */
interface FileEvidence {
  /** Digest of the local bytes at the size and mtime of the row; null while unknown. */
  readonly local: Uint8Array | null
  readonly size: number
  /** Digest that the remote gave; null where it gave none. */
  readonly remote: Uint8Array | null
  /** Size that the remote gave; null where it gave none. */
  readonly remoteSize: number | null
}

/** True where two digests are the same. */
export const equalDigests = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index])

/**
 * The state of a file that the remote has. null: it cannot be decided yet, because the local digest
 * is missing. A missing digest is never a match and never a mismatch.
 */
export const compareFile = (evidence: FileEvidence): FileState | null => {
  const { local, remote, remoteSize, size } = evidence
  if (remoteSize !== null && remoteSize !== size) return 'mismatch'
  if (remote === null) return remoteSize === null ? 'sent' : 'size_only'
  if (local === null) return null
  return equalDigests(local, remote) ? 'verified' : 'mismatch'
}

/** States of files that need no further proof: proven, or excluded by a person. */
export const PROVEN_FILE_STATES: readonly FileState[] = ['verified', 'cleaned', 'excluded']

/** Number of files that forbid a proven state of their run. Every file excluded: nothing is proven, which counts as one. */
export const unprovenFiles = (byState: Partial<Readonly<Record<FileState, number>>>): number => {
  const total = Object.values(byState).reduce((sum, n) => sum + n, 0)
  const settled = PROVEN_FILE_STATES.reduce((sum, state) => sum + (byState[state] ?? 0), 0)
  return total === (byState.excluded ?? 0) ? 1 : total - settled
}

/** Numbers of files of a run by their state after a verify pass. */
export interface PassCounts {
  /** Without the files that a person excluded. */
  readonly total: number
  readonly verified: number
  readonly mismatch: number
  readonly missing: number
  readonly changed: number
  readonly pending: number
  readonly vanished: number
  readonly failed: number
  /** Sent, and no digest of the copy could be had. */
  readonly unproven: number
  /** Entries that are no regular files: nothing of them is sent. */
  readonly leftOut: number
  /** Groups of files that are one name on the NAS. */
  readonly collisions: number
}

type PassOutcome =
  | { readonly outcome: 'verified' }
  /** Sent, but the remote gives no digest for some files, or some entries are no regular files. */
  | { readonly outcome: 'unproven' }
  | { readonly outcome: 'mismatch' }
  /** Files changed while the run was being sent. */
  | { readonly outcome: 'changed' }
  /** Files were added while the run was being sent. */
  | { readonly outcome: 'new_files' }
  /** Files of the run are one name on the NAS: sending again would overwrite one with the other. */
  | { readonly outcome: 'collision' }
  | { readonly outcome: 'vanished' }
  | { readonly outcome: 'failed' }
  /** Every file is excluded: with nothing to prove, the pass is no success. */
  | { readonly outcome: 'empty' }

/**
 * The outcome of a verify pass for the whole run. Faults that sending again can mend come first, so
 * that the other files are finished before a run fails for one (docs/spec.md 3), then those that a
 * person must see. `resendLeft` false: sending again was tried already.
 */
export const passOutcome = (counts: PassCounts, resendLeft: boolean): PassOutcome => {
  if (counts.total === 0) return { outcome: 'empty' }
  if (counts.collisions > 0) return { outcome: 'collision' }
  const different = counts.mismatch + counts.missing
  if (different > 0 && resendLeft) return { outcome: 'mismatch' }
  if (counts.changed > 0) return { outcome: 'changed' }
  if (counts.pending > 0) return { outcome: 'new_files' }
  if (different > 0) return { outcome: 'mismatch' }
  if (counts.vanished > 0) return { outcome: 'vanished' }
  if (counts.failed > 0) return { outcome: 'failed' }
  if (counts.unproven + counts.leftOut > 0 || counts.verified < counts.total)
    return { outcome: 'unproven' }
  return { outcome: 'verified' }
}

/** The proof level of a run: the weakest of its files. `level`: how this pass compared. */
export const runProof = (counts: PassCounts, level: 'sha256' | 'read_back'): ProofLevel => {
  if (counts.total === 0) return 'none'
  // what is left out says nothing about how the files were proven
  const files = counts.total - counts.leftOut
  if (counts.verified === files) return files === 0 ? 'none' : level
  return counts.verified + counts.unproven === files && counts.unproven > 0 ? 'size_only' : 'none'
}
