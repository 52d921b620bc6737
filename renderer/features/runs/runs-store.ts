// The runs table: which list is shown, its window of rows, what is selected.
import { DAY_MS } from '../../../shared/duration.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import type { DETAILS_TABS } from '../../../shared/messages/runs.ts'
import type { CauseKey, FileView, RunColumn, RunQuery } from '../../../shared/model/list-rows.ts'
import type { JobAction, JobSummary, JobView } from '../../../shared/model/model.ts'
import { call } from '../../app/bridge.ts'
import { type Place, openOverlay, setWide, useNav } from '../../app/nav.ts'
import { notify, showError } from '../../app/notice-store.ts'
import { type PagedRows, createPageLoader, NO_ROWS } from '../../ui/grid/paged-rows.ts'
import { shareUnchangedRows } from '../../ui/grid/structural-sharing.ts'
import { create } from 'zustand'

export type Tab = (typeof DETAILS_TABS)[number]['tab']

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
  /** The run whose Files tab is to open on one chip. */
  readonly wantFiles: { readonly jobId: number; readonly view: FileView } | null
}

const SORT = 'sort'
const rememberedSort = (): JobsState['sort'] => {
  const [by, way] = (localStorage.getItem(SORT) ?? '').split(' ')
  // a name that is no column is refused by the other side and forgotten with the next click
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
  sort: rememberedSort(),
  selected: new Set(),
  current: null,
  tab: 'files',
  wantFiles: null,
}))

/** Midnight of a day in local time; undefined for a text that is no date. */
const dayStart = (text: string): number | undefined => {
  const at = text === '' ? Number.NaN : new Date(`${text}T00:00:00`).getTime()
  return Number.isNaN(at) ? undefined : at
}

/** What is asked for now. */
export const queryNow = (): RunQuery => {
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
    const answer = await call('jobs.list', { ...queryNow(), offset, limit })
    if (!answer.ok && answer.error.code === 'invalid_input') useJobs.setState({ sort: null })
    return answer.ok ? answer.value : null
  },
  (window) => useJobs.setState((held) => shareUnchangedRows(held, window)),
)

export const showJobs = loader.show
export const refreshJobs = loader.refresh

/** Goes to a list or page; a list begins without the filters of the one before. */
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

/** A click on a head: up, down, then the list's own order. */
export const sortBy = (by: RunColumn): void => {
  const { sort } = useJobs.getState()
  const next =
    sort?.by !== by ? { by, descending: false } : sort.descending ? null : { by, descending: true }
  useJobs.setState({ sort: next })
  localStorage.setItem(SORT, next === null ? '' : `${next.by} ${next.descending ? 'down' : 'up'}`)
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

/** Every run of the list, also those that are not on the screen; answers how many were taken of how many. */
export const selectAll = async (): Promise<void> => {
  const answer = await call('jobs.ids', queryNow())
  if (!answer.ok) return showError(answer)
  useJobs.setState({ selected: new Set(answer.value.ids) })
}

/** Opens the details of a run, wherever it is listed. */
export const openJob = async (jobId: number, tab: Tab): Promise<void> => {
  const answer = await call('jobs.get', { jobId })
  if (!answer.ok) return showError(answer)
  useJobs.setState({ selected: new Set([jobId]), current: answer.value, tab })
}

/** Opens the files of a run on one chip: what a count of problems leads to. */
export const openFilesOf = async (jobId: number, view: FileView): Promise<void> => {
  await openJob(jobId, 'files')
  useJobs.setState({ wantFiles: { jobId, view } })
}

export const closeDetails = (): void => {
  setWide(false)
  useJobs.setState({ current: null })
}

/** A question about a run that went off the list meanwhile is asked no longer. */
const forget = (gone: ReadonlySet<number>): void => {
  const { overlay: layer } = useNav.getState()
  if (layer?.kind === 'clean' && gone.has(layer.jobId)) openOverlay(null)
  if (layer?.kind !== 'acknowledge') return
  const jobs = layer.jobs.filter((id) => !gone.has(id))
  if (jobs.length < layer.jobs.length) openOverlay(jobs.length === 0 ? null : { ...layer, jobs })
}

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
  if (removed.length > 0) forget(gone)
  if (current !== null && gone.has(current.id)) setWide(false)
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
  jobs: readonly number[] | 'all_failed' | 'all_finished',
  action: JobAction,
): Promise<void> => {
  const some = typeof jobs === 'string' ? jobs : [...jobs]
  if (some.length === 0) return
  const answer = await call('jobs.act', { jobs: some, action })
  if (!answer.ok) return showError(answer)
  const { refused } = answer.value
  if (refused.length > 0)
    notify({
      tone: 'problem',
      title: MESSAGES.notAllDone,
      lines: refused.map((r) => r.message),
    })
}

/** Asks where the folder of a run is now, and lets the run go on from there. */
export const locateRun = async (jobId: number): Promise<void> => {
  const chosen = await call('app.choosePath', { what: 'folder' })
  if (!chosen.ok) return showError(chosen)
  const { path } = chosen.value
  if (path !== null) showError(await call('jobs.locate', { jobId, folder: path }))
}

export const reveal = (jobId: number): void => void call('jobs.reveal', { jobId }).then(showError)
export const openOnNas = (jobId: number): void =>
  void call('jobs.openNas', { jobId }).then(showError)
/** Saves the evidence for a run where a person says. */
export const saveReceipt = (jobId: number, form: 'html' | 'text' | 'json'): void =>
  void call('receipts.save', { jobId, form }).then(showError)
