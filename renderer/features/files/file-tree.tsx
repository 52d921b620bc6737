// Tree of a run's files: the same grid and columns as the flat list, with folders that expand.
import { type ReactElement, useRef } from 'react'
import { MESSAGES } from '../../../shared/messages/index.ts'
import type { FileRow, JobSummary } from '../../../shared/model/model.ts'
import { runLabel } from '../../../shared/state-labels.ts'
import { useApp } from '../../state/app-store.ts'
import { type FileColumn, ROW_HEIGHTS, useDensity } from '../../ui/grid/columns.ts'
import { useCellCache } from '../../ui/grid/grid-row.tsx'
import { type SelectMode, VirtualGrid } from '../../ui/grid/virtual-grid.tsx'
import type { GridColumn } from '../../ui/grid/grid-row.tsx'
import { useLiveProgress } from '../runs/live-progress-store.ts'
import { fileCells, folderCells } from './file-cells.tsx'
import { openFile, pickFiles, revealFile, toggleFile, useFiles } from './files-store.ts'
import { rowAtPosition } from './tree-shape.ts'
import {
  chooseFolder,
  isOpen,
  positionAtRow,
  showTree,
  toggleFolder,
  useTree,
} from './tree-store.ts'

const rowAt = (index: number): ReturnType<typeof rowAtPosition> => {
  const position = positionAtRow(index)
  return position === undefined ? undefined : rowAtPosition(position)
}

const toggle = (index: number): void => {
  const position = positionAtRow(index)
  if (position !== undefined) toggleFolder(position)
}

/** Right expands a folder, then goes to its first child; Left collapses it, then goes to its parent. */
const setExpanded = (index: number, open: boolean): number | null => {
  const position = positionAtRow(index)
  const row = rowAt(index)
  if (position === undefined) return null
  const isCollapsed = row?.kind === 'folder' && !isOpen(row.path)
  if (open) {
    if (row?.kind !== 'folder') return null
    if (!isCollapsed) return index + 1
    toggleFolder(position)
    return null
  }
  if (row?.kind !== 'folder' || isCollapsed) return position.parentIndex
  toggleFolder(position)
  return null
}

const ariaPositionOf = (index: number) => {
  const position = positionAtRow(index)
  const row = rowAt(index)
  if (position === undefined || row === undefined) return undefined
  return {
    level: position.depth + 1,
    positionInSet: position.index + 1,
    setSize: position.level.total,
    expanded: row.kind === 'folder' ? isOpen(row.path) : null,
  }
}

const pick = (index: number, mode: SelectMode, anchor: { current: number }): void => {
  const row = rowAt(index)
  if (row === undefined) return
  const [from, to] = [Math.min(anchor.current, index), Math.max(anchor.current, index)]
  if (mode !== 'range') anchor.current = index
  if (row.kind === 'folder' && mode !== 'range') {
    chooseFolder(row.path)
    if (mode === 'one') pickFiles([])
    return
  }
  chooseFolder(null)
  if (row.kind === 'file' && mode === 'add') return toggleFile(row.file.seq)
  const rows =
    mode === 'range' ? Array.from({ length: to - from + 1 }, (_, i) => rowAt(from + i)) : [row]
  pickFiles(rows.flatMap((one): FileRow[] => (one?.kind === 'file' ? [one.file] : [])))
  if (row.kind === 'file' && mode === 'one' && useFiles.getState().open !== null)
    void openFile(row.file)
}

/** Index of the next loaded row whose name begins with the text; null: none does. */
const find = (text: string, from: number): number | null => {
  const length = useTree.getState().root?.length ?? 0
  // only loaded rows have a name, so the search stops after some thousands of rows
  for (let step = 0; step < Math.min(length, 2_000); step += 1) {
    const index = (from + step) % length
    const row = rowAt(index)
    const path = row === undefined ? '' : row.kind === 'folder' ? row.path : row.file.path
    if (
      path
        .slice(path.lastIndexOf('/') + 1)
        .toLowerCase()
        .startsWith(text)
    )
      return index
  }
  return null
}

export const FileTree = (props: {
  readonly job: JobSummary
  readonly columns: readonly GridColumn[]
  /** The columns beside the box of each row. */
  readonly shown: readonly FileColumn[]
}): ReactElement => {
  const { job, shown } = props
  const { level } = job
  const run = runLabel(job)
  const root = useTree((state) => state.root)
  const folder = useTree((state) => state.folder)
  const selected = useFiles((state) => state.selected)
  const active = useLiveProgress((state) => state.live.get(job.id)?.active)
  const now = useApp((state) => state.now)
  const anchor = useRef(0)
  const density = useDensity()
  const cachedCells = useCellCache()
  return (
    <VirtualGrid
      name={MESSAGES.files}
      className="files"
      columns={props.columns}
      rowHeight={ROW_HEIGHTS[density]}
      total={root?.length ?? 0}
      resetKey={`${job.id} tree`}
      tree={{ positionOf: ariaPositionOf, setExpanded }}
      cellsAt={(index) => {
        const position = positionAtRow(index)
        const row = rowAt(index)
        if (position === undefined || row === undefined) return undefined
        const { depth } = position
        if (row.kind === 'folder')
          return folderCells(shown, row, { run, depth, open: isOpen(row.path) }, () =>
            toggle(index),
          )
        const { file } = row
        const sending = active?.find((one) => one.path === file.path)?.bytes
        const chosen = selected.has(file.seq)
        return cachedCells(file, [shown, run, level, chosen, sending, now, depth], () =>
          fileCells(shown, file, { run, level, chosen, sending, now, depth }),
        )
      }}
      isSelected={(index) => {
        const row = rowAt(index)
        if (row === undefined) return false
        return row.kind === 'folder' ? row.path === folder : selected.has(row.file.seq)
      }}
      onVisibleRange={showTree}
      onSelect={(index, mode) => pick(index, mode, anchor)}
      onEnter={(index) => {
        const row = rowAt(index)
        if (row?.kind === 'file') void openFile(row.file)
        else toggle(index)
      }}
      onRowDoubleClick={(index) => {
        const row = rowAt(index)
        if (row?.kind === 'file') revealFile(row.file.seq)
        else toggle(index)
      }}
      findByName={find}
    />
  )
}
