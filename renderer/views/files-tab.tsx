// The Files tab: every file of a run with its state, of which only the visible rows are held.
import { FileSearch, Files, RotateCw } from 'lucide-react'
import { type ReactElement, type ReactNode, useCallback, useRef } from 'react'
import { filesText } from '../../shared/catalogue/common.ts'
import { CHIPS } from '../../shared/catalogue/files.ts'
import { WORDS } from '../../shared/catalogue/words.ts'
import { bytes, count } from '../../shared/format.ts'
import { FILE_VIEWS, type FileView } from '../../shared/lists.ts'
import type { FileRow, JobSummary } from '../../shared/model.ts'
import { fileProof, proofWord } from '../../shared/words.ts'
import { type Entries, RightClick } from '../components/menu.tsx'
import { Empty, SearchField } from '../components/small.tsx'
import { FileMark } from '../components/state-mark.tsx'
import { type GridColumn, VirtualGrid } from '../components/virtual-grid.tsx'
import { useApp } from '../store/app.ts'
import {
  openFile,
  pickFiles,
  retryFiles,
  revealFile,
  setFileSearch,
  setFileView,
  showFiles,
  toggleFile,
  useFiles,
} from '../store/files.ts'
import { act, setTab } from '../store/jobs.ts'
import { findLine } from '../store/logs.ts'
import { rowAt } from '../store/row-window.ts'
import { FileDrawer } from './file-drawer.tsx'

const ROW_HEIGHT = 28

const COLUMNS: readonly GridColumn[] = [
  { id: 'chosen', head: <span className="unseen">{WORDS.chosen}</span>, size: '20px' },
  { id: 'state', head: WORDS.state, size: '110px' },
  { id: 'path', head: WORDS.path, size: 'minmax(200px, 3fr)', look: 'mono' },
  { id: 'size', head: WORDS.sizeHere, size: '84px', right: true },
  { id: 'sent', head: WORDS.sent, size: '84px', right: true, look: 'muted' },
  { id: 'proof', head: WORDS.proof, size: '80px' },
  { id: 'sha', head: WORDS.hash, size: '112px', look: 'mono muted' },
  { id: 'problem', head: WORDS.problem, size: 'minmax(120px, 2fr)' },
]

const proofText = (file: FileRow, job: JobSummary): string => {
  const proof = fileProof(file.state, job.level)
  return proof === 'none' ? '' : proofWord(proof)
}

const sentOf = (file: FileRow, sending: number | undefined): string => {
  if (sending !== undefined) return bytes(sending)
  return file.state === 'pending' || file.state === 'skipped'
    ? ''
    : bytes(file.state === 'failed' ? 0 : file.size)
}

const cellsOf = (
  file: FileRow,
  job: JobSummary,
  chosen: boolean,
  sending: number | undefined,
): readonly ReactNode[] => [
  <input
    key="chosen"
    type="checkbox"
    tabIndex={-1}
    checked={chosen}
    aria-label={WORDS.choose(file.path)}
    onMouseDown={(event) => event.stopPropagation()}
    onChange={() => toggleFile(file.seq)}
  />,
  <FileMark key="state" state={file.state} />,
  file.path,
  bytes(file.size),
  sentOf(file, sending),
  proofText(file, job),
  file.sha256 === null ? (
    ''
  ) : (
    <span key="sha" title={file.sha256}>
      {file.sha256.slice(0, 12)}
    </span>
  ),
  file.lastError ?? '',
]

const countOf = (job: JobSummary, view: FileView): number => {
  const states = FILE_VIEWS[view]
  return states === null
    ? job.files.total
    : states.reduce((sum, state) => sum + (job.files.byState[state] ?? 0), 0)
}

const ALWAYS: readonly FileView[] = ['all', 'failed', 'sending', 'waiting', 'unproven', 'verified']

const Chips = ({ job }: { readonly job: JobSummary }): ReactElement => {
  const view = useFiles((state) => state.view)
  const some: FileView[] = ['attention', 'open', 'excluded']
  const more = some.filter((one) => view === one || (one === 'excluded' && countOf(job, one) > 0))
  const retrying = job.state === 'queued' && job.failures > 0
  return (
    <>
      {[...ALWAYS, ...more].map((one) => (
        <button
          type="button"
          key={one}
          className="chip"
          aria-pressed={view === one}
          onClick={() => setFileView(one)}
        >
          {one === 'failed' && retrying ? WORDS.retrying : CHIPS[one]} {count(countOf(job, one))}
        </button>
      ))}
    </>
  )
}

const entriesFor = (job: JobSummary): Entries => {
  const { rows, selected } = useFiles.getState()
  const files = rows.filter((file) => selected.has(file.seq))
  const [only] = files.length === 1 ? files : []
  const copy = (text: string): void => void navigator.clipboard.writeText(text)
  return [
    {
      label: files.length > 1 ? WORDS.resend(selected.size) : WORDS.retryThis,
      main: true,
      disabled: !job.actions.includes('retry') || selected.size === 0,
      run: () => void retryFiles(job.id, [...selected]),
    },
    ...(only === undefined
      ? []
      : [
          { label: WORDS.showFolder, run: () => revealFile(only.seq) },
          { label: WORDS.fileDrawer, run: () => void openFile(only) },
        ]),
    null,
    {
      label: WORDS.copyPath,
      disabled: files.length === 0,
      run: () => copy(files.map((f) => f.path).join('\n')),
    },
    {
      label: WORDS.copySha,
      disabled: files.every((file) => file.sha256 === null),
      run: () => copy(files.map((f) => `${f.sha256 ?? ''}  ${f.path}`).join('\n')),
    },
    null,
    {
      label: WORDS.compare,
      disabled: !job.actions.includes('verify'),
      run: () => void act([job.id], 'verify'),
    },
    {
      label: WORDS.showLines,
      disabled: only === undefined,
      run() {
        setTab('log')
        if (only !== undefined) void findLine(only.path, null, 'forward')
      },
    },
  ]
}

const Tools = ({ job }: { readonly job: JobSummary }): ReactElement => {
  const list = useFiles()
  const chosen = list.selected.size
  const filtered = list.search !== '' || list.view !== 'all'
  return (
    <div className="tools">
      <Chips job={job} />
      <SearchField label={WORDS.searchFiles} value={list.search} onChange={setFileSearch} />
      <span className="end muted" role="status">
        {filtered ? WORDS.filesShown(list.total, job.files.total) : ''}
        {chosen > 0 ? `  ${WORDS.chosenCount(chosen)}` : ''}
      </span>
      <button
        type="button"
        className="button small"
        disabled={!job.actions.includes('retry') || chosen === 0}
        onClick={() => void retryFiles(job.id, [...list.selected])}
      >
        <RotateCw size={13} aria-hidden />
        {chosen > 1 ? WORDS.retryCount(filesText(chosen)) : WORDS.retryChosen}
      </button>
    </div>
  )
}

const Nothing = ({ job }: { readonly job: JobSummary }): ReactElement => {
  const { search, view } = useFiles()
  if (search === '' && view === 'all')
    return <Empty icon={Files} title={WORDS.noFilesYet} text={WORDS.noFilesYetText} />
  return (
    <Empty
      icon={FileSearch}
      title={WORDS.noFilesMatch}
      text={WORDS.hiddenByFilters(job.files.total)}
    >
      <button
        type="button"
        className="button"
        onClick={() => {
          setFileSearch('')
          setFileView('all')
        }}
      >
        {WORDS.clearFilters}
      </button>
    </Empty>
  )
}

export const FilesTab = ({ job }: { readonly job: JobSummary }): ReactElement => {
  const list = useFiles()
  const active = useApp((state) => state.live.get(job.id)?.active)
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
    if (how === 'one' && useFiles.getState().open !== null) void openFile(file)
  }
  return (
    <>
      <Tools job={job} />
      {list.loaded && list.total === 0 ? (
        <Nothing job={job} />
      ) : (
        <div className="with-drawer">
          <RightClick className="main-list" entries={() => entriesFor(job)}>
            <VirtualGrid
              name={WORDS.files}
              className="files"
              columns={COLUMNS}
              rowHeight={ROW_HEIGHT}
              total={list.total}
              resetKey={`${job.id} ${list.view} ${list.search}`}
              cells={(index) => {
                const file = rowAt(list, index)
                if (file === undefined) return undefined
                const sending = active?.find((one) => one.path === file.path)?.bytes
                return cellsOf(file, job, list.selected.has(file.seq), sending)
              }}
              isSelected={(index) => list.selected.has(rowAt(list, index)?.seq ?? -1)}
              onRange={onRange}
              onPick={pick}
              onOpen={(index) => void openFile(rowAt(list, index) ?? null)}
            />
          </RightClick>
          {list.open === null ? null : <FileDrawer file={list.open} />}
        </div>
      )}
    </>
  )
}
