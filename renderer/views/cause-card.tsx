// One cause as a card: what happened, what it means, what happens now, what to do, who can, and the one next step (UX D6, D8).
import { ChevronRight, RotateCw } from 'lucide-react'
import type { ReactElement } from 'react'
import { filesText, runs } from '../../shared/catalogue/common.ts'
import { NOW, WHO } from '../../shared/catalogue/problem.ts'
import { causeReport } from '../../shared/catalogue/report.ts'
import { WORDS } from '../../shared/catalogue/words.ts'
import { bytes, count, dateTime, middle, timeOfDay } from '../../shared/format.ts'
import type { Cause } from '../../shared/lists.ts'
import type { JobSummary } from '../../shared/model.ts'
import { type ReasonWords, fill, wordsOf } from '../../shared/reasons.ts'
import { call } from '../bridge.ts'
import { CopyButton } from '../components/small.tsx'
import { resumeDestination, useApp } from '../store/app.ts'
import { testInstrument } from '../store/desk.ts'
import { retryFiles } from '../store/files.ts'
import { act, goTo, openFilesOf, showCause } from '../store/jobs.ts'
import { openLayer } from '../store/nav.ts'

/** What the app does about it at this moment. */
const nowText = (cause: Cause, job: JobSummary | null, time: number): string => {
  if (job === null) {
    const { holds } = useApp.getState().overview
    const hold = holds.find((one) => one.key === cause.key.destination)
    if (hold === undefined) return NOW.stopped
    return hold.dueAt === null ? NOW.onHold : NOW.onHoldUntil(timeOfDay(hold.dueAt))
  }
  const { failures, maxAttempts } = job
  if (job.state === 'queued' && job.held) return NOW.heldByYou
  if (job.state === 'queued' && job.dueAt !== null && job.dueAt > time)
    return NOW.nextTry(count(failures), count(maxAttempts), timeOfDay(job.dueAt))
  if (job.state === 'queued') return NOW.queued
  if (job.state === 'running' || job.livePhase !== null) return NOW.trying
  if (job.state === 'failed')
    return failures >= maxAttempts ? NOW.gaveUp(count(failures)) : NOW.stopped
  if (job.state === 'blocked') return NOW.blocked
  if (job.state === 'awaiting_verify') return NOW.unproven
  return NOW.nothing
}

/** The tool's lines with the words that decided marked. */
const Said = ({
  text,
  phrase,
}: {
  readonly text: string
  readonly phrase: string
}): ReactElement => {
  const at = phrase === '' ? -1 : text.indexOf(phrase)
  if (at === -1) return <>{text === '' ? WORDS.toolSaidNothing : text}</>
  return (
    <>
      {text.slice(0, at)}
      <mark>{phrase}</mark>
      {text.slice(at + phrase.length)}
    </>
  )
}

/** Does the next step for every run of the cause. */
const retryCause = async (cause: Cause, job: JobSummary | null): Promise<void> => {
  if (cause.key.destination !== '') await resumeDestination(cause.key.destination)
  if (job !== null || cause.runs === 1) return act([cause.newest.jobId], 'retry')
  const answer = await call('jobs.ids', { view: 'needs_you', search: '', cause: cause.key })
  return answer.ok ? act(answer.value.ids, 'retry') : undefined
}

const Primary = (props: {
  readonly cause: Cause
  readonly job: JobSummary | null
  readonly words: ReasonWords | null
}): ReactElement => {
  const { cause, job, words } = props
  const [instrument = ''] = cause.instruments
  const button = (label: string, run: () => void, icon = false): ReactElement => (
    <button type="button" className="button primary" onClick={run}>
      {icon ? <RotateCw size={14} aria-hidden /> : null}
      {label}
    </button>
  )
  if (words?.primary === 'trust_key')
    return button(WORDS.trustKey, () => openLayer({ kind: 'trust', instrument }))
  if (words?.primary === 'open_settings')
    return button(WORDS.openSettings, () => goTo({ kind: 'settings', section: instrument }))
  const retry = (): void => void retryCause(cause, job)
  if (cause.key.reason === 'remote_hash_unsupported')
    return button(WORDS.readBack, () => goTo({ kind: 'settings', section: 'verify' }))
  if (words?.primary === 'check_again') return button(WORDS.checkAgain, retry, true)
  return button(words?.who === 'wait' ? WORDS.tryNow : WORDS.retryOne, retry, true)
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
          {single ? WORDS.inRun(cause.newest.run) : WORDS.inRuns(cause.runs)}
        </button>
      )}
      {cause.paths.length === 0 ? null : (
        <span className="mono muted paths">
          {cause.paths.map((path) => middle(path, 60)).join(', ')}
          {cause.files > cause.paths.length
            ? ` ${WORDS.moreLines(cause.files - cause.paths.length)}`
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
        <dt>{WORDS.kind}</dt>
        <dd className="mono">{error.kind ?? WORDS.notStarted}</dd>
        <dt>{WORDS.reason}</dt>
        <dd className="mono">{error.reason}</dd>
        <dt>{WORDS.exitCode}</dt>
        <dd className="mono">{error.exitCode ?? WORDS.none}</dd>
        <dt>{WORDS.attempt}</dt>
        <dd>{error.attempt === null ? WORDS.notFound : count(error.attempt)}</dd>
        <dt>{WORDS.when}</dt>
        <dd>{dateTime(error.at)}</dd>
      </dl>
      <pre className="stderr" tabIndex={0} aria-label={WORDS.toolSaid}>
        <Said text={error.stderr} phrase={cause.phrase} />
      </pre>
    </>
  )
}

/** `job`: the card stands in that run's own details and speaks of it alone. */
export const CauseCard = (props: {
  readonly cause: Cause
  readonly job: JobSummary | null
  /** One line, where a run's own details are open. */
  readonly short?: boolean
}): ReactElement => {
  const { cause, job } = props
  const now = useApp((state) => state.now)
  const { error } = cause
  const words = wordsOf(cause.key.reason)
  const named = { destination: cause.destination }
  const headline = words === null ? error.message : fill(words.headline, named)
  // a fault without a file or a code of its own has nothing to add to its headline but the explanation
  const explained = words !== null && error.message === headline ? words.explanation : error.message
  const tone = words?.hold === null && words.who !== 'wait' ? 'danger' : 'warning'
  const ack = job?.ack ?? null
  const ids = job === null ? null : [job.id]
  const partly = job !== null && job.attention > 0 && job.attention < job.files.total
  if (props.short === true)
    return (
      <article
        className="card short tone-danger"
        aria-label={WORDS.problem}
        data-reason={cause.key.reason}
      >
        <h3>{headline}</h3>
        <Counts cause={{ ...cause, paths: [] }} job={null} />
      </article>
    )
  return (
    <article
      className={`card tone-${job?.state === 'failed' || job === null ? 'danger' : tone}`}
      aria-label={WORDS.problem}
      data-reason={cause.key.reason}
    >
      <header className="card-head">
        <h3>{headline}</h3>
        {words === null ? null : <span className="tag">{WHO[words.who]}</span>}
      </header>
      <p>{words === null ? WORDS.safe : fill(words.meaning, named)}</p>
      {words === null ? null : <p>{explained}</p>}
      <p>{nowText(cause, job, now)}</p>
      {words === null ? null : (
        <p>
          <strong>{WORDS.toDo}</strong>
          {fill(words.remedy, named)}
        </p>
      )}
      <Counts cause={cause} job={job} />
      {ack === null ? null : (
        <p className="muted">{WORDS.acknowledged(ack.by, ack.note, dateTime(ack.at))}</p>
      )}
      <div className="card-actions">
        <Primary cause={cause} job={job} words={words} />
        {words?.primary !== 'retry' && words !== null && words.primary !== 'check_again' ? (
          <button type="button" className="button" onClick={() => void retryCause(cause, job)}>
            {WORDS.retryOne}
          </button>
        ) : partly && job.actions.includes('retry') ? (
          <button
            type="button"
            className="button"
            title={WORDS.resendText(job.attention, job.files.total, bytes(cause.bytes))}
            onClick={() => void retryFiles(job.id, 'attention')}
          >
            {WORDS.resend(job.attention)}
          </button>
        ) : words?.hold === null || cause.instruments[0] === undefined ? null : (
          <button
            type="button"
            className="button"
            onClick={() => {
              goTo({ kind: 'destination', key: cause.key.destination })
              void testInstrument(cause.instruments[0] ?? '', 'test')
            }}
          >
            {WORDS.testConnection}
          </button>
        )}
        <CopyButton className="button" text={causeReport(cause)} label={WORDS.copyForIt} />
        <button
          type="button"
          className="button quiet"
          onClick={() => {
            void causeIds(cause, ids).then((jobs) =>
              openLayer({
                kind: 'acknowledge',
                jobs,
                what: cause.runs === 1 ? cause.newest.run : runs(cause.runs),
              }),
            )
          }}
        >
          {WORDS.acknowledge}
        </button>
      </div>
      {job === null ? (
        <details className="evidence">
          <summary>
            <ChevronRight size={14} aria-hidden />
            {WORDS.toolSaid}
          </summary>
          <Evidence cause={cause} />
        </details>
      ) : null}
    </article>
  )
}

/** Runs that a note is about: the one, or at most the thousand newest of the cause. */
const causeIds = async (cause: Cause, ids: number[] | null): Promise<number[]> => {
  if (ids !== null) return ids
  const answer = await call('jobs.ids', { view: 'needs_you', search: '', cause: cause.key })
  return answer.ok ? answer.value.ids : []
}
