// Sentences of the refusal of an action on a run: what the run is, and what can't be done with it. Whole sentences, because a code of
// a state or of an action is no word of a person.
import { msg } from '../../../../shared/language/msg.ts'
import type { JobAction, JobState } from '../../../../shared/model/model.ts'
import { isChangedSince, isOnNasOnly } from '../../../../shared/state-labels.ts'
import type { Job } from '../../queue/job-row.ts'

type Facts = Pick<Job, 'run' | 'state' | 'held' | 'lastError' | 'dueAt'>

/** In these a run that was paused goes on when it is resumed; in the others the pause means nothing. */
const UNFINISHED: ReadonlySet<JobState> = new Set(['queued', 'running', 'awaiting_verify'])

const stateSentence = (job: Facts): string => {
  const { run, state } = job
  if (isOnNasOnly(job)) return msg`Of ${run} only the copy on the NAS is left.`
  if (isChangedSince(job)) return msg`Originals of ${run} changed after they were proven.`
  if (job.held && UNFINISHED.has(state)) return msg`${run} was paused by somebody.`
  switch (state) {
    case 'queued':
      return msg`${run} waits to be sent.`
    case 'running':
      return msg`${run} is being sent.`
    case 'awaiting_verify':
      return job.dueAt === null
        ? msg`${run} is sent, but not proven.`
        : msg`${run} is being checked.`
    case 'verified':
    case 'cleanup_eligible':
      return msg`${run} is verified.`
    // both are said above where the data was deleted after a proof
    case 'cleaned':
      return msg`Of ${run} only the copy on the NAS is left.`
    case 'failed':
      return msg`${run} has failed.`
    case 'blocked':
      return msg`${run} is blocked.`
    case 'cancelled':
      return msg`${run} was cancelled.`
  }
}

const actionSentence = (action: JobAction): string => {
  switch (action) {
    case 'retry':
      return msg`Nothing of it can be sent again now.`
    case 'next':
    case 'earlier':
    case 'later':
      return msg`It has no place in the queue that could be changed.`
    case 'pause':
      return msg`There is nothing to pause.`
    case 'resume':
      return msg`There is nothing to resume.`
    case 'verify':
      return msg`It can't be verified again now.`
    case 'cancel':
      return msg`There is nothing to cancel.`
    case 'archive':
      return msg`It can be removed from the list only when nothing is under way any more.`
    case 'unarchive':
      return msg`It is on the list already.`
  }
}

/** Why an action can't be done with a run as it is now, for a person. */
export const actionRefusal = (job: Facts, action: JobAction): string =>
  `${stateSentence(job)} ${actionSentence(action)}`
