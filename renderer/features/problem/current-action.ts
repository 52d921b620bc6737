// What the program does about a problem now, in words, and whether it goes on by itself. Pure.
import { count, timeOfDay } from '../../../shared/format.ts'
import { CURRENT_ACTION_MESSAGES } from '../../../shared/messages/problem.ts'
import type { Cause } from '../../../shared/model/list-rows.ts'
import type { DestinationHold, JobSummary } from '../../../shared/model/model.ts'
import { ONLY_COPY_UNPROVEN, reasonText } from '../../../shared/reasons.ts'
import { isChangedSince } from '../../../shared/state-labels.ts'

type Holds = readonly DestinationHold[]

/** The hold that the runs of a cause wait for; null: none. */
const holdOf = (cause: Cause, holds: Holds): DestinationHold | null =>
  (reasonText(cause.key.reason)?.hold ?? null) === null
    ? null
    : (holds.find(({ instruments }) => instruments.some((id) => cause.instruments.includes(id))) ??
      null)

/** When the destination is asked again, after which even runs that failed go on; null: only somebody can make them. */
const askedAgainAt = (cause: Cause, holds: Holds): number | null =>
  holdOf(cause, holds)?.dueAt ?? null

/** True where "it will retry by itself" is true: an attempt is planned, or the destination is asked again. */
export const goesOnByItself = (cause: Cause, job: JobSummary | null, holds: Holds): boolean =>
  askedAgainAt(cause, holds) !== null ||
  (job !== null && (job.state === 'queued' || job.state === 'running') && !job.held)

/** `job`: the run that the card is about alone. */
export const currentActionText = (
  cause: Cause,
  job: JobSummary | null,
  holds: Holds,
  time: number,
): string => {
  if (cause.key.reason === ONLY_COPY_UNPROVEN && (job === null || job.livePhase === null))
    return CURRENT_ACTION_MESSAGES.onlyCopy
  const hold = holdOf(cause, holds)
  const askedAt = askedAgainAt(cause, holds)
  if (job === null) {
    if (hold === null) return CURRENT_ACTION_MESSAGES.stopped
    return askedAt === null
      ? CURRENT_ACTION_MESSAGES.onHold
      : CURRENT_ACTION_MESSAGES.onHoldUntil(timeOfDay(askedAt))
  }
  const { failures, maxAttempts } = job
  if (job.state === 'queued' && job.held) return CURRENT_ACTION_MESSAGES.heldByYou
  if (job.state === 'queued' && job.dueAt !== null && job.dueAt > time)
    return CURRENT_ACTION_MESSAGES.nextTry(
      count(failures),
      count(maxAttempts),
      timeOfDay(job.dueAt),
    )
  if (job.state === 'queued') return CURRENT_ACTION_MESSAGES.queued
  if (job.state === 'running' || job.livePhase !== null) return CURRENT_ACTION_MESSAGES.trying
  if (isChangedSince(job)) return CURRENT_ACTION_MESSAGES.provenKept
  if (job.state === 'failed' && askedAt !== null)
    return CURRENT_ACTION_MESSAGES.goesOn(timeOfDay(askedAt))
  if (job.state === 'failed')
    return failures >= maxAttempts
      ? CURRENT_ACTION_MESSAGES.gaveUp(count(failures))
      : CURRENT_ACTION_MESSAGES.stopped
  if (job.state === 'blocked') return CURRENT_ACTION_MESSAGES.blocked
  if (job.state === 'awaiting_verify') return CURRENT_ACTION_MESSAGES.unproven
  return CURRENT_ACTION_MESSAGES.nothing
}
