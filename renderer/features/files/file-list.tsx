// Flat list of a run's files: all of them, or those that a chip or a search leaves.
import { type ReactElement, useCallback, useRef } from 'react'
import { MESSAGES } from '../../../shared/messages/index.ts'
import type { JobSummary } from '../../../shared/model/model.ts'
import { runLabel } from '../../../shared/state-labels.ts'
import { useApp } from '../../state/app-store.ts'
import { type FileColumn, ROW_HEIGHTS, useDensity } from '../../ui/grid/columns.ts'
import { useCellCache } from '../../ui/grid/grid-row.tsx'
import { findRow, rowAt } from '../../ui/grid/paged-rows.ts'
import { type SelectMode, VirtualGrid } from '../../ui/grid/virtual-grid.tsx'
import type { GridColumn } from '../../ui/grid/grid-row.tsx'
import { useLiveProgress } from '../runs/live-progress-store.ts'
import { fileCells } from './file-cells.tsx'
import { openFile, pickFiles, revealFile, showFiles, toggleFile, useFiles } from './files-store.ts'

/** Type-ahead matches the beginning of the path or of the file's name. */
const matchesTypeAhead = (path: string, text: string): boolean => {
  const lower = path.toLowerCase()
  return lower.startsWith(text) || lower.slice(lower.lastIndexOf('/') + 1).startsWith(text)
}

export const FileList = (props: {
  readonly job: JobSummary
  readonly columns: readonly GridColumn[]
  /** The columns beside the box of each row. */
  readonly shown: readonly FileColumn[]
}): ReactElement => {
  const { job, shown } = props
  const { level } = job
  const run = runLabel(job)
  const list = useFiles()
  const active = useLiveProgress((state) => state.live.get(job.id)?.active)
  const now = useApp((state) => state.now)
  const density = useDensity()
  const cachedCells = useCellCache()
  const anchor = useRef(0)
  const onRange = useCallback((first: number, last: number) => showFiles(first, last), [])
  const pick = (index: number, mode: SelectMode): void => {
    const file = rowAt(list, index)
    if (file === undefined) return
    const [from, to] = [Math.min(anchor.current, index), Math.max(anchor.current, index)]
    if (mode !== 'range') anchor.current = index
    if (mode === 'add') toggleFile(file.seq)
    else
      pickFiles(
        mode === 'one'
          ? [file]
          : list.rows.slice(Math.max(0, from - list.start), to - list.start + 1),
      )
    if (mode === 'one' && useFiles.getState().open !== null) void openFile(file)
  }
  return (
    <VirtualGrid
      name={MESSAGES.files}
      className="files"
      columns={props.columns}
      rowHeight={ROW_HEIGHTS[density]}
      total={list.total}
      resetKey={`${job.id} ${list.view} ${list.search}`}
      cellsAt={(index) => {
        const file = rowAt(list, index)
        if (file === undefined) return undefined
        const sending = active?.find((one) => one.path === file.path)?.bytes
        const chosen = list.selected.has(file.seq)
        return cachedCells(file, [shown, run, level, chosen, sending, now], () =>
          fileCells(shown, file, { run, level, chosen, sending, now }),
        )
      }}
      isSelected={(index) => list.selected.has(rowAt(list, index)?.seq ?? -1)}
      onVisibleRange={onRange}
      onSelect={pick}
      onEnter={(index) => void openFile(rowAt(list, index) ?? null)}
      onRowDoubleClick={(index) => {
        const file = rowAt(list, index)
        if (file !== undefined) revealFile(file.seq)
      }}
      findByName={(text, from) => findRow(list, from, (file) => matchesTypeAhead(file.path, text))}
    />
  )
}
