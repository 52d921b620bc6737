// Proof, as this program's own comparison (docs/spec.md 5): what is known of one file on both sides -> its state.
import type { FileState, ProofLevel } from '../../../shared/model/model.ts'

export interface FileEvidence {
  /** Digest of the local bytes at the size and mtime of the row; null while unknown. */
  readonly local: Uint8Array | null
  readonly size: number
  /** Digest that the far side gave; null where it gave none. */
  readonly remote: Uint8Array | null
  /** Size that the far side gave; null where it gave none. */
  readonly remoteSize: number | null
}

const equal = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index])

/**
 * The state of a file that the far side has. null: cannot be judged yet, the local digest is still to come.
 * A digest that is not there is never a match and never a mismatch.
 */
export const compareFile = (evidence: FileEvidence): FileState | null => {
  const { local, remote, remoteSize, size } = evidence
  if (remoteSize !== null && remoteSize !== size) return 'mismatch'
  if (remote === null) return remoteSize === null ? 'sent' : 'size_only'
  if (local === null) return null
  return equal(local, remote) ? 'verified' : 'mismatch'
}

/** How many files of a run are in which state after a verify pass, as far as the verdict needs it. */
export interface PassCounts {
  /** Without what a person excluded. */
  readonly total: number
  readonly verified: number
  readonly mismatch: number
  readonly missing: number
  readonly changed: number
  readonly pending: number
  readonly vanished: number
  readonly failed: number
  readonly unproven: number
}

export type PassOutcome =
  | { readonly verdict: 'verified' }
  /** Sent, but the far side can give no digest for some files, or some were left out. */
  | { readonly verdict: 'unproven' }
  | { readonly verdict: 'mismatch' }
  /** Files changed or came while the run was being sent. */
  | { readonly verdict: 'changed' }
  | { readonly verdict: 'grown' }
  | { readonly verdict: 'vanished' }
  | { readonly verdict: 'failed' }
  /** Nothing is left that could be proven: that is no success of anything. */
  | { readonly verdict: 'empty' }

/**
 * What a verify pass says of the whole run. Order: first what sending again can cure, so that the other files are
 * finished before a run fails for one (docs/spec.md 3), then what a person must see. `cured` false: sending again was tried.
 */
export const passOutcome = (counts: PassCounts, resendLeft: boolean): PassOutcome => {
  if (counts.total === 0) return { verdict: 'empty' }
  const different = counts.mismatch + counts.missing
  if (different > 0 && resendLeft) return { verdict: 'mismatch' }
  if (counts.changed > 0) return { verdict: 'changed' }
  if (counts.pending > 0) return { verdict: 'grown' }
  if (different > 0) return { verdict: 'mismatch' }
  if (counts.vanished > 0) return { verdict: 'vanished' }
  if (counts.failed > 0) return { verdict: 'failed' }
  if (counts.unproven > 0 || counts.verified < counts.total) return { verdict: 'unproven' }
  return { verdict: 'verified' }
}

/** The level a run may claim: the weakest of its files. */
export const runProof = (counts: PassCounts, level: 'sha256' | 'read_back'): ProofLevel => {
  if (counts.total === 0) return 'none'
  if (counts.verified === counts.total) return level
  return counts.verified + counts.unproven === counts.total && counts.unproven > 0
    ? 'size_only'
    : 'none'
}
