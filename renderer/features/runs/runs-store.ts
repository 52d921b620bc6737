// Runs store: which list is shown with which filters, its page of rows, the selection and the run whose details are open.
import { DAY_MS } from '../../../shared/duration.ts'
import type { DetailsTab } from '../../../shared/messages/runs.ts'
import type { CauseKey, FileView, RunColumn, RunQuery } from '../../../shared/model/list-rows.ts'
import type { JobSummary, JobView } from '../../../shared/model/model.ts'
import { call } from '../../state/bridge.ts'
import { type Place, openOverlay, setWide, useNav } from '../../state/nav.ts'
import { showError } from '../../state/notice-store.ts'
import { NO_ROWS, type PagedRows, createPageLoader } from '../../ui/grid/paged-rows.ts'
import { shareUnchangedRows } from '../../ui/grid/structural-sharing.ts'
import { create } from 'zustand'

export type Tab = DetailsTab

interface JobsState extends PagedRows<JobSummary> {
  readonly view: JobView
  readonly search: string
  readonly instrument: string | null
  readonly destination: string | null
  readonly cause: CauseKey | null
  readonly state: NonNullable<RunQuery['state']> | null
  /** Last changed on or after, and on or before: `2026-01-31`; '' is no bound. */
  readonly since: string
  readonly until: string
  readonly sort: { readonly by: RunColumn; readonly descending: boolean } | null
  readonly selected: ReadonlySet<number>
  /** The run whose details are shown. */
  readonly current: JobSummary | null
  readonly tab: Tab
  /** Asks the details of that run to open the Files tab with this chip. null once they did. */
  readonly requestedFiles: {
    readonly jobId: number
    readonly view: FileView
    readonly compare: boolean
  } | null
}

const SORT_KEY = 'sort'
const savedSort = (): JobsState['sort'] => {
  const [by, way] = (localStorage.getItem(SORT_KEY) ?? '').split(' ')
  // the main process refuses a name that is no column; the loader then drops the sort order
  return by === undefined || by === '' ? null : { by: by as RunColumn, descending: way === 'down' }
}

const NO_FILTER = {
  instrument: null,
  destination: null,
  cause: null,
  state: null,
  since: '',
  until: '',
}

export const useJobs = create<JobsState>(() => ({
  ...NO_ROWS,
  ...NO_FILTER,
  view: 'all',
  search: '',
  sort: savedSort(),
  selected: new Set(),
  current: null,
  tab: 'files',
  requestedFiles: null,
}))

/** Midnight of a day in local time, epoch ms; undefined: the text is no date. */
const dayStart = (text: string): number | undefined => {
  const at = text === '' ? Number.NaN : new Date(`${text}T00:00:00`).getTime()
  return Number.isNaN(at) ? undefined : at
}

/** The query of the list that is shown. */
export const currentQuery = (): RunQuery => {
  const { view, search, instrument, destination, cause, state, since, until, sort } =
    useJobs.getState()
  const [from, to] = [dayStart(since), dayStart(until)]
  return {
    view,
    search,
    ...(instrument === null ? {} : { instrument }),
    ...(destination === null ? {} : { destination }),
    ...(cause === null ? {} : { cause }),
    ...(state === null ? {} : { state }),
    ...(from === undefined ? {} : { since: from }),
    ...(to === undefined ? {} : { until: to + DAY_MS }),
    ...(sort === null ? {} : { sort }),
  }
}

const loader = createPageLoader<JobSummary>(
  async (offset, limit) => {
    const answer = await call('jobs.list', { ...currentQuery(), offset, limit })
    if (!answer.ok && answer.error.code === 'invalid_input') useJobs.setState({ sort: null })
    return answer.ok ? answer.value : null
  },
  (window) => useJobs.setState((held) => shareUnchangedRows(held, window)),
)

export const showJobs = loader.show
export const refreshJobs = loader.refresh

/** The list has the waiting runs in the order in which they go. */
export const isInQueueOrder = ({ view, sort }: Pick<JobsState, 'view' | 'sort'>): boolean =>
  view === 'waiting' && sort === null

/** Goes to a list or page. Filters, search and selection of the list before are dropped. */
export const goTo = (place: Place): void => {
  useNav.setState({ place, wide: false })
  useJobs.setState({ current: null, selected: new Set() })
  if (place.kind === 'runs') useJobs.setState({ ...NO_FILTER, view: place.view, search: '' })
  else if (place.kind === 'instrument')
    useJobs.setState({ ...NO_FILTER, view: 'all', search: '', instrument: place.id })
  else if (place.kind === 'destination')
    useJobs.setState({ ...NO_FILTER, view: 'all', search: '', destination: place.key })
  else return
  loader.reset()
}
export const setView = (view: JobView): void => goTo({ kind: 'runs', view })

/** Shows exactly the runs of one cause. */
export const showCause = (cause: CauseKey): void => {
  setView('needs_you')
  useJobs.setState({ cause })
  loader.reset()
}

export const setSearch = (search: string): void => {
  useJobs.setState({ search })
  loader.reset(true)
}

export const setFilter = (
  change: Partial<Pick<JobsState, 'state' | 'cause' | 'since' | 'until'>>,
): void => {
  useJobs.setState(change)
  loader.reset()
}

/** Columns of which the largest or newest is looked for. */
const DESCENDING_FIRST: ReadonlySet<RunColumn> = new Set([
  'size',
  'problems',
  'speed',
  'activity',
  'attempts',
  'queued',
  'verified',
])

/** Sorts by a column one way, at the second call the other way, and at the third in the list's own order. */
export const sortBy = (by: RunColumn): void => {
  const { sort } = useJobs.getState()
  const first = DESCENDING_FIRST.has(by)
  const isSorted = sort?.by === by
  const next = isSorted && sort.descending !== first ? null : { by, descending: isSorted !== first }
  useJobs.setState({ sort: next })
  localStorage.setItem(
    SORT_KEY,
    next === null ? '' : `${next.by} ${next.descending ? 'down' : 'up'}`,
  )
  loader.reset()
}

export const setTab = (tab: Tab): void => useJobs.setState({ tab })

const hasProblem = (job: JobSummary | null): boolean =>
  job !== null && job.lastError !== null && (job.needsPerson || job.state !== 'verified')

/** The tab of a run that is opened. From one failed run to the next the tab stays: logs are compared like that. */
const firstTab = (job: JobSummary, { tab, current }: Pick<JobsState, 'tab' | 'current'>): Tab => {
  if (hasProblem(job)) return hasProblem(current) ? tab : 'problem'
  return tab === 'problem' ? 'files' : tab
}

/** Selects one run; with `add`, adds it to the selection or takes it away. */
export const selectJob = (job: JobSummary, add: boolean): void => {
  const { selected, tab, current } = useJobs.getState()
  const next = new Set(add ? selected : [])
  if (add && selected.has(job.id)) next.delete(job.id)
  else next.add(job.id)
  useJobs.setState({
    selected: next,
    current: job,
    tab: current?.id === job.id ? tab : firstTab(job, { tab, current }),
  })
}

/** Selects all runs given, and opens the details of `current`. */
export const selectRange = (jobs: readonly JobSummary[], current: JobSummary): void =>
  useJobs.setState((before) => ({
    selected: new Set(jobs.map((job) => job.id)),
    current,
    tab: firstTab(current, before),
  }))

/** Selects every run of the list, also those that are not loaded. */
export const selectAll = async (): Promise<void> => {
  const answer = await call('jobs.ids', currentQuery())
  if (!answer.ok) return showError(answer)
  useJobs.setState({ selected: new Set(answer.value.ids) })
}

/** Opens the details of a run, wherever it is listed. */
export const openJob = async (jobId: number, tab: Tab): Promise<void> => {
  const answer = await call('jobs.get', { jobId })
  if (!answer.ok) return showError(answer)
  useJobs.setState({ selected: new Set([jobId]), current: answer.value, tab })
}

/**
 * Opens the Files tab of a run with one chip chosen: the link behind a count of problems. `compare`: shows the first of these
 * files with its copy.
 */
export const openFilesOf = async (
  jobId: number,
  view: FileView,
  compare = false,
): Promise<void> => {
  await openJob(jobId, 'files')
  useJobs.setState({ requestedFiles: { jobId, view, compare } })
}

export const closeDetails = (): void => {
  setWide(false)
  useJobs.setState({ current: null })
}

/** Closes a dialog about runs that were removed from the list meanwhile. */
const closeDialogsAbout = (gone: ReadonlySet<number>): void => {
  const { overlay } = useNav.getState()
  if (overlay?.kind === 'clean' && gone.has(overlay.jobId)) openOverlay(null)
  if (overlay?.kind !== 'acknowledge') return
  const jobs = overlay.jobs.filter((id) => !gone.has(id))
  if (jobs.length < overlay.jobs.length)
    openOverlay(jobs.length === 0 ? null : { ...overlay, jobs })
}

/** Applies the latest values of jobs; the list is loaded again where runs came, went, or have another turn. */
export const applyJobs = (
  jobs: readonly JobSummary[],
  removed: readonly number[],
  membersChanged: boolean,
): void => {
  const { rows, current, selected } = useJobs.getState()
  if (jobs.length === 0 && removed.length === 0) {
    if (membersChanged) refreshJobs()
    return
  }
  const byId = new Map(jobs.map((job) => [job.id, job]))
  const gone = new Set(removed)
  if (removed.length > 0) closeDialogsAbout(gone)
  if (current !== null && gone.has(current.id)) setWide(false)
  const fresh =
    current === null ? null : gone.has(current.id) ? null : (byId.get(current.id) ?? current)
  useJobs.setState({
    rows: rows.map((row) => byId.get(row.id) ?? row),
    current: fresh,
    selected:
      removed.length === 0 ? selected : new Set([...selected].filter((id) => !gone.has(id))),
  })
  const dueAtBefore = new Map(rows.map((row) => [row.id, row.dueAt]))
  const isElsewhere = (job: JobSummary): boolean => dueAtBefore.get(job.id) !== job.dueAt
  if (membersChanged || removed.length > 0 || jobs.some(isElsewhere)) refreshJobs()
}
