// Outcomes of the checks of a destination and of a run's place on it (docs/spec.md 2a).
import { msg } from '../../../../shared/language/msg.ts'
import { isDestinationFault } from '../../../../shared/reasons.ts'
import { TransportError } from '../../transports/transport.ts'
import type { DestinationStore } from '../../queue/destination-store.ts'
import { hasClaimHere, isOwnCopy } from '../../destinations/own-copy.ts'
import type { AttemptContext } from './attempt-context.ts'
import { failureOf } from './failure-message.ts'
import { type Outcome, blocked, failed } from './outcome.ts'

/**
 * The outcome of a question to the destination that could not be answered, or whose answer stands
 * in the way. `repeat`: the phase that a further attempt begins with. Any other error is thrown.
 */
export const unansweredOutcome = (error: unknown, repeat: 'push' | 'verify'): Outcome => {
  if (!(error instanceof TransportError)) throw error
  if (error.cancelled) return { next: 'stopped' }
  const failure = failureOf(error)
  return isDestinationFault(error.reason) ? { next: 'held', failure } : failed(failure, repeat)
}

/** A run folder that is its own place on the NAS is never sent, proven or deleted. */
export const ownCopyOutcome = (job: {
  readonly folder: string
  readonly target: string
}): Outcome =>
  blocked(
    'own_copy',
    msg`${job.folder} and ${job.target} are one and the same folder, so there is no copy. Nothing was sent.`,
  )

/** A job whose copy would be that of another job of the run, at `other`. */
export const destinationsSame = (job: { readonly target: string }, other: string): Outcome =>
  blocked(
    'destinations_same',
    msg`${job.target} and ${other}, where this run goes too, are at one and the same destination: that would be one copy for both.`,
  )

/**
 * The outcome where the destination with that UUID is the one of another job of the run: one copy is never taken for two
 * (docs/spec.md 2b). null: it is another one.
 */
export const refuseTwin = (
  job: { readonly id: number; readonly target: string },
  uuid: string,
  { destinations }: { readonly destinations: Pick<DestinationStore, 'twinOf'> },
): Outcome | null => {
  const twin = destinations.twinOf(job.id, uuid)
  return twin === null ? null : destinationsSame(job, twin)
}

/** The outcome where the run folder is its own place on the NAS, or nobody could look; null: it is not. */
export const refuseOwnCopy = async ({
  job,
  transport,
  io,
}: AttemptContext): Promise<Outcome | null> => {
  if (!(await hasClaimHere(job.folder))) return null
  try {
    return (await isOwnCopy(job, transport, io)) ? ownCopyOutcome(job) : null
  } catch (error) {
    return unansweredOutcome(error, 'verify')
  }
}
