// The Files tab: a window of one run's files, fetched again when the run's revision moves.
import { create } from 'zustand'
import { MESSAGES } from '../../../shared/messages/index.ts'
import type { FileStory, FileView } from '../../../shared/model/list-rows.ts'
import type { FileRow } from '../../../shared/model/model.ts'
import { call } from '../../app/bridge.ts'
import { notify, showError } from '../../app/notice-store.ts'
import { type PagedRows, createPageLoader, NO_ROWS } from '../../ui/grid/paged-rows.ts'
import { shareUnchangedRows } from '../../ui/grid/structural-sharing.ts'
import { loadedFiles, openTree, refreshTree, setTree, useTree } from './tree-store.ts'

interface FilesState extends PagedRows<FileRow> {
  readonly jobId: number | null
  readonly view: FileView
  readonly search: string
  readonly selected: ReadonlySet<number>
  /** The file whose drawer is open. */
  readonly open: FileRow | null
  readonly story: FileStory | null
}

export const useFiles = create<FilesState>(() => ({
  ...NO_ROWS,
  jobId: null,
  view: 'all',
  search: '',
  selected: new Set(),
  open: null,
  story: null,
}))

const loader = createPageLoader<FileRow>(
  async (offset, limit) => {
    const { jobId, view, search } = useFiles.getState()
    if (jobId === null) return null
    const answer = await call('files.page', { jobId, view, search, offset, limit })
    return answer.ok ? answer.value : null
  },
  (window) => useFiles.setState((held) => shareUnchangedRows(held, window)),
)

export const showFiles = loader.show

/** Neither a chip nor a search narrows the list; what does is shown flat, with whole paths. */
export const isUnfiltered = ({ view, search }: FilesState): boolean =>
  view === 'all' && search === ''

const isTree = (): boolean => useTree.getState().on && isUnfiltered(useFiles.getState())

/** The chosen files, as far as they are loaded. */
export const chosenFiles = (): FileRow[] => {
  const { rows, selected } = useFiles.getState()
  return (isTree() ? loadedFiles() : rows).filter((file) => selected.has(file.seq))
}

/** Flat, or as a tree. */
export const showAs = (tree: boolean): void => {
  useFiles.setState(CLOSED)
  setTree(tree)
  loader.refresh()
}

const CLOSED = { selected: new Set<number>(), open: null, story: null }

export const openFiles = (jobId: number): void => {
  if (useFiles.getState().jobId === jobId) return
  useFiles.setState({ jobId, view: 'all', search: '', ...CLOSED })
  openTree(jobId)
  loader.reset()
}

export const setFileView = (view: FileView): void => {
  useFiles.setState({ view, ...CLOSED })
  loader.reset()
  // a tree that comes back was not looked at meanwhile
  if (isTree()) refreshTree()
}

/** Opens a run's files on one chip, without what was searched for. */
export const openFilesOn = (jobId: number, view: FileView): void => {
  if (useFiles.getState().jobId !== jobId) openTree(jobId)
  useFiles.setState({ jobId, view, search: '', ...CLOSED })
  loader.reset()
}

/** The search has the focus: what it reads is made ready before the first letter. */
export const expectFileSearch = (): void => {
  const { jobId } = useFiles.getState()
  if (jobId !== null) void call('files.prefetchSearch', { jobId })
}

export const setFileSearch = (search: string): void => {
  useFiles.setState({ search, ...CLOSED })
  loader.reset(true)
  if (isTree()) refreshTree()
}

export const applyFiles = (moved: readonly { readonly jobId: number }[]): void => {
  const { jobId } = useFiles.getState()
  if (moved.every((file) => file.jobId !== jobId)) return
  if (isTree()) refreshTree()
  else loader.refresh()
  if (useFiles.getState().open !== null)
    again ??= setTimeout(() => void readAgain(), Math.max(AGAIN_MS, 4 * tookMs))
}

/** A file that is open is read again so often at most, or as seldom as reading its logs takes a quarter of the time. */
const AGAIN_MS = 500
let again: ReturnType<typeof setTimeout> | null = null
let tookMs = 0

/** What is said of the open file now; what was said stands until then. */
const readStory = async (): Promise<void> => {
  const { open, jobId } = useFiles.getState()
  if (open === null || jobId === null) return
  const begun = performance.now()
  const answer = await call('files.history', { jobId, seq: open.seq })
  tookMs = performance.now() - begun
  const now = useFiles.getState()
  // another file, or another run, may be open by now
  if (answer.ok && now.jobId === jobId && now.open?.seq === open.seq)
    useFiles.setState({ open: answer.value.file, story: answer.value })
}

const readAgain = async (): Promise<void> => {
  again = null
  await readStory()
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
  useFiles.setState({ open: file, story: null })
  await readStory()
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
