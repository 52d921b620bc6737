// Cause card: what happened, what it means, what happens now, what to do, who can, and the next action (docs/ux.md D6, D8).
import { ChevronRight } from 'lucide-react'
import type { ReactElement } from 'react'
import { bytes, count, dateTime, middle } from '../../../shared/format.ts'
import { filesText } from '../../../shared/messages/common.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import { WHO_LABELS } from '../../../shared/messages/problem.ts'
import { causeReport } from '../../../shared/messages/report.ts'
import type { Cause } from '../../../shared/model/list-rows.ts'
import type { JobSummary } from '../../../shared/model/model.ts'
import { CHANGED_SINCE, fill, reasonText } from '../../../shared/reasons.ts'
import { useApp } from '../../state/app-store.ts'
import { openFilesOf, showCause } from '../runs/runs-store.ts'
import { CardActions } from './card-actions.tsx'
import { currentActionText, goesOnByItself } from './current-action.ts'

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

const Counts = ({
  cause,
  job,
}: {
  readonly cause: Cause
  readonly job: JobSummary | null
}): ReactElement => {
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
        <dd className="mono">{error.kind ?? MESSAGES.notStarted}</dd>
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

/** `job`: the card is in that run's details and is about it alone. */
export const CauseCard = (props: {
  readonly cause: Cause
  readonly job: JobSummary | null
  /** One line; used while the details of a run are open. */
  readonly short?: boolean
}): ReactElement => {
  const { cause, job } = props
  const now = useApp((state) => state.now)
  const holds = useApp((state) => state.overview.holds)
  const { error } = cause
  const text = reasonText(cause.key.reason)
  const values = { destination: cause.destination }
  const headline = text === null ? error.message : fill(text.headline, values)
  // where the message only repeats the headline, the explanation takes its place
  const explained = text !== null && error.message === headline ? text.explanation : error.message
  const isChanged = cause.key.reason === CHANGED_SINCE
  const tone = text?.hold === null && text.who !== 'wait' ? 'danger' : 'warning'
  const ack = job?.ack ?? null
  const isTrue = text?.who !== 'wait' || goesOnByItself(cause, job, holds)
  const who = text !== null && isTrue ? text.who : null
  if (props.short === true)
    return (
      <article
        className={`card short tone-${isChanged ? 'warning' : 'danger'}`}
        aria-label={MESSAGES.problem}
        data-reason={cause.key.reason}
      >
        <h3>{headline}</h3>
        <Counts cause={{ ...cause, paths: [] }} job={null} />
      </article>
    )
  return (
    <article
      className={`card tone-${isChanged ? 'warning' : job?.state === 'failed' || job === null ? 'danger' : tone}`}
      aria-label={MESSAGES.problem}
      data-reason={cause.key.reason}
    >
      <header className="card-head">
        <h3>{headline}</h3>
        {who === null ? null : <span className="tag">{WHO_LABELS[who]}</span>}
      </header>
      <p>{text === null ? MESSAGES.safe : fill(text.meaning, values)}</p>
      {text === null ? null : <p>{explained}</p>}
      <p>{currentActionText(cause, job, holds, now)}</p>
      {text === null ? null : (
        <p>
          <strong>{MESSAGES.toDo}</strong>
          {fill(text.remedy, values)}
        </p>
      )}
      <Counts cause={cause} job={job} />
      {ack === null ? null : (
        <p className="muted">{MESSAGES.acknowledged(ack.by, ack.note, dateTime(ack.at))}</p>
      )}
      <CardActions cause={cause} job={job} text={text} report={causeReport(cause)} />
      {job === null ? (
        <details className="evidence">
          <summary>
            <ChevronRight size={14} aria-hidden />
            {MESSAGES.toolOutput}
          </summary>
          <Evidence cause={cause} />
        </details>
      ) : null}
    </article>
  )
}
