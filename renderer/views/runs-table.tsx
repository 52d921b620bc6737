// The runs table: one row per run, everything an operator asks of it at a glance (UX D4).
import { FolderPlus, Inbox, SearchX, Settings2 } from 'lucide-react'
import { type ReactElement, type ReactNode, useCallback, useRef } from 'react'
import type { JobSummary, LiveProgress } from '../../shared/model.ts'
import { proofWord } from '../../shared/words.ts'
import { Bar, Empty } from '../components/small.tsx'
import { RunState, toneOf } from '../components/state-mark.tsx'
import { VirtualGrid } from '../components/virtual-grid.tsx'
import { ago, bytes, count, dateTime, rate, timeLeft, timeOfDay } from '../format.ts'
import { chooseFolders, openConfig, useApp } from '../store/app.ts'
import { selectJob, selectRange, setSearch, setTab, showJobs, useJobs } from '../store/jobs.ts'
import { rowAt } from '../store/row-window.ts'
import { EMPTY, TEXT } from '../words.ts'
import { RunMenu } from './run-menu.tsx'

const right = (text: string, title?: string): ReactElement => (
  <span className="right clip" title={title}>
    {text}
  </span>
)

/** Part done of the phase that is under way, and how to say it. */
const progressOf = (
  job: JobSummary,
  live: LiveProgress | undefined,
): { part: number; text: string } => {
  const total = job.files.total
  const verified = (job.files.byState.verified ?? 0) + (job.files.byState.cleaned ?? 0)
  const sent = verified + (job.files.byState.sent ?? 0) + (job.files.byState.size_only ?? 0)
  if (live?.phase === 'counting' || total === 0)
    return { part: 0, text: total === 0 ? '' : TEXT.counting }
  const checking = live?.phase === 'checking' || job.state === 'awaiting_verify'
  const done = checking || job.state === 'verified' ? verified : sent
  const byBytes =
    live !== undefined && live.bytesTotal !== null && live.bytesTotal > 0
      ? live.bytes / live.bytesTotal
      : done / total
  return { part: byBytes, text: `${count(done)} / ${count(total)} files` }
}

const when = (job: JobSummary, live: LiveProgress | undefined, now: number): string => {
  if (live !== undefined) return timeLeft(live.etaSeconds)
  if (job.state === 'queued' && !job.held && job.dueAt !== null && job.dueAt > now + 1_000)
    return `next ${timeOfDay(job.dueAt)}`
  return ''
}

const cellsOf = (
  job: JobSummary,
  live: LiveProgress | undefined,
  now: number,
): readonly ReactNode[] => {
  const progress = progressOf(job, live)
  const tone = toneOf(job)
  const shown = tone === 'success' ? 'done' : tone === 'danger' ? 'bad' : ''
  return [
    <RunState key="state" job={job} />,
    <span key="run" className="mono" title={job.folder}>
      {job.run}
    </span>,
    job.instrument,
    <span key="progress" className="progress">
      <Bar part={progress.part} tone={shown} />
      <span className="clip">{progress.text}</span>
    </span>,
    right(job.files.total === 0 ? '' : bytes(job.bytes.total)),
    job.attention > 0 ? (
      <button
        key="problems"
        type="button"
        className="link problems"
        tabIndex={-1}
        aria-label={`${count(job.attention)} files need attention in ${job.run}`}
        onClick={() => showAttention(job)}
      >
        {count(job.attention)}
      </button>
    ) : null,
    right(when(job, live, now)),
    right(live?.phase === 'sending' ? rate(live.rate) : ''),
    <span
      key="proof"
      title={`Last activity ${ago(job.updatedAt, now)}, ${dateTime(job.updatedAt)}`}
    >
      {job.proof === 'none' ? '' : proofWord(job.proof)}
    </span>,
  ]
}

const showAttention = (job: JobSummary): void => {
  selectJob(job, false)
  setTab('files')
  useJobs.setState({ wantAttention: job.id })
}

const HEAD: readonly ReactNode[] = [
  'State',
  'Run',
  'Instrument',
  'Progress',
  <span key="size" className="right">
    Size
  </span>,
  <span key="problems" className="right">
    Problems
  </span>,
  <span key="left" className="right">
    Time left
  </span>,
  <span key="speed" className="right">
    Speed
  </span>,
  'Proof',
]

const Nothing = (): ReactElement => {
  const view = useJobs((state) => state.view)
  const search = useJobs((state) => state.search)
  const instruments = useApp((state) => state.instruments)
  const loaded = useApp((state) => state.info !== null)
  const all = useApp((state) => state.overview.counts.all)
  if (search !== '') {
    return (
      <Empty icon={SearchX} title={TEXT.noMatch}>
        <button type="button" className="button" onClick={() => setSearch('')}>
          {TEXT.clearSearch}
        </button>
      </Empty>
    )
  }
  if (loaded && instruments.length === 0 && all === 0) {
    return (
      <Empty icon={Settings2} title={TEXT.noInstrument} text={TEXT.noInstrumentText}>
        <button type="button" className="button primary" onClick={openConfig}>
          {TEXT.openConfig}
        </button>
      </Empty>
    )
  }
  const words = EMPTY[view]
  return (
    <Empty icon={Inbox} title={words.title} text={words.text}>
      {view === 'all' ? (
        <button type="button" className="button primary" onClick={() => void chooseFolders()}>
          <FolderPlus size={15} aria-hidden />
          {TEXT.addRun}
        </button>
      ) : null}
    </Empty>
  )
}

export const RunsTable = (): ReactElement => {
  const list = useJobs()
  const live = useApp((state) => state.live)
  const now = useApp((state) => state.now)
  const anchor = useRef(0)
  const onRange = useCallback((first: number, last: number) => showJobs(first, last), [])
  if (list.loaded && list.total === 0) return <Nothing />
  const pick = (index: number, how: 'one' | 'add' | 'range'): void => {
    const job = rowAt(list, index)
    if (job === undefined) return
    if (how === 'range') {
      const [from, to] = [Math.min(anchor.current, index), Math.max(anchor.current, index)]
      selectRange(list.rows.slice(Math.max(0, from - list.start), to - list.start + 1), job)
    } else {
      anchor.current = index
      selectJob(job, how === 'add')
    }
  }
  return (
    <RunMenu>
      <VirtualGrid
        name="Runs"
        className="runs"
        head={HEAD}
        total={list.total}
        resetKey={`${list.view} ${list.search}`}
        cells={(index) => {
          const job = rowAt(list, index)
          return job === undefined ? undefined : cellsOf(job, live.get(job.id), now)
        }}
        isSelected={(index) => list.selected.has(rowAt(list, index)?.id ?? -1)}
        onRange={onRange}
        onPick={pick}
      />
    </RunMenu>
  )
}
