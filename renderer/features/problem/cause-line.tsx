// One line of a cause in the Needs you list: what, who, since when, how many wait, and its button; it opens in place
// (docs/ux.md D6).
import { ChevronDown, ChevronRight } from 'lucide-react'
import { type ReactElement, useId } from 'react'
import { dateTime, timeOrDay } from '../../../shared/format.ts'
import { runs } from '../../../shared/messages/common.ts'
import { CAUSE_LINE_MESSAGES } from '../../../shared/messages/problem.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import { fullNoteText, noteText } from '../../../shared/messages/status.ts'
import type { Cause } from '../../../shared/model/list-rows.ts'
import { placeName } from '../../../shared/place-name.ts'
import { CHANGED_SINCE, fill, reasonText, spokenMessage } from '../../../shared/reasons.ts'
import { problemWords } from '../../../shared/problem-words.ts'
import { useApp } from '../../state/app-store.ts'
import { AnswerText } from './answer.tsx'
import { answerKey, useAnswers } from './answers-store.ts'
import { useCardActions } from './card-actions.tsx'
import { CardActions, PrimaryButton } from './card-buttons.tsx'
import { CauseBody, CauseEvidence } from './cause-card.tsx'
import { setUnfolded, useCauses } from './causes-store.ts'

/** Who, which run, since when, how often, how many wait. */
const factsOf = (cause: Cause, now: number): string[] => {
  const { instruments, waiting, standing } = cause
  const known = cause.runs - cause.unacknowledged
  return [
    instruments.join(', '),
    cause.runs === 1 ? cause.newest.run : runs(cause.runs),
    CAUSE_LINE_MESSAGES.since(timeOrDay(cause.since, now)),
    ...(standing.tries > 0 ? [CAUSE_LINE_MESSAGES.tries(standing.tries)] : []),
    ...(waiting > 0 ? [CAUSE_LINE_MESSAGES.waiting(waiting)] : []),
    ...(known > 0 && known < cause.runs ? [CAUSE_LINE_MESSAGES.known(known)] : []),
  ]
}

export const CauseLine = ({ cause }: { readonly cause: Cause }): ReactElement => {
  const now = useApp((state) => state.now)
  const paused = useApp((state) => state.overview.paused)
  const key = answerKey(cause, null)
  const answer = useAnswers((state) => state.answers.get(key) ?? null)
  const isOpen = useCauses((state) => state.unfolded.get(key) === true)
  const isGone = useCauses((state) => state.gone.has(key))
  const body = useId()
  const text = reasonText(cause.key.reason)
  const headline =
    text === null
      ? spokenMessage(cause.error)
      : fill(text.headline, { destination: placeName(cause.destination) })
  const { actions, dialogs } = useCardActions({ cause, job: null, text })
  const { tag } = problemWords(cause.key.reason, cause.standing, paused)
  const isKnown = cause.unacknowledged === 0 && cause.ack !== null
  const isProven = cause.standing.proven === cause.standing.runs
  const isMild = isProven || cause.key.reason === CHANGED_SINCE
  // a cause that is gone is solved only when its answer says so: while it is tried again nobody knows
  const goneTone = answer?.kind === 'solved' ? 'success' : 'info'
  const Chevron = isOpen ? ChevronDown : ChevronRight
  return (
    <article
      className={`card cause tone-${isGone ? goneTone : isKnown ? 'neutral' : isMild ? 'warning' : 'danger'}`}
      aria-label={MESSAGES.problem}
      data-reason={cause.key.reason}
    >
      <div className="cause-line">
        <div className="cause-text">
          <h3>
            <button
              type="button"
              className="cause-open"
              aria-expanded={isOpen}
              aria-controls={body}
              title={`${headline} (${cause.destination})`}
              onClick={() => setUnfolded(key, !isOpen)}
            >
              <Chevron size={15} aria-hidden />
              <span className="clip">{headline}</span>
            </button>
          </h3>
          <p className="cause-facts clip" title={dateTime(cause.since)}>
            {factsOf(cause, now).join(' · ')}
          </p>
          {cause.ack === null || !isKnown ? null : (
            <p className="cause-facts clip" title={fullNoteText(cause.ack)}>
              {noteText(cause.ack, now)}
            </p>
          )}
        </div>
        {answer === null ? (
          tag === null ? null : (
            <span className="tag">{tag}</span>
          )
        ) : (
          <AnswerText answer={answer} />
        )}
        <PrimaryButton
          action={actions.primary}
          disabled={isGone || answer?.kind === 'trying' || answer?.kind === 'testing'}
        />
      </div>
      {isOpen ? (
        <div id={body} className="cause-body">
          <CauseBody cause={cause} job={null} button={actions.primary.label} />
          {isGone ? null : (
            <CardActions cause={cause} job={null} actions={actions} withPrimary={false} />
          )}
          <CauseEvidence cause={cause} />
        </div>
      ) : null}
      {dialogs}
    </article>
  )
}
