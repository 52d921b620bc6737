// The Problem tab: what happened, what it means, what happens now, what to do, and the tool's own words.
import { RotateCw } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import type { JobSummary, LastError } from '../../shared/model.ts'
import { fill, wordsOf } from '../../shared/reasons.ts'
import { CopyButton } from '../components/small.tsx'
import { toneOf } from '../components/state-mark.tsx'
import { count, dateTime, timeOfDay } from '../format.ts'
import { openConfig } from '../store/app.ts'
import { retryFiles } from '../store/files.ts'
import { act, reveal, setTab, useJobs } from '../store/jobs.ts'
import { TEXT, WHO, actionName } from '../words.ts'

/** What the app does about it at this moment. */
const now = (job: JobSummary, time: number): string => {
  const tries = `${count(job.failures)} of ${count(job.maxAttempts)}`
  if (job.state === 'queued' && job.held)
    return 'This run is held by you. It goes on when you resume it.'
  if (job.state === 'queued' && job.dueAt !== null && job.dueAt > time)
    return `Attempt ${tries} failed. Next try at ${timeOfDay(job.dueAt)}.`
  if (job.state === 'queued') return 'It is tried again when its turn comes.'
  if (job.state === 'running' || job.livePhase !== null) return 'It is being tried again now.'
  if (job.state === 'failed')
    return job.failures >= job.maxAttempts
      ? `Tried ${count(job.failures)} times; sending has stopped. Trying again starts a new series.`
      : 'Sending has stopped until someone acts.'
  if (job.state === 'blocked') return 'Nothing is sent until this is put right.'
  if (job.state === 'awaiting_verify') return 'The files are on the NAS, but they are not proven.'
  return 'Nothing is being done about it.'
}

/** Everything IT needs, as one block of text. */
export const reportOf = (job: JobSummary, error: LastError, destination: string): string =>
  [
    `Run: ${job.run} (${job.instrument})`,
    `Folder: ${job.folder}`,
    `Destination: ${destination}`,
    `State: ${job.state}, attempts ${job.attempts}`,
    `Problem: ${error.message}`,
    `Kind: ${error.kind ?? 'transport could not be started'}, reason: ${error.reason}, exit code: ${error.exitCode ?? 'none'}`,
    `When: ${new Date(error.at).toISOString()}`,
    '',
    error.stderr === '' ? '(the tool said nothing)' : error.stderr,
  ].join('\n')

export const ProblemTab = (props: {
  readonly job: JobSummary
  readonly destination: string
}): ReactElement | null => {
  const { job, destination } = props
  const [openedAt] = useState(() => Date.now())
  const error = job.lastError
  if (error === null) return null
  const words = wordsOf(error.reason)
  const named = { destination }
  const headline = words === null ? error.message : fill(words.headline, named)
  // a fault without a file or a code of its own has nothing to add to its headline but the explanation
  const explained = words !== null && error.message === headline ? words.explanation : error.message
  const canRetry = job.actions.includes('retry')
  return (
    <div className="scroll problem">
      <article className={`card tone-${toneOf(job)}`} aria-label={TEXT.problem}>
        <header className="card-head">
          <h3>{headline}</h3>
          {words === null ? null : <span className="tag">{WHO[words.who]}</span>}
        </header>
        {words === null ? null : <p>{explained}</p>}
        {words === null ? <p>{TEXT.originalsSafe}</p> : <p>{fill(words.meaning, named)}</p>}
        <p>{now(job, openedAt)}</p>
        {words === null ? null : (
          <p>
            <strong>What to do: </strong>
            {fill(words.remedy, named)}
          </p>
        )}
        {job.attention > 0 ? (
          <p>
            <button
              type="button"
              className="link"
              onClick={() => {
                setTab('files')
                useJobs.setState({ wantAttention: job.id })
              }}
            >
              {job.attention === 1 ? '1 file' : `${count(job.attention)} files`}
            </button>{' '}
            of {count(job.files.total)} need attention.
          </p>
        ) : null}
        <div className="card-actions">
          {words?.primary === 'open_settings' ? (
            <button type="button" className="button" onClick={openConfig}>
              {TEXT.openConfig}
            </button>
          ) : null}
          {canRetry ? (
            <button
              type="button"
              className="button primary"
              onClick={() => void act([job.id], 'retry')}
            >
              <RotateCw size={14} aria-hidden />
              {words?.primary === 'check_again' ? 'Check again' : actionName('retry')}
            </button>
          ) : null}
          {canRetry && job.attention > 0 && job.attention < job.files.total ? (
            <button
              type="button"
              className="button"
              onClick={() => void retryFiles(job.id, 'attention')}
            >
              {job.attention === 1 ? 'Re-send 1 file' : `Re-send ${count(job.attention)} files`}
            </button>
          ) : null}
          <button type="button" className="button" onClick={() => reveal(job.id)}>
            {TEXT.showFolder}
          </button>
          <CopyButton
            className="button"
            text={reportOf(job, error, destination)}
            label={TEXT.copyForIt}
          />
        </div>
      </article>
      <section className="said">
        <h3>{TEXT.toolSaid}</h3>
        <dl className="facts compact">
          <dt>Kind</dt>
          <dd className="mono">{error.kind ?? 'transport error'}</dd>
          <dt>Reason</dt>
          <dd className="mono">{error.reason}</dd>
          <dt>Exit code</dt>
          <dd className="mono">{error.exitCode ?? 'none'}</dd>
          <dt>Attempt</dt>
          <dd>{error.attempt === null ? 'none was made' : count(error.attempt)}</dd>
          <dt>When</dt>
          <dd>{dateTime(error.at)}</dd>
        </dl>
        <pre className="stderr" tabIndex={0} aria-label={TEXT.toolSaid}>
          {error.stderr === '' ? TEXT.toolSaidNothing : error.stderr}
        </pre>
      </section>
    </div>
  )
}
