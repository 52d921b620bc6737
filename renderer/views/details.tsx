// The pane under the table: one run's title, its actions and its tabs (UX D6).
import { Tabs } from '@base-ui/react/tabs'
import { X } from 'lucide-react'
import { type ReactElement, useEffect } from 'react'
import type { JobSummary } from '../../shared/model.ts'
import { RunState } from '../components/state-mark.tsx'
import { useApp } from '../store/app.ts'
import { openFiles, setFileView } from '../store/files.ts'
import { type Tab, closeDetails, setTab, useJobs } from '../store/jobs.ts'
import { loadAttempts } from '../store/logs.ts'
import { TABS, TEXT, actionName } from '../words.ts'
import { FactsTab } from './facts-tab.tsx'
import { FilesTab } from './files-tab.tsx'
import { HistoryTab } from './history-tab.tsx'
import { LogTab } from './log-tab.tsx'
import { ProblemTab } from './problem-tab.tsx'
import { useRunActions } from './run-menu.tsx'

const isTab = (value: unknown): value is Tab => TABS.some(({ tab }) => tab === value)

export const Details = ({ job }: { readonly job: JobSummary }): ReactElement => {
  const wanted = useJobs((state) => state.tab)
  const wantAttention = useJobs((state) => state.wantAttention)
  const hasProblem = job.lastError !== null
  const tab = wanted === 'problem' && !hasProblem ? 'files' : wanted
  const { question, perform } = useRunActions()
  const destination = useApp((state) =>
    state.instruments.find((one) => one.id === job.instrument),
  )?.destination
  useEffect(() => {
    openFiles(job.id)
    void loadAttempts(job.id)
  }, [job.id])
  useEffect(() => {
    if (wantAttention !== job.id) return
    openFiles(job.id)
    setFileView('attention')
    useJobs.setState({ wantAttention: null })
  }, [wantAttention, job.id])
  return (
    <section className="details" aria-label={TEXT.details}>
      <div className="details-head">
        <RunState job={job} />
        <h2 className="clip" title={job.folder}>
          {job.run}
        </h2>
        <span className="muted clip">{job.instrument}</span>
        <div className="actions">
          {job.actions.map((action) => (
            <button
              type="button"
              key={action}
              className={`button small${action === 'retry' && job.state === 'failed' ? ' primary' : ''}`}
              onClick={() => perform([job], action)}
            >
              {actionName(action)}
            </button>
          ))}
          <button
            type="button"
            className="button small quiet"
            aria-label={TEXT.closeDetails}
            onClick={closeDetails}
          >
            <X size={15} aria-hidden />
          </button>
        </div>
      </div>
      <Tabs.Root
        className="tabs"
        value={tab}
        onValueChange={(value: unknown) => (isTab(value) ? setTab(value) : undefined)}
      >
        <Tabs.List className="tab-list" activateOnFocus>
          {TABS.filter(({ tab: one }) => one !== 'problem' || hasProblem).map(
            ({ tab: one, name }) => (
              <Tabs.Tab key={one} className="tab" value={one}>
                {name}
              </Tabs.Tab>
            ),
          )}
        </Tabs.List>
        <Tabs.Panel className="tab-panel" value={tab} tabIndex={-1}>
          {tab === 'problem' ? (
            <ProblemTab job={job} destination={destination ?? job.target} />
          ) : null}
          {tab === 'files' ? <FilesTab job={job} /> : null}
          {tab === 'log' ? <LogTab job={job} /> : null}
          {tab === 'history' ? <HistoryTab /> : null}
          {tab === 'details' ? <FactsTab job={job} /> : null}
        </Tabs.Panel>
      </Tabs.Root>
      {question}
    </section>
  )
}
