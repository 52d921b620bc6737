// Words of a problem that depend on the state of its runs and of the destination: what is done now, what to do, who can act
// (docs/ux.md D6). Computed from the facts, so that no card promises what does not happen. Pure.
import { count, dateTime, timeOfDay } from './format.ts'
import { COMMON_MESSAGES } from './messages/common.ts'
import {
  CURRENT_ACTION_MESSAGES,
  NEXT_STEP_MESSAGES,
  PROBLEM_MESSAGES,
  WHO_LABELS,
} from './messages/problem.ts'
import type { Cause } from './model/list-rows.ts'
import { CHANGED_SINCE, ONLY_COPY_UNPROVEN, type ReasonText, reasonText } from './reasons.ts'

type Standing = Cause['standing']

/** What happens next by itself, if nobody acts. `recheck`: the check of a proven run is made again; `kept`: nothing, its proof stands. */
export type Course =
  'trying' | 'paused' | 'held' | 'retry' | 'probe' | 'click' | 'stopped' | 'recheck' | 'kept'

/** `standing`: of the runs with the problem; `paused`: everything is. */
export const courseOf = (standing: Standing, paused: boolean): Course => {
  const { runs, busy, held, retrying, proven, nextAt, hold } = standing
  if (busy > 0) return 'trying'
  if (runs > 0 && held === runs) return 'held'
  const isProven = hold === null && runs > 0 && proven === runs
  if (isProven && nextAt === null) return 'kept'
  // a hold that a probe lifts takes along the runs that failed for its reason
  const goesOn =
    isProven || (hold === null ? retrying > 0 && retrying === runs : hold.dueAt !== null)
  if (goesOn && paused) return 'paused'
  if (isProven) return 'recheck'
  if (hold !== null) return goesOn ? 'probe' : 'click'
  return goesOn ? 'retry' : 'stopped'
}

const stoppedText = (reason: string, standing: Standing): string => {
  const { runs, blocked, unproven, tries, maxAttempts } = standing
  if (reason === ONLY_COPY_UNPROVEN) return CURRENT_ACTION_MESSAGES.onlyCopy
  if (reason === CHANGED_SINCE) return CURRENT_ACTION_MESSAGES.provenKept
  if (blocked === runs) return CURRENT_ACTION_MESSAGES.blocked
  if (unproven === runs) return CURRENT_ACTION_MESSAGES.unproven
  return tries >= maxAttempts
    ? CURRENT_ACTION_MESSAGES.gaveUp(tries)
    : CURRENT_ACTION_MESSAGES.stopped
}

const nowText = (reason: string, standing: Standing, course: Course): string => {
  const { nextAt, hold, runs, tries, maxAttempts } = standing
  switch (course) {
    case 'trying':
      return CURRENT_ACTION_MESSAGES.trying
    case 'paused':
      return CURRENT_ACTION_MESSAGES.paused
    case 'held':
      return CURRENT_ACTION_MESSAGES.heldByYou
    case 'probe':
      return CURRENT_ACTION_MESSAGES.onHoldUntil(timeOfDay(hold?.dueAt ?? 0))
    case 'click':
      return CURRENT_ACTION_MESSAGES.onHold
    case 'retry':
      if (nextAt === null) return CURRENT_ACTION_MESSAGES.queued
      return runs === 1 && tries > 0
        ? CURRENT_ACTION_MESSAGES.nextTry(count(tries), count(maxAttempts), timeOfDay(nextAt))
        : CURRENT_ACTION_MESSAGES.nextTries(timeOfDay(nextAt))
    case 'recheck':
      return CURRENT_ACTION_MESSAGES.recheck(dateTime(nextAt ?? 0))
    case 'kept':
      return CURRENT_ACTION_MESSAGES.kept
    case 'stopped':
      return stoppedText(reason, standing)
  }
}

/** What follows the remedy: whether the run then goes on by itself, or which button has to be pressed. */
const afterRemedy = (
  { primary, who }: ReasonText,
  course: Course,
  button: string = who === 'wait' ? COMMON_MESSAGES.tryNow : PROBLEM_MESSAGES.retryOne,
): string => {
  if (course === 'stopped' || course === 'click')
    return primary === 'retry' ? NEXT_STEP_MESSAGES.press(button) : ''
  // a proven run has nothing to go on with
  return who === 'wait' || ['held', 'trying', 'recheck', 'kept'].includes(course)
    ? ''
    : NEXT_STEP_MESSAGES.byItself
}

/** Who can act: what would be tried again by itself needs a person where its tries are used up, or a person holds it. */
const whoCan = (who: ReasonText['who'], course: Course): keyof typeof WHO_LABELS => {
  if (who !== 'wait') return who
  if (course === 'held') return 'you'
  return course === 'stopped' || course === 'click' || course === 'kept' ? 'retry' : 'wait'
}

interface ProblemWords {
  /** Who can do something about it; null: the reason is not in the table. */
  readonly tag: string | null
  /** What the program does about it now. */
  readonly now: string
  /** What to do; null: the reason is not in the table. */
  readonly remedy: string | null
}

/**
 * The words of a problem as it stands; placeholders of the table are left in them. `button`: the first button of its card, which the
 * remedy names; left out: that of its reason.
 */
export const problemWords = (
  reason: string,
  standing: Standing,
  paused: boolean,
  button?: string,
): ProblemWords => {
  const text = reasonText(reason)
  const course = courseOf(standing, paused)
  const now = nowText(reason, standing, course)
  if (text === null) return { tag: null, now, remedy: null }
  const after = afterRemedy(text, course, button)
  return {
    tag: WHO_LABELS[whoCan(text.who, course)],
    now,
    remedy: after === '' ? text.remedy : `${text.remedy} ${after}`,
  }
}
