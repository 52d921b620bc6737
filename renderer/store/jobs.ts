// The runs table: which list is shown, its window of rows, what is selected.
import { create } from 'zustand'
import type { JobAction, JobSummary, JobView } from '../../shared/model.ts'
import { call } from '../bridge.ts'
import type { TABS } from '../words.ts'
import { notify } from './app.ts'
import { type RowWindow, createWindowLoader, emptyWindow } from './row-window.ts'

export type Tab = (typeof TABS)[number]['tab']

interface JobsState extends RowWindow<JobSummary> {
  readonly view: JobView
  readonly search: string
  readonly selected: ReadonlySet<number>
  /** The run whose details are shown. */
  readonly current: JobSummary | null
  readonly tab: Tab
  /** The run whose Files tab is to open on the files that need attention. */
  readonly wantAttention: number | null
}

export const useJobs = create<JobsState>(() => ({
  ...emptyWindow,
  view: 'all',
  search: '',
  selected: new Set(),
  current: null,
  tab: 'files',
  wantAttention: null,
}))

const loader = createWindowLoader<JobSummary>(
  async (offset, limit) => {
    const { view, search } = useJobs.getState()
    const answer = await call('jobs.list', { view, search, offset, limit })
    return answer.ok ? answer.value : null
  },
  (window) => useJobs.setState(window),
)

export const showJobs = loader.show
export const refreshJobs = loader.refresh

export const setView = (view: JobView): void => {
  useJobs.setState({ view })
  loader.reset()
}

export const setSearch = (search: string): void => {
  useJobs.setState({ search })
  loader.reset()
}

export const setTab = (tab: Tab): void => useJobs.setState({ tab })

const firstTab = (job: JobSummary, before: Tab): Tab => {
  if (job.lastError !== null && job.state !== 'verified')
    return before === 'files' || before === 'problem' ? 'problem' : before
  return before === 'problem' ? 'files' : before
}

/** Selects one run, or adds to the selection. */
export const selectJob = (job: JobSummary, add: boolean): void => {
  const { selected, tab, current } = useJobs.getState()
  const next = new Set(add ? selected : [])
  if (add && selected.has(job.id)) next.delete(job.id)
  else next.add(job.id)
  useJobs.setState({
    selected: next,
    current: job,
    tab: current?.id === job.id ? tab : firstTab(job, tab),
  })
}

/** Selects the rows between the last click and this one. */
export const selectRange = (jobs: readonly JobSummary[], current: JobSummary): void =>
  useJobs.setState(({ tab }) => ({
    selected: new Set(jobs.map((job) => job.id)),
    current,
    tab: firstTab(current, tab),
  }))

export const closeDetails = (): void => useJobs.setState({ current: null })

/** Latest values of some jobs; a list whose members changed is fetched again. */
export const applyJobs = (
  jobs: readonly JobSummary[],
  removed: readonly number[],
  listMoved: boolean,
): void => {
  const { rows, current, selected } = useJobs.getState()
  if (jobs.length === 0 && removed.length === 0) {
    if (listMoved) refreshJobs()
    return
  }
  const byId = new Map(jobs.map((job) => [job.id, job]))
  const gone = new Set(removed)
  const fresh =
    current === null ? null : gone.has(current.id) ? null : (byId.get(current.id) ?? current)
  useJobs.setState({
    rows: rows.map((row) => byId.get(row.id) ?? row),
    current: fresh,
    selected:
      removed.length === 0 ? selected : new Set([...selected].filter((id) => !gone.has(id))),
  })
  const known = new Set(rows.map((row) => row.id))
  if (listMoved || removed.length > 0 || jobs.some((job) => !known.has(job.id))) refreshJobs()
}

export const act = async (
  jobs: readonly number[] | 'all_failed',
  action: JobAction,
): Promise<void> => {
  if (jobs !== 'all_failed' && jobs.length === 0) return
  const answer = await call('jobs.act', { jobs: jobs === 'all_failed' ? jobs : [...jobs], action })
  if (!answer.ok) return notify({ tone: 'problem', title: answer.error.message, lines: [] })
  const { refused } = answer.value
  if (refused.length > 0)
    notify({
      tone: 'problem',
      title: 'Not everything could be done',
      lines: refused.map((r) => r.message),
    })
}

export const reveal = (jobId: number): void => void call('jobs.reveal', { jobId })
