// Details pane under the table: one run's title, its actions and its tabs (docs/ux.md D6).
import { spokenMessage } from '../../../shared/reasons.ts'
import { Tabs } from '@base-ui/react/tabs'
import { Bell, BellRing, Maximize2, Minimize2, X } from 'lucide-react'
import { type ReactElement, memo, useEffect } from 'react'
import { choicesOf } from '../../../shared/language/messages.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import { DETAILS_TAB_NAMES, actionName } from '../../../shared/messages/runs.ts'
import type { JobAction, JobState, JobSummary } from '../../../shared/model/model.ts'
import { runStatus } from '../../../shared/run-status.ts'
import { useLiveProgress } from '../runs/live-progress-store.ts'
import { useApp } from '../../state/app-store.ts'
import { openOverlay, setWide, useNav } from '../../state/nav.ts'
import { RunBadge } from '../../ui/state-badge.tsx'
import { openFiles, openFilesOn } from '../files/files-store.ts'
import { FilesTab } from '../files/files-tab.tsx'
import { HistoryTab } from '../log/history-tab.tsx'
import { LogTab } from '../log/log-tab.tsx'
import { loadAttempts } from '../log/logs-store.ts'
import { ProblemTab } from '../problem/problem-tab.tsx'
import {
  isDeletionOffered,
  useCleanupDecision,
  whyNotDeleted,
} from '../runs/cleanup-decisions-store.ts'
import { tellOf, useAwaited } from '../runs/awaited-store.ts'
import { useRunActions } from '../runs/run-menu.tsx'
import { type Tab, closeDetails, setTab, useJobs } from '../runs/runs-store.ts'
import { openOnNas, reveal, saveReceipt } from '../runs/run-actions.ts'
import { FactsTab } from './facts-tab.tsx'

const isTab = (value: unknown): value is Tab =>
  typeof value === 'string' && Object.hasOwn(DETAILS_TAB_NAMES, value)

/**
 * Actions with a button in the header; the others are in the context menu. None is primary: the one action that cures a problem
 * is that of its card.
 */
const HEADER_ACTIONS: readonly JobAction[] = [
  'retry',
  'pause',
  'resume',
  'verify',
  'cancel',
  'unarchive',
]
/** States of which a receipt can be saved from the header. */
const PROVEN: ReadonlySet<JobState> = new Set(['verified', 'cleanup_eligible', 'cleaned'])

const DeleteLocalButton = ({ job }: { readonly job: JobSummary }): ReactElement => {
  const decision = useCleanupDecision(job)
  return (
    <button
      type="button"
      className="button compact"
      disabled={!isDeletionOffered(decision)}
      title={whyNotDeleted(decision)}
      onClick={() => openOverlay({ kind: 'clean', jobId: job.id })}
    >
      {MESSAGES.deleteLocal}
    </button>
  )
}

/** Asks the system to tell once the run is verified. */
const TellButton = ({ job }: { readonly job: JobSummary }): ReactElement | null => {
  const isAwaited = useAwaited((store) => store.jobs.has(job.id))
  if (PROVEN.has(job.state) || job.state === 'cancelled' || job.archivedAt !== null) return null
  const Icon = isAwaited ? BellRing : Bell
  return (
    <button
      type="button"
      className="button compact quiet"
      aria-label={MESSAGES.tell}
      aria-pressed={isAwaited}
      title={isAwaited ? MESSAGES.toldThen : MESSAGES.tell}
      onClick={() => void tellOf([job.id], !isAwaited)}
    >
      <Icon size={14} aria-hidden />
    </button>
  )
}

const DetailsHeader = ({ job }: { readonly job: JobSummary }): ReactElement => {
  const wide = useNav((state) => state.wide)
  const { question, perform } = useRunActions()
  const onNas = useApp(({ instruments }) =>
    instruments.some((one) => one.id === job.route && one.nasRoot !== null),
  )
  const now = useApp((state) => state.now)
  const live = useLiveProgress((state) => state.live.get(job.id))
  const Size = wide ? Minimize2 : Maximize2
  return (
    <div className="details-head">
      <RunBadge status={runStatus(job, now, live ?? null)} ack={job.ack} />
      <h2 className="clip" title={job.folder}>
        {job.run}
      </h2>
      <span className="muted clip">{job.route}</span>
      <div className="actions">
        {job.actions
          .filter((action) => HEADER_ACTIONS.includes(action))
          .map((action) => (
            <button
              type="button"
              key={action}
              className="button compact"
              onClick={() => perform([job.id], job.run, action)}
            >
              {actionName(action, job.state === 'queued')}
            </button>
          ))}
        {job.archivedAt === null &&
        (job.state === 'verified' || job.state === 'cleanup_eligible') ? (
          <DeleteLocalButton job={job} />
        ) : null}
        {PROVEN.has(job.state) ? (
          <button
            type="button"
            className="button compact"
            onClick={() => saveReceipt(job.id, 'html')}
          >
            {MESSAGES.receipt}
          </button>
        ) : null}
        <button type="button" className="button compact" onClick={() => reveal(job.id)}>
          {MESSAGES.showFolder}
        </button>
        {onNas ? (
          <button type="button" className="button compact" onClick={() => openOnNas(job.id)}>
            {MESSAGES.openOnNas}
          </button>
        ) : null}
        <TellButton job={job} />
        <button
          type="button"
          className="button compact quiet"
          aria-label={wide ? MESSAGES.halfHeight : MESSAGES.fullHeight}
          onClick={() => setWide(!wide)}
        >
          <Size size={14} aria-hidden />
        </button>
        <button
          type="button"
          className="button compact quiet"
          aria-label={MESSAGES.closeDetails}
          onClick={closeDetails}
        >
          <X size={15} aria-hidden />
        </button>
      </div>
      {question}
    </div>
  )
}

/** The content of the chosen tab. */
const TabContent = ({ tab }: { readonly tab: Tab }): ReactElement | null => {
  const job = useJobs((state) => state.current)
  if (job === null) return null
  switch (tab) {
    case 'problem':
      return <ProblemTab job={job} />
    case 'files':
      return <FilesTab job={job} />
    case 'log':
      return <LogTab job={job} />
    case 'history':
      return <HistoryTab />
    case 'details':
      return <FactsTab job={job} />
  }
}

interface TabsProps {
  readonly tab: Tab
  readonly hasProblem: boolean
}

/** The row of tabs, memoised: a run that changes many times a second does not render it. */
const RunTabs = memo(({ tab, hasProblem }: TabsProps): ReactElement => (
  <Tabs.Root
    className="tabs"
    value={tab}
    onValueChange={(value: unknown) => (isTab(value) ? setTab(value) : undefined)}
  >
    <Tabs.List className="tab-list" activateOnFocus>
      {choicesOf(DETAILS_TAB_NAMES)
        .filter(([one]) => one !== 'problem' || hasProblem)
        .map(([one, name]) => (
          <Tabs.Tab key={one} className="tab" value={one}>
            {name}
          </Tabs.Tab>
        ))}
    </Tabs.List>
    <Tabs.Panel className="tab-panel" value={tab} tabIndex={-1}>
      <TabContent tab={tab} />
    </Tabs.Panel>
  </Tabs.Root>
))

const RunDetails = ({ job }: { readonly job: JobSummary }): ReactElement => {
  const wanted = useJobs((state) => state.tab)
  const requestedFiles = useJobs((state) => state.requestedFiles)
  const hasProblem = job.lastError !== null
  const tab = wanted === 'problem' && !hasProblem ? 'files' : wanted
  useEffect(() => {
    openFiles(job.id)
    void loadAttempts(job.id)
  }, [job.id])
  useEffect(() => {
    if (requestedFiles?.jobId !== job.id) return
    void openFilesOn(job.id, requestedFiles.view, requestedFiles.compare)
    useJobs.setState({ requestedFiles: null })
  }, [requestedFiles, job.id])
  return (
    <section className="details" aria-label={MESSAGES.details} data-pane="details">
      <DetailsHeader job={job} />
      <div className="visually-hidden" role="alert">
        {job.state === 'failed' && job.lastError !== null ? spokenMessage(job.lastError) : ''}
      </div>
      <RunTabs tab={tab} hasProblem={hasProblem} />
    </section>
  )
}

export const Details = (): ReactElement | null => {
  const job = useJobs((state) => state.current)
  return job === null ? null : <RunDetails job={job} />
}
