// Files tab: every file of a run with its state, as a flat list or a tree.
import { FileSearch, Files, List, ListTree } from 'lucide-react'
import { type ReactElement, useMemo } from 'react'
import { FILE_VIEWS } from '../../../shared/constants.ts'
import { count } from '../../../shared/format.ts'
import { FILE_COLUMN_NAMES, FILE_VIEW_NAMES } from '../../../shared/messages/files.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import type { FileView } from '../../../shared/model/list-rows.ts'
import type { JobSummary } from '../../../shared/model/model.ts'
import { runLabel } from '../../../shared/state-labels.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { columnEntries, gridColumns } from '../../ui/grid/column-head.tsx'
import { COLUMN_GAP, type FileColumn, fileTable } from '../../ui/grid/columns.ts'
import type { GridColumn } from '../../ui/grid/grid-row.tsx'
import { ContextMenuArea, type MenuEntries } from '../../ui/menu.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { useWidth } from '../../ui/use-width.ts'
import { findLine } from '../log/logs-store.ts'
import { setTab } from '../runs/runs-store.ts'
import { act } from '../runs/run-actions.ts'
import { exclusionEntries } from './exclude-entries.ts'
import { FileDrawer } from './file-drawer.tsx'
import { FileList } from './file-list.tsx'
import { FileTree } from './file-tree.tsx'
import { fileColumnWidths } from './file-column-widths.ts'
import { foldFileColumns } from './folded-file-columns.ts'
import {
  chosenFiles,
  isUnfiltered,
  openFile,
  prefetchFileSearch,
  retryFiles,
  revealFile,
  setFileSearch,
  setFileView,
  showAsTree,
  useFiles,
} from './files-store.ts'
import { RetryChosen } from './retry-chosen.tsx'
import { useTree } from './tree-store.ts'

const checkboxColumn = (): GridColumn => ({
  id: 'chosen',
  head: <span className="visually-hidden">{MESSAGES.chosen}</span>,
  size: '20px',
})

const countOf = (job: JobSummary, view: FileView): number => {
  const states = FILE_VIEWS[view]
  return states === null
    ? job.files.total + (job.files.byState.excluded ?? 0)
    : states.reduce((sum, state) => sum + (job.files.byState[state] ?? 0), 0)
}

const PERMANENT_CHIPS: readonly FileView[] = [
  'all',
  'failed',
  'sending',
  'waiting',
  'unproven',
  'verified',
]

/** The chips of a run. While it waits for its next try, failed files count as retrying, except vanished ones. */
const chipsOf = (job: JobSummary, view: FileView): readonly FileView[] => {
  const retried = runLabel(job) === 'Retrying'
  const some: FileView[] = [
    'attention',
    'open',
    'excluded',
    ...(retried ? (['failed'] as const) : []),
  ]
  const gone = retried && (job.files.byState.vanished ?? 0) > 0
  return [
    ...PERMANENT_CHIPS.map((one) => (one === 'failed' && retried ? 'retrying' : one)),
    ...some.filter(
      (one) =>
        view === one ||
        (one === 'excluded' && countOf(job, one) > 0) ||
        (one === 'attention' && gone),
    ),
  ]
}

const Chips = ({ job }: { readonly job: JobSummary }): ReactElement => {
  const view = useFiles((state) => state.view)
  // while files move, chips that come and go would move others under the pointer
  const isMoving = job.livePhase !== null || job.state === 'running'
  const chips = chipsOf(job, view).filter(
    (one) => isMoving || one === 'all' || one === view || countOf(job, one) > 0,
  )
  return (
    <>
      {(chips.includes(view) ? chips : [...chips, view]).map((one) => (
        <button
          type="button"
          key={one}
          className="chip"
          aria-pressed={view === one}
          onClick={() => setFileView(one)}
        >
          {FILE_VIEW_NAMES[one]} <span className="chip-count">{count(countOf(job, one))}</span>
        </button>
      ))}
    </>
  )
}

/** Switches between flat list and tree. */
const TreeSwitch = (): ReactElement => {
  const on = useTree((state) => state.on)
  return (
    <span className="tree-switch" role="group" aria-label={MESSAGES.filesAs}>
      <button type="button" className="chip" aria-pressed={!on} onClick={() => showAsTree(false)}>
        <List size={13} aria-hidden /> {MESSAGES.flat}
      </button>
      <button type="button" className="chip" aria-pressed={on} onClick={() => showAsTree(true)}>
        <ListTree size={13} aria-hidden /> {MESSAGES.tree}
      </button>
    </span>
  )
}

const entriesFor = (job: JobSummary): MenuEntries => {
  const { selected } = useFiles.getState()
  const { folder } = useTree.getState()
  const files = chosenFiles()
  const [only] = files.length === 1 ? files : []
  const copy = (text: string): void => void navigator.clipboard.writeText(text)
  return [
    {
      label: files.length > 1 ? MESSAGES.resend(selected.size) : MESSAGES.retryThis,
      preferred: true,
      disabled: !job.actions.includes('retry') || selected.size === 0,
      run: () => void retryFiles(job.id, [...selected]),
    },
    ...(only === undefined
      ? []
      : [
          { label: MESSAGES.showFolder, run: () => revealFile(only.seq) },
          { label: MESSAGES.fileDrawer, run: () => void openFile(only) },
        ]),
    ...(folder === null
      ? []
      : [
          {
            label: MESSAGES.retryFolder,
            disabled: !job.actions.includes('retry'),
            run: () => void retryFiles(job.id, { folder }),
          },
        ]),
    null,
    {
      label: MESSAGES.copyPath,
      disabled: files.length === 0 && folder === null,
      run: () => copy(folder ?? files.map((f) => f.path).join('\n')),
    },
    {
      label: MESSAGES.copySha,
      disabled: files.every((file) => file.sha256 === null),
      run: () => copy(files.map((f) => `${f.sha256 ?? ''}  ${f.path}`).join('\n')),
    },
    null,
    {
      label: MESSAGES.compare,
      disabled: !job.actions.includes('verify'),
      run: () => void act([job.id], 'verify'),
    },
    ...exclusionEntries(job, files),
    {
      label: MESSAGES.showLines,
      disabled: only === undefined,
      run() {
        setTab('log')
        if (only !== undefined) void findLine(only.path, null, 'forward')
      },
    },
  ]
}

const FilesToolbar = ({ job }: { readonly job: JobSummary }): ReactElement => {
  const list = useFiles()
  const chosen = list.selected.size
  const filtered = list.search !== '' || list.view !== 'all'
  return (
    <div className="tools">
      <Chips job={job} />
      <TreeSwitch />
      <SearchField
        label={MESSAGES.searchFiles}
        value={list.search}
        onFocus={prefetchFileSearch}
        onChange={setFileSearch}
      />
      <span className="end muted" role="status">
        {filtered ? MESSAGES.filesShown(list.total, job.files.total) : ''}
        {chosen > 0 ? `  ${MESSAGES.chosenCount(chosen)}` : ''}
      </span>
      <RetryChosen job={job} />
    </div>
  )
}

const NoFiles = ({ job }: { readonly job: JobSummary }): ReactElement => {
  const { search, view } = useFiles()
  if (search === '' && view === 'all')
    return <EmptyState icon={Files} title={MESSAGES.noFilesYet} text={MESSAGES.noFilesYetText} />
  return (
    <EmptyState
      icon={FileSearch}
      title={MESSAGES.noFilesMatch}
      text={MESSAGES.hiddenByFilters(job.files.total)}
    >
      <button
        type="button"
        className="button"
        onClick={() => {
          setFileSearch('')
          setFileView('all')
        }}
      >
        {MESSAGES.clearFilters}
      </button>
    </EmptyState>
  )
}

/** Px of the boxes, the padding and the scroll bar. */
const BESIDE_COLUMNS = 74

export const FilesTab = ({ job }: { readonly job: JobSummary }): ReactElement => {
  const open = useFiles((state) => state.open)
  const nothing = useFiles((state) => state.loaded && state.total === 0)
  const isWholeRun = useFiles(isUnfiltered)
  const inTree = useTree((state) => state.on) && isWholeRun
  const { shown: switchedOn, widths } = fileTable.useColumns()
  const { ref, width } = useWidth()
  // whoever chose columns or widths gets these
  const isAsShipped = Object.keys(widths).length === 0 && fileTable.isDefault(switchedOn)
  const needed = fileColumnWidths(job)
  const leastOf = (id: FileColumn): number =>
    COLUMN_GAP + Math.max(needed[id] ?? 0, fileTable.find(id)?.minWidth ?? 0)
  // the same object while no width changes, so that the heads are not drawn anew
  const neededKey = JSON.stringify(needed)
  // joined, because the run changes many times a second and the columns hardly ever
  const shownIds = (
    isAsShipped ? foldFileColumns(switchedOn, job, width - BESIDE_COLUMNS, leastOf) : switchedOn
  ).join(' ')
  const shown = useMemo(
    () => switchedOn.filter((id) => shownIds.split(' ').includes(id)),
    [switchedOn, shownIds],
  )
  const columns = useMemo(
    () => [checkboxColumn(), ...gridColumns(fileTable, FILE_COLUMN_NAMES, null, shown, needed)],
    // gridColumns reads the widths from their own store; the key stands for what is needed
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [shown, widths, neededKey],
  )
  const entries = (target: Element | null): MenuEntries =>
    target?.closest('.grid-heads') === null || target === null
      ? entriesFor(job)
      : columnEntries(fileTable, FILE_COLUMN_NAMES, target)
  return (
    <>
      <FilesToolbar job={job} />
      {(inTree ? job.files.total === 0 : nothing) ? (
        <NoFiles job={job} />
      ) : (
        <div className="with-drawer" ref={ref}>
          <ContextMenuArea className="main-list" entries={entries}>
            {inTree ? (
              <FileTree job={job} columns={columns} shown={shown} />
            ) : (
              <FileList job={job} columns={columns} shown={shown} />
            )}
          </ContextMenuArea>
          {open === null ? null : <FileDrawer file={open} job={job} />}
        </div>
      )}
    </>
  )
}
