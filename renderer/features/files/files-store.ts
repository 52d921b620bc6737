// Files store: one page of a run's files with its chip and search, the chosen files, and the file whose drawer is open.
import { create } from 'zustand'
import { MESSAGES } from '../../../shared/messages/index.ts'
import type { FileHistory, FileView } from '../../../shared/model/list-rows.ts'
import type { FileRow } from '../../../shared/model/model.ts'
import { call } from '../../state/bridge.ts'
import { notify, showError } from '../../state/notice-store.ts'
import { NO_ROWS, type PagedRows, createPageLoader } from '../../ui/grid/paged-rows.ts'
import { shareUnchangedRows } from '../../ui/grid/structural-sharing.ts'
import { loadedFiles, openTree, refreshTree, setTree, useTree } from './tree-store.ts'

interface FilesState extends PagedRows<FileRow> {
  readonly jobId: number | null
  readonly view: FileView
  readonly search: string
  readonly selected: ReadonlySet<number>
  /** The file whose drawer is open. */
  readonly open: FileRow | null
  readonly history: FileHistory | null
}

export const useFiles = create<FilesState>(() => ({
  ...NO_ROWS,
  jobId: null,
  view: 'all',
  search: '',
  selected: new Set(),
  open: null,
  history: null,
}))

const loader = createPageLoader<FileRow>(
  async (offset, limit) => {
    const { jobId, view, search } = useFiles.getState()
    if (jobId === null) return null
    const query = { jobId, view, search, problemsFirst: true }
    const answer = await call('files.page', { ...query, offset, limit })
    return answer.ok ? answer.value : null
  },
  (window) => useFiles.setState((held) => shareUnchangedRows(held, window)),
)

export const showFiles = loader.show

/** True without chip and search. A narrowed list is always flat, with whole paths. */
export const isUnfiltered = ({ view, search }: FilesState): boolean =>
  view === 'all' && search === ''

const isTree = (): boolean => useTree.getState().on && isUnfiltered(useFiles.getState())

/** The chosen files that are loaded. */
export const chosenFiles = (): FileRow[] => {
  const { rows, selected } = useFiles.getState()
  return (isTree() ? loadedFiles() : rows).filter((file) => selected.has(file.seq))
}

/** Shows the files as a tree (true) or as a flat list. */
export const showAsTree = (tree: boolean): void => {
  useFiles.setState(NOTHING_CHOSEN)
  setTree(tree)
  loader.refresh()
}

const NOTHING_CHOSEN = { selected: new Set<number>(), open: null, history: null }

export const openFiles = (jobId: number): void => {
  if (useFiles.getState().jobId === jobId) return
  useFiles.setState({ jobId, view: 'all', search: '', ...NOTHING_CHOSEN })
  openTree(jobId)
  loader.reset()
}

export const setFileView = (view: FileView): void => {
  useFiles.setState({ view, ...NOTHING_CHOSEN })
  loader.reset()
  // the tree was not refreshed while it was hidden
  if (isTree()) refreshTree()
}

/** Opens a run's files with one chip chosen and no search; `compare`: with the drawer of the first of them. */
export const openFilesOn = async (
  jobId: number,
  view: FileView,
  compare: boolean,
): Promise<void> => {
  if (useFiles.getState().jobId !== jobId) openTree(jobId)
  useFiles.setState({ jobId, view, search: '', ...NOTHING_CHOSEN })
  loader.reset()
  if (!compare) return
  const query = { jobId, view, search: '', problemsFirst: true, offset: 0, limit: 1 }
  const answer = await call('files.page', query)
  const now = useFiles.getState()
  const [first] = answer.ok ? answer.value.rows : []
  if (first === undefined || now.jobId !== jobId || now.view !== view) return
  pickFiles([first])
  await openFile(first)
}

/** Called when the search gets the focus: the core loads the paths before the first letter. */
export const prefetchFileSearch = (): void => {
  const { jobId } = useFiles.getState()
  if (jobId !== null) void call('files.prefetchSearch', { jobId })
}

export const setFileSearch = (search: string): void => {
  useFiles.setState({ search, ...NOTHING_CHOSEN })
  loader.reset(true)
  if (isTree()) refreshTree()
}

export const applyFiles = (moved: readonly { readonly jobId: number }[]): void => {
  const { jobId } = useFiles.getState()
  if (moved.every((file) => file.jobId !== jobId)) return
  if (isTree()) refreshTree()
  else loader.refresh()
  if (useFiles.getState().open !== null)
    rereadTimer ??= setTimeout(() => void reread(), Math.max(REREAD_MS, 4 * lastReadMs))
}

/** An open file is read again at most this often, and for at most a quarter of the time. */
const REREAD_MS = 500
let rereadTimer: ReturnType<typeof setTimeout> | null = null
let lastReadMs = 0

/** Reads the open file and what the logs say about it; the drawer shows the former answer until then. */
const readHistory = async (): Promise<void> => {
  const { open, jobId } = useFiles.getState()
  if (open === null || jobId === null) return
  const begun = performance.now()
  const answer = await call('files.history', { jobId, seq: open.seq })
  lastReadMs = performance.now() - begun
  const now = useFiles.getState()
  // another file, or another run, may be open by now
  if (answer.ok && now.jobId === jobId && now.open?.seq === open.seq)
    useFiles.setState({ open: answer.value.file, history: answer.value })
}

const reread = async (): Promise<void> => {
  rereadTimer = null
  await readHistory()
}

export const toggleFile = (seq: number): void =>
  useFiles.setState(({ selected }) => {
    const next = new Set(selected)
    if (!next.delete(seq)) next.add(seq)
    return { selected: next }
  })

export const pickFiles = (files: readonly FileRow[]): void =>
  useFiles.setState({ selected: new Set(files.map((file) => file.seq)) })

/** Opens the drawer of a file; null closes it. */
export const openFile = async (file: FileRow | null): Promise<void> => {
  useFiles.setState({ open: file, history: null })
  await readHistory()
}

export const revealFile = (seq: number): void => {
  const { jobId } = useFiles.getState()
  if (jobId !== null) void call('files.reveal', { jobId, seq }).then(showError)
}

export const retryFiles = async (
  jobId: number,
  files: readonly number[] | 'attention' | { readonly folder: string },
): Promise<void> => {
  const answer = await call('files.retry', {
    jobId,
    files: files === 'attention' || 'folder' in files ? files : [...files],
  })
  if (!answer.ok) return showError(answer)
  useFiles.setState({ selected: new Set() })
  if (answer.value.files === 0) notify({ tone: 'info', title: MESSAGES.nothingToResend, lines: [] })
}
