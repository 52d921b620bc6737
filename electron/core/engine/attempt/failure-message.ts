// From what a transport says to a Failure in the operator's words: one place that fills the reasons table.
import { errorMessage } from '../../errors.ts'
import { REASONS, fill } from '../../../../shared/reasons.ts'
import { TransportError, type TransportResult } from '../../transports/transport.ts'
import type { Failure, Outcome } from './outcome.ts'

/** A result that is not ok, or a thrown TransportError, as the engine keeps it. */
export const failureOf = (
  context: {
    readonly transport: { target(runPath: string): string }
    readonly job: { readonly runPath: string }
  },
  failed: TransportResult | TransportError,
): Failure => {
  if (failed instanceof TransportError) {
    return {
      kind: failed.errorKind,
      reason: failed.reason,
      message: failed.message,
      exitCode: failed.returncode,
      stderr: failed.stderr,
    }
  }
  const reason = failed.reason ?? 'unrecognised'
  return {
    kind: failed.errorKind ?? 'unknown',
    reason,
    message: fill(REASONS[reason].headline, { destination: context.transport.target('') }),
    exitCode: failed.returncode,
    stderr: failed.evidence === '' ? failed.stderr : failed.evidence,
  }
}

/** Names the first files of many in a sentence: `a.tif, b.tif and 3 more`. */
export const listNames = (paths: readonly string[], total: number): string =>
  total > paths.length ? `${paths.join(', ')} and ${total - paths.length} more` : paths.join(', ')

/** An error of ours in an attempt: told as it is, and tried again by the policy of what is not recognised. */
export const bugOutcome = (error: unknown): Outcome => {
  const message = `The attempt stopped on an error of ExLab Sync itself: ${errorMessage(error)}`
  return {
    next: 'failed',
    repeat: 'push',
    failure: { kind: 'unknown', reason: 'unrecognised', message, exitCode: null, stderr: '' },
  }
}
