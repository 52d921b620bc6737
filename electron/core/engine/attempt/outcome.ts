// What an attempt came to, as one union; the engine settles it, an attempt never touches a job's state.
import type { KeptFile } from '../../queue/verify-pass-store.ts'
import type { LastError, ProofLevel, TransportErrorKind } from '../../../../shared/model/model.ts'

export interface Failure {
  /** null: the program could not be started (seed). */
  readonly kind: TransportErrorKind | null
  /** Of shared/reasons.ts, or the gate's own. */
  readonly reason: string
  /** One plain sentence that names what it is about. */
  readonly message: string
  readonly exitCode: number | null
  readonly stderr: string
  /** The words in `stderr` that decided the reason; '' where something else did. Not set where no tool was involved. */
  readonly phrase?: LastError['phrase']
}

export type Outcome =
  /** `fault`: single files could not be sent; the others go on to be proven first (docs/spec.md 3). */
  | { readonly next: 'pushed'; readonly exitCode: number | null; readonly fault: Failure | null }
  | {
      readonly next: 'verified'
      readonly proof: ProofLevel
      readonly exitCode: number | null
      /** What the pass was done with: program and version. */
      readonly tools: string
    }
  /** Proven once more, but an interlock speaks against deleting; `why` in words. */
  | {
      readonly next: 'kept'
      readonly proof: ProofLevel
      readonly tools: string
      readonly why: string
    }
  /** The local data is gone but for what is named. */
  | {
      readonly next: 'cleaned'
      readonly proof: ProofLevel
      readonly tools: string
      readonly keptFiles: readonly KeptFile[]
    }
  | { readonly next: 'unproven'; readonly proof: ProofLevel; readonly failure: Failure }
  /** Files came or changed while the run was sent: send those, without counting a failure. */
  | { readonly next: 'grown'; readonly files: number }
  | { readonly next: 'blocked'; readonly failure: Failure }
  /** `repeat`: which phase a further attempt begins with. */
  | { readonly next: 'failed'; readonly failure: Failure; readonly repeat: 'push' | 'verify' }
  /** Failed in a way that no further attempt can cure, whatever its kind allows. */
  | { readonly next: 'ended'; readonly failure: Failure }
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
