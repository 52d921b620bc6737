// Cause card: what happened, what it means, what happens now, what to do, who can, and the next action (docs/ux.md D6, D8).
import { ChevronRight } from 'lucide-react'
import type { ReactElement } from 'react'
import { bytes, count, dateTime, middle } from '../../../shared/format.ts'
import { filesText } from '../../../shared/messages/common.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import { KIND_NAMES } from '../../../shared/messages/problem.ts'
import { fullNoteText, noteText } from '../../../shared/messages/status.ts'
import type { Cause } from '../../../shared/model/list-rows.ts'
import type { JobSummary } from '../../../shared/model/model.ts'
import { placeName } from '../../../shared/place-name.ts'
import { problemWords } from '../../../shared/problem-words.ts'
import {
  CHANGED_SINCE,
  fill,
  reasonText,
  saysOnlyHeadline,
  spokenMessage,
} from '../../../shared/reasons.ts'
import { useApp } from '../../state/app-store.ts'
import { openFilesOf, showCause } from '../runs/runs-store.ts'
import { AnswerText } from './answer.tsx'
import { answerKey, useAnswers } from './answers-store.ts'
import { useCardActions } from './card-actions.tsx'
import { CardActions } from './card-buttons.tsx'

/** The output of the transfer program, with the deciding phrase marked. */
const MarkedOutput = ({
  text,
  phrase,
}: {
  readonly text: string
  readonly phrase: string
}): ReactElement => {
  const at = phrase === '' ? -1 : text.indexOf(phrase)
  if (at === -1) return <>{text === '' ? MESSAGES.noToolOutput : text}</>
  return (
    <>
      {text.slice(0, at)}
      <mark>{phrase}</mark>
      {text.slice(at + phrase.length)}
    </>
  )
}

/** `job` null: the card is about all runs of the cause. */
interface CardSubject {
  readonly cause: Cause
  readonly job: JobSummary | null
}

const Counts = ({ cause, job }: CardSubject): ReactElement => {
  const single = cause.runs === 1
  const text = `${filesText(cause.files)}, ${bytes(cause.bytes)}`
  return (
    <p className="counts">
      {cause.files === 0 ? null : single ? (
        <button
          type="button"
          className="link"
          onClick={() => void openFilesOf(cause.newest.jobId, cause.view)}
        >
          {text}
        </button>
      ) : (
        <span>{text}</span>
      )}{' '}
      {job !== null ? null : (
        <button type="button" className="link" onClick={() => showCause(cause.key)}>
          {single ? MESSAGES.inRun(cause.newest.run) : MESSAGES.inRuns(cause.runs)}
        </button>
      )}
      {cause.paths.length === 0 ? null : (
        <span className="mono muted paths">
          {cause.paths.map((path) => middle(path, 60)).join(', ')}
          {cause.files > cause.paths.length
            ? ` ${MESSAGES.moreLines(cause.files - cause.paths.length)}`
            : ''}
        </span>
      )}
    </p>
  )
}

export const Evidence = ({ cause }: { readonly cause: Cause }): ReactElement => {
  const { error } = cause
  return (
    <>
      <dl className="facts compact">
        <dt>{MESSAGES.kind}</dt>
        <dd>{error.kind === null ? MESSAGES.notStarted : KIND_NAMES[error.kind]}</dd>
        <dt>{MESSAGES.reason}</dt>
        <dd className="mono">{error.reason}</dd>
        <dt>{MESSAGES.exitCode}</dt>
        <dd className="mono">{error.exitCode ?? MESSAGES.none}</dd>
        <dt>{MESSAGES.attempt}</dt>
        <dd>{error.attempt === null ? MESSAGES.notFound : count(error.attempt)}</dd>
        <dt>{MESSAGES.when}</dt>
        <dd>{dateTime(error.at)}</dd>
      </dl>
      <pre className="stderr" tabIndex={0} aria-label={MESSAGES.toolOutput}>
        <MarkedOutput text={error.stderr} phrase={cause.phrase} />
      </pre>
    </>
  )
}

/** The output of the tool, folded. */
export const CauseEvidence = ({ cause }: { readonly cause: Cause }): ReactElement => (
  <details className="evidence">
    <summary>
      <ChevronRight size={14} aria-hidden />
      {MESSAGES.toolOutput}
    </summary>
    <Evidence cause={cause} />
  </details>
)

/** What it means, what happened, what happens now, what to do, and which files. */
export const CauseBody = ({
  cause,
  job,
  button,
}: CardSubject & {
  /** The label of the first button of the card. */
  readonly button: string
}): ReactElement => {
  const paused = useApp((state) => state.overview.paused)
  const { error } = cause
  const text = reasonText(cause.key.reason)
  const values = { destination: placeName(cause.destination) }
  // where the message only repeats the headline, the explanation takes its place
  const explained =
    text !== null && saysOnlyHeadline(cause.key.reason, error.message)
      ? text.explanation
      : spokenMessage(error)
  const standing =
    job === null || job.livePhase === null ? cause.standing : { ...cause.standing, busy: 1 }
  const words = problemWords(cause.key.reason, standing, paused, button)
  return (
    <>
      <p>{text === null ? MESSAGES.safe : fill(text.meaning, values)}</p>
      {text === null ? null : <p>{explained}</p>}
      <p>{words.now}</p>
      {words.remedy === null ? null : (
        <p>
          <strong>{MESSAGES.toDo}</strong>
          {fill(words.remedy, values)}
        </p>
      )}
      <Counts cause={cause} job={job} />
    </>
  )
}

/** The card in the details of a run: about that run alone. */
export const CauseCard = ({
  cause,
  job,
}: {
  readonly cause: Cause
  readonly job: JobSummary
}): ReactElement => {
  const now = useApp((state) => state.now)
  const paused = useApp((state) => state.overview.paused)
  const answer = useAnswers((state) => state.answers.get(answerKey(cause, job)) ?? null)
  const text = reasonText(cause.key.reason)
  const headline =
    text === null
      ? spokenMessage(cause.error)
      : fill(text.headline, { destination: placeName(cause.destination) })
  const { actions, dialogs } = useCardActions({ cause, job, text })
  const { tag } = problemWords(cause.key.reason, cause.standing, paused)
  const isProven = cause.standing.proven > 0 || cause.key.reason === CHANGED_SINCE
  const isBad = job.state === 'failed' || (text?.hold === null && text.who !== 'wait')
  return (
    <article
      className={`card tone-${isBad && !isProven ? 'danger' : 'warning'}`}
      aria-label={MESSAGES.problem}
      data-reason={cause.key.reason}
    >
      <header className="card-head">
        <h3 title={cause.destination}>{headline}</h3>
        {answer !== null ? (
          <AnswerText answer={answer} />
        ) : tag === null ? null : (
          <span className="tag">{tag}</span>
        )}
      </header>
      {job.ack === null ? null : (
        <p className="muted" title={fullNoteText(job.ack)}>
          {noteText(job.ack, now)}
        </p>
      )}
      {/* above the text, so that they are in sight in a low pane */}
      <CardActions
        cause={cause}
        job={job}
        actions={actions}
        withPrimary
        disabled={answer?.kind === 'trying' || answer?.kind === 'testing'}
      />
      <CauseBody cause={cause} job={job} button={actions.primary.label} />
      {dialogs}
    </article>
  )
}
