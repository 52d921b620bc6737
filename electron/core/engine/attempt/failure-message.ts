// Turns results and errors of a transport into the Failure that the engine stores with the job.
import { errorMessage } from '../../errors.ts'
import { TransportError, type TransportResult } from '../../transports/transport.ts'
import type { Failure, Outcome } from './outcome.ts'

/** A result that is not ok, or a thrown TransportError, as the engine stores it. */
export const failureOf = (failed: TransportResult | TransportError): Failure => {
  const { reason, message, phrase, returncode: exitCode } = failed
  if (failed instanceof TransportError)
    return {
      kind: failed.errorKind,
      reason: failed.reason,
      message,
      exitCode,
      stderr: failed.stderr,
      phrase,
    }
  return {
    kind: failed.errorKind ?? 'unknown',
    reason: reason ?? 'unrecognised',
    message,
    exitCode,
    stderr: failed.evidence,
    phrase,
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
