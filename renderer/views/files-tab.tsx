// The Files tab: every file of a run with its state, of which only the visible rows are held.
import { FileSearch, Files, RotateCw } from 'lucide-react'
import { type ReactElement, type ReactNode, useCallback, useRef } from 'react'
import type { FileRow, JobSummary } from '../../shared/model.ts'
import { Empty, SearchField } from '../components/small.tsx'
import { FileMark } from '../components/state-mark.tsx'
import { VirtualGrid } from '../components/virtual-grid.tsx'
import { bytes, count } from '../format.ts'
import {
  pickFiles,
  retryFiles,
  setFileSearch,
  setFileView,
  showFiles,
  toggleFile,
  useFiles,
} from '../store/files.ts'
import { rowAt } from '../store/row-window.ts'
import { TEXT } from '../words.ts'

const HEAD: readonly ReactNode[] = [
  <span key="chosen" className="unseen">
    Chosen
  </span>,
  'State',
  'Path',
  <span key="size" className="right">
    Size
  </span>,
  'SHA-256',
  'Problem',
]

const cellsOf = (file: FileRow, chosen: boolean): readonly ReactNode[] => [
  <input
    key="chosen"
    type="checkbox"
    tabIndex={-1}
    checked={chosen}
    aria-label={`Choose ${file.path}`}
    onMouseDown={(event) => event.stopPropagation()}
    onChange={() => toggleFile(file.seq)}
  />,
  <FileMark key="state" state={file.state} />,
  <span key="path" className="mono" title={file.path}>
    {file.path}
  </span>,
  <span key="size" className="right">
    {bytes(file.size)}
  </span>,
  <span key="sha" className="mono muted" title={file.sha256 ?? undefined}>
    {file.sha256?.slice(0, 12) ?? ''}
  </span>,
  <span key="problem" title={file.lastError ?? undefined}>
    {file.lastError ?? ''}
  </span>,
]

export const FilesTab = ({ job }: { readonly job: JobSummary }): ReactElement => {
  const list = useFiles()
  const anchor = useRef(0)
  const onRange = useCallback((first: number, last: number) => showFiles(first, last), [])
  const pick = (index: number, how: 'one' | 'add' | 'range'): void => {
    const file = rowAt(list, index)
    if (file === undefined) return
    const [from, to] = [Math.min(anchor.current, index), Math.max(anchor.current, index)]
    if (how !== 'range') anchor.current = index
    if (how === 'add') toggleFile(file.seq)
    else
      pickFiles(
        how === 'one'
          ? [file]
          : list.rows.slice(Math.max(0, from - list.start), to - list.start + 1),
      )
  }
  const chosen = list.selected.size
  const canRetry = job.actions.includes('retry')
  const filtered = list.search !== '' || list.view === 'attention'
  return (
    <>
      <div className="tools">
        <button
          type="button"
          className="chip"
          aria-pressed={list.view === 'all'}
          onClick={() => setFileView('all')}
        >
          All {count(job.files.total)}
        </button>
        <button
          type="button"
          className="chip"
          aria-pressed={list.view === 'attention'}
          onClick={() => setFileView('attention')}
        >
          Need attention {count(job.attention)}
        </button>
        <SearchField label={TEXT.searchFiles} value={list.search} onChange={setFileSearch} />
        <span className="end muted" role="status">
          {filtered ? `${count(list.total)} of ${count(job.files.total)} shown` : ''}
          {chosen > 0 ? `  ${count(chosen)} chosen` : ''}
        </span>
        <button
          type="button"
          className="button small"
          disabled={!canRetry || chosen === 0}
          onClick={() => void retryFiles(job.id, [...list.selected])}
        >
          <RotateCw size={13} aria-hidden />
          {chosen > 1 ? `Retry ${count(chosen)} files` : TEXT.retryChosen}
        </button>
      </div>
      {list.loaded && list.total === 0 ? (
        filtered ? (
          <Empty icon={FileSearch} title={TEXT.noFilesMatch}>
            <button
              type="button"
              className="button"
              onClick={() => {
                setFileSearch('')
                setFileView('all')
              }}
            >
              {TEXT.clearFilters}
            </button>
          </Empty>
        ) : (
          <Empty icon={Files} title={TEXT.noFilesYet} text={TEXT.noFilesYetText} />
        )
      ) : (
        <VirtualGrid
          name="Files"
          className="files"
          head={HEAD}
          total={list.total}
          resetKey={`${job.id} ${list.view} ${list.search}`}
          cells={(index) => {
            const file = rowAt(list, index)
            return file === undefined ? undefined : cellsOf(file, list.selected.has(file.seq))
          }}
          isSelected={(index) => list.selected.has(rowAt(list, index)?.seq ?? -1)}
          onRange={onRange}
          onPick={pick}
        />
      )}
    </>
  )
}
