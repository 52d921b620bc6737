// The Files tab: a window of one run's files, fetched again when the run's revision moves.
import { create } from 'zustand'
import type { FileRow } from '../../shared/model.ts'
import { call } from '../bridge.ts'
import { notify } from './app.ts'
import { type RowWindow, createWindowLoader, emptyWindow } from './row-window.ts'

interface FilesState extends RowWindow<FileRow> {
  readonly jobId: number | null
  readonly view: 'all' | 'attention'
  readonly search: string
  readonly selected: ReadonlySet<number>
}

export const useFiles = create<FilesState>(() => ({
  ...emptyWindow,
  jobId: null,
  view: 'all',
  search: '',
  selected: new Set(),
}))

const loader = createWindowLoader<FileRow>(
  async (offset, limit) => {
    const { jobId, view, search } = useFiles.getState()
    if (jobId === null) return null
    const answer = await call('files.page', { jobId, view, search, offset, limit })
    return answer.ok ? answer.value : null
  },
  (window) => useFiles.setState(window),
)

export const showFiles = loader.show

export const openFiles = (jobId: number): void => {
  if (useFiles.getState().jobId === jobId) return
  useFiles.setState({ jobId, view: 'all', search: '', selected: new Set() })
  loader.reset()
}

export const setFileView = (view: 'all' | 'attention'): void => {
  useFiles.setState({ view, selected: new Set() })
  loader.reset()
}

export const setFileSearch = (search: string): void => {
  useFiles.setState({ search, selected: new Set() })
  loader.reset()
}

export const applyFiles = (moved: readonly { readonly jobId: number }[]): void => {
  const { jobId } = useFiles.getState()
  if (moved.some((file) => file.jobId === jobId)) loader.refresh()
}

export const toggleFile = (seq: number): void =>
  useFiles.setState(({ selected }) => {
    const next = new Set(selected)
    if (!next.delete(seq)) next.add(seq)
    return { selected: next }
  })

export const pickFiles = (files: readonly FileRow[]): void =>
  useFiles.setState({ selected: new Set(files.map((file) => file.seq)) })

export const retryFiles = async (
  jobId: number,
  files: readonly number[] | 'attention',
): Promise<void> => {
  const answer = await call('files.retry', {
    jobId,
    files: files === 'attention' ? files : [...files],
  })
  if (!answer.ok) return notify({ tone: 'problem', title: answer.error.message, lines: [] })
  useFiles.setState({ selected: new Set() })
  if (answer.value.files === 0)
    notify({ tone: 'info', title: 'None of these files needs sending again', lines: [] })
}
