// The result of an attempt as one union. Steps return it; only settle.ts turns it into a job's next
// state.
import type { KeptFile } from '../../queue/verify-pass-store.ts'
import type { Reason } from '../../../../shared/reasons.ts'
import type { LastError, ProofLevel, TransportErrorKind } from '../../../../shared/model/model.ts'

/** The remote does not have the folder of a run. */
export const COPY_GONE = 'remote_path_missing' satisfies Reason

export interface Failure {
  /** null: the program could not be started. */
  readonly kind: TransportErrorKind | null
  /**
   * A key of shared/reasons.ts, or one that this program's own checks before sending use
   * (`name_not_provable`).
   */
  readonly reason: string
  /** One plain sentence that names what it is about. */
  readonly message: string
  readonly exitCode: number | null
  readonly stderr: string
  /** The words in `stderr` that decided the reason; '' where something else did. Not set where no tool was involved. */
  readonly phrase?: LastError['phrase']
}

export type Outcome =
  /**
   * `fault`: single files could not be sent; the other files are proven before the run fails
   * (docs/spec.md 3).
   */
  | { readonly next: 'pushed'; readonly exitCode: number | null; readonly fault: Failure | null }
  | {
      readonly next: 'verified'
      readonly proof: ProofLevel
      readonly exitCode: number | null
      /** Program and version that gave the remote digests. */
      readonly tools: string
      /** What the run says beside its proof: its records are not safe. null or not set: nothing. */
      readonly note?: Failure | null
    }
  /**
   * The run was proven once more, but an interlock forbids deleting; `why` is a sentence for the
   * operator.
   */
  | {
      readonly next: 'cleanup_refused'
      readonly proof: ProofLevel
      readonly tools: string
      readonly why: string
    }
  /** The local files are deleted, except `keptFiles`. */
  | {
      readonly next: 'cleaned'
      readonly proof: ProofLevel
      readonly tools: string
      readonly keptFiles: readonly KeptFile[]
    }
  | { readonly next: 'unproven'; readonly proof: ProofLevel; readonly failure: Failure }
  /**
   * Files were added or changed while the run was being sent: they are sent, and no failure is
   * counted.
   */
  | { readonly next: 'new_files'; readonly files: number }
  | { readonly next: 'blocked'; readonly failure: Failure }
  /** Something lies at the run's place already: it is compared with the run before anything is sent. */
  | { readonly next: 'compare' }
  /** The destination is not what it was, or can't be used: it is held, and no failure is counted. */
  | { readonly next: 'held'; readonly failure: Failure }
  /** `repeat`: the phase that a further attempt begins with. */
  | { readonly next: 'failed'; readonly failure: Failure; readonly repeat: 'push' | 'verify' }
  /** No further attempt can succeed, whatever the retry policy of its kind allows. */
  | { readonly next: 'permanent_failure'; readonly failure: Failure }
  /** Stopped by our own signal: paused, cancelled or quitting. */
  | { readonly next: 'stopped' }

export const toLastError = (failure: Failure, attempt: number | null, at: number): LastError => ({
  ...failure,
  attempt,
  at,
})

/** A failed attempt; `repeat`: the phase that a further one begins with. */
export const failed = (failure: Failure, repeat: 'push' | 'verify'): Outcome => ({
  next: 'failed',
  failure,
  repeat,
})

/**
 * True where a verify pass could not look at the remote or at the originals, so that it says nothing
 * about the run. A folder that is not on the remote is a finding: the copy is gone.
 */
export const sawNothing = (outcome: Outcome): boolean =>
  outcome.next === 'held' ||
  (outcome.next === 'failed' &&
    outcome.repeat === 'verify' &&
    outcome.failure.kind !== 'hash_mismatch' &&
    outcome.failure.reason !== COPY_GONE)

/** A run that is not sent until a person acts. */
export const blocked = (reason: Failure['reason'], message: string): Outcome => ({
  next: 'blocked',
  failure: { kind: 'auth', reason, message, exitCode: null, stderr: '' },
})
