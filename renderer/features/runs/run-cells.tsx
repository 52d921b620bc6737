// Cells of the runs table: what each column shows of a run.
import { isFolderFault, reasonText, spokenMessage } from '../../../shared/reasons.ts'
import { GripVertical } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import {
  ago,
  bytes,
  bytesOf,
  count,
  dateTime,
  rate,
  timeLeft,
  timeOfDay,
  waited,
} from '../../../shared/format.ts'
import { onNasText } from '../../../shared/messages/cleanup.ts'
import { guardText } from '../../../shared/messages/status.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import type { RunColumn } from '../../../shared/model/list-rows.ts'
import type { JobSummary } from '../../../shared/model/model.ts'
import { speedNow } from '../../../shared/movement.ts'
import { runStatus } from '../../../shared/run-status.ts'
import { proofLabel } from '../../../shared/state-labels.ts'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { RunBadge, toneOf } from '../../ui/state-badge.tsx'
import { ETA_AFTER_MS, type LiveRun } from './live-progress-store.ts'
import { useFileNameSearch } from './file-name-search-store.ts'
import { useQueueEstimate } from './queue-estimate-store.ts'
import { GRIP_CLASS } from '../../ui/grid/row-drag.ts'
import { isInQueueOrder, openFilesOf, useJobs } from './runs-store.ts'

/** Progress of the running phase: a part from 0 to 1, and the text beside the bar. */
const progressOf = (
  job: JobSummary,
  live: LiveRun | undefined,
): { part: number; checking: number | null; text: string; title?: string } => {
  const { total, byState } = job.files
  const verified = (byState.verified ?? 0) + (byState.cleaned ?? 0)
  const sent = verified + (byState.sent ?? 0) + (byState.size_only ?? 0)
  if (live?.phase === 'counting')
    return {
      part: 0,
      checking: null,
      text: total === 0 ? MESSAGES.counting : MESSAGES.countingSoFar(total),
    }
  if (total === 0) return { part: 0, checking: null, text: '' }
  const checking = live?.phase === 'checking' || job.state === 'awaiting_verify'
  const byBytes =
    live !== undefined && live.bytesTotal !== null && live.bytesTotal > 0
      ? live.bytes / live.bytesTotal
      : null
  if (job.state === 'cleaned' && !checking) {
    const text = onNasText(verified, total, job.verifiedAt)
    return { part: verified / total, checking: null, text, title: text }
  }
  const done = checking || job.state === 'verified' ? verified : sent
  return {
    part: checking ? 1 : (byBytes ?? sent / total),
    checking: checking ? Math.max(verified / total, byBytes ?? 0) : null,
    text: MESSAGES.progress(done, total),
    title: MESSAGES.progressFull(done, total),
  }
}

/** Without movement for this long an estimate says nothing. */
const NO_ESTIMATE_AFTER_MS = 60_000

/** `about 18 min`, `next 14:32`, or for how long nothing has moved. */
export const timeText = (job: JobSummary, live: LiveRun | undefined, now: number): string => {
  if (live === undefined) {
    const { nextAt } = runStatus(job, now)
    return nextAt === null ? '' : MESSAGES.nextTry(timeOfDay(nextAt))
  }
  const idle = now - live.movedAt
  // a stalled run says so in its state
  if (idle >= NO_ESTIMATE_AFTER_MS)
    return live.phase === 'sending' ? '' : MESSAGES.noMovement(waited(idle))
  return now - live.phaseStartedAt < ETA_AFTER_MS ? '' : timeLeft(live.etaSeconds)
}

/** `3rd, about 18 min`: the place of a run that waits for its turn. */
const WaitingPlace = ({ job }: { readonly job: JobSummary }): ReactElement => {
  const place = useQueueEstimate((state) => state.places.get(job.id))
  const canMove = useJobs(isInQueueOrder)
  const text =
    place === undefined
      ? MESSAGES.waitsForTurn
      : MESSAGES.place(place.place, timeLeft(place.seconds))
  return (
    <span className="muted" title={place === undefined ? text : MESSAGES.placeTitle(job.place)}>
      {place === undefined || !canMove || place.of === 1 ? null : (
        <span className={GRIP_CLASS} title={MESSAGES.dragPlace}>
          <GripVertical size={13} aria-hidden />
        </span>
      )}
      {text}
    </span>
  )
}

/** The file by whose name the search found the run. */
const FoundFile = ({ jobId }: { readonly jobId: number }): ReactElement | null => {
  const path = useFileNameSearch((state) => state.paths.get(jobId))
  return path === undefined ? null : (
    <span className="muted clip found" title={path}>
      {path}
    </span>
  )
}

const Progress = (props: {
  readonly job: JobSummary
  readonly live: LiveRun | undefined
  readonly now: number
}): ReactElement | null => {
  const { job, live, now } = props
  const { holder, label } = runStatus(job, now)
  if (holder !== null)
    return (
      <span className="muted" title={holder}>
        {holder}
      </span>
    )
  // what stands in the way matters more than how far the run came
  if (live === undefined && job.needsPerson && job.lastError !== null) {
    const message = spokenMessage(job.lastError)
    const { reason } = job.lastError
    // what these messages begin with is a path
    const short = isFolderFault(reason) ? (reasonText(reason)?.headline ?? message) : message
    const tone = toneOf(job)
    return (
      <span className={`tone-${tone === 'success' ? 'warning' : tone}`} title={message}>
        {short.split('\n')[0]}
      </span>
    )
  }
  if (label === 'Waiting') return <WaitingPlace job={job} />
  const progress = progressOf(job, live)
  // nothing is counted yet: an empty bar would look like no progress
  if (progress.text === '') return null
  const tone = toneOf(job)
  const { slowedBy } = job
  const text = slowedBy === null ? progress.text : guardText({ way: 'slow', cause: slowedBy })
  const isMoving = live !== undefined || job.state === 'running' || job.state === 'queued'
  if (!isMoving) return <span title={progress.title}>{progress.text}</span>
  return (
    <span className="progress" title={slowedBy === null ? progress.title : text}>
      <span className="clip">{text}</span>
      <span className="bars">
        <ProgressBar
          part={progress.part}
          tone={tone === 'success' ? 'done' : tone === 'danger' ? 'bad' : ''}
        />
        {progress.checking === null ? null : (
          <ProgressBar part={progress.checking} tone="thin done" />
        )}
      </span>
    </span>
  )
}

/** What is there of the whole; of a run that is being sent, bytes of a file that is under way count too. */
const sizeText = (job: JobSummary, live: LiveRun | undefined): string => {
  if (job.files.total === 0) return ''
  const { total } = job.bytes
  const left =
    live?.phase === 'sending' && live.bytesTotal !== null ? live.bytesTotal - live.bytes : total
  const done = Math.max(job.bytes.done, Math.min(total, total - left))
  return done === 0 || done === total ? bytes(total) : bytesOf(done, total)
}

const Problems = ({ job }: { readonly job: JobSummary }): ReactElement | null =>
  job.attention === 0 ? null : (
    <button
      type="button"
      className="link problems"
      tabIndex={-1}
      aria-label={MESSAGES.needAttention(job.attention, job.run)}
      onClick={() => void openFilesOf(job.id, 'attention')}
    >
      {count(job.attention)}
    </button>
  )

/** ExLab-Wizard puts test runs into a folder of their own (docs/spec.md 6). */
const TEST_RUN = /[\\/]TestRuns[\\/]/

/** What cells depend on beside their run. */
interface CellContext {
  /** Epoch ms. */
  readonly now: number
}

type Cell = (job: JobSummary, live: LiveRun | undefined, context: CellContext) => ReactNode

const CELLS: Readonly<Record<RunColumn, Cell>> = {
  state: (job, live, { now }) => <RunBadge status={runStatus(job, now, live)} ack={job.ack} />,
  run: (job) => (
    <span className="run-cell" title={job.folder}>
      <span className="mono clip">{job.run}</span>
      {job.label === '' ? null : <span className="muted label">{job.label}</span>}
      {job.slot === '' ? null : <span className="tag">{MESSAGES.toSlot(job.slot)}</span>}
      <FoundFile jobId={job.id} />
      {TEST_RUN.test(job.folder) ? <span className="tag test">{MESSAGES.testRun}</span> : null}
    </span>
  ),
  instrument: (job) => job.instrument,
  progress: (job, live, { now }) => <Progress job={job} live={live} now={now} />,
  size: (job, live) => sizeText(job, live),
  problems: (job) => <Problems job={job} />,
  left: (job, live, { now }) => timeText(job, live, now),
  speed: (_job, live, { now }) => (live?.phase === 'sending' ? rate(speedNow(live, now)) : ''),
  proof: (job) => (job.proof === 'none' ? '' : proofLabel(job.proof)),
  activity: (job, _live, { now }) => (
    <span title={dateTime(job.updatedAt)}>{ago(job.updatedAt, now)}</span>
  ),
  attempts: (job) => count(job.attempts),
  destination: (job) => (job.slot === '' ? job.place : MESSAGES.slotAt(job.slot, job.place)),
  nas_path: (job) => job.target,
  folder: (job) => job.folder,
  operator: (job) => job.operator,
  queued: (job) => dateTime(job.createdAt),
  verified: (job) => (job.verifiedAt === null ? '' : dateTime(job.verifiedAt)),
  exit: (job) => job.lastError?.exitCode?.toString() ?? '',
}

export const cellsOf = (
  columns: readonly RunColumn[],
  job: JobSummary,
  live: LiveRun | undefined,
  context: CellContext,
): readonly ReactNode[] => columns.map((column) => CELLS[column](job, live, context))
