// The files of a run as a tree: the same grid and columns as the flat list, with folders that open.
import { type ReactElement, useRef } from 'react'
import { MESSAGES } from '../../../shared/messages/index.ts'
import type { FileRow, JobSummary } from '../../../shared/model/model.ts'
import { runLabel } from '../../../shared/state-labels.ts'
import { useApp } from '../../app/app-store.ts'
import { ROW_HEIGHTS, fileTable, useDensity } from '../../ui/grid/columns.ts'
import { useCellCache } from '../../ui/grid/grid-row.tsx'
import { type GridColumn, VirtualGrid } from '../../ui/grid/virtual-grid.tsx'
import { useLiveProgress } from '../runs/live-progress-store.ts'
import { fileCells, folderCells } from './file-cells.tsx'
import { openFile, pickFiles, revealFile, toggleFile, useFiles } from './files-store.ts'
import { rowOf } from './tree-shape.ts'
import { chooseFolder, isOpen, placeIn, showTree, toggleFolder, useTree } from './tree-store.ts'

const rowAt = (index: number): ReturnType<typeof rowOf> => {
  const place = placeIn(index)
  return place === undefined ? undefined : rowOf(place)
}

const toggle = (index: number): void => {
  const place = placeIn(index)
  if (place !== undefined) toggleFolder(place)
}

/** Right opens, then goes in; Left closes, then goes out. */
const fold = (index: number, open: boolean): number | null => {
  const place = placeIn(index)
  const row = rowAt(index)
  if (place === undefined) return null
  const folded = row?.kind === 'folder' && !isOpen(row.path)
  if (open) {
    if (row?.kind !== 'folder') return null
    if (!folded) return index + 1
    toggleFolder(place)
    return null
  }
  if (row?.kind !== 'folder' || folded) return place.above
  toggleFolder(place)
  return null
}

const placeOf = (index: number) => {
  const place = placeIn(index)
  const row = rowAt(index)
  if (place === undefined || row === undefined) return undefined
  return {
    level: place.depth + 1,
    positionInSet: place.at + 1,
    setSize: place.level.total,
    expanded: row.kind === 'folder' ? isOpen(row.path) : null,
  }
}

const pick = (index: number, how: 'one' | 'add' | 'range', anchor: { current: number }): void => {
  const row = rowAt(index)
  if (row === undefined) return
  const [from, to] = [Math.min(anchor.current, index), Math.max(anchor.current, index)]
  if (how !== 'range') anchor.current = index
  if (row.kind === 'folder' && how !== 'range') {
    chooseFolder(row.path)
    if (how === 'one') pickFiles([])
    return
  }
  chooseFolder(null)
  if (row.kind === 'file' && how === 'add') return toggleFile(row.file.seq)
  const rows =
    how === 'range' ? Array.from({ length: to - from + 1 }, (_, i) => rowAt(from + i)) : [row]
  pickFiles(rows.flatMap((one): FileRow[] => (one?.kind === 'file' ? [one.file] : [])))
  if (row.kind === 'file' && how === 'one' && useFiles.getState().open !== null)
    void openFile(row.file)
}

/** The next loaded row that is called so. */
const find = (text: string, from: number): number | null => {
  const length = useTree.getState().root?.length ?? 0
  // what is not loaded is not known by name: rows around the focus are
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
}): ReactElement => {
  const { job } = props
  const { level } = job
  const run = runLabel(job)
  const root = useTree((state) => state.root)
  const folder = useTree((state) => state.folder)
  const selected = useFiles((state) => state.selected)
  const active = useLiveProgress((state) => state.live.get(job.id)?.active)
  const now = useApp((state) => state.now)
  const { shown } = fileTable.useColumns()
  const anchor = useRef(0)
  const density = useDensity()
  const kept = useCellCache()
  return (
    <VirtualGrid
      name={MESSAGES.files}
      className="files"
      columns={props.columns}
      rowHeight={ROW_HEIGHTS[density]}
      total={root?.length ?? 0}
      resetKey={`${job.id} tree`}
      tree={{ positionOf: placeOf, setExpanded: fold }}
      cellsAt={(index) => {
        const place = placeIn(index)
        const row = rowAt(index)
        if (place === undefined || row === undefined) return undefined
        const { depth } = place
        if (row.kind === 'folder')
          return folderCells(shown, row, { run, depth, open: isOpen(row.path) }, () =>
            toggle(index),
          )
        const { file } = row
        const sending = active?.find((one) => one.path === file.path)?.bytes
        const chosen = selected.has(file.seq)
        return kept(file, [shown, run, level, chosen, sending, now, depth], () =>
          fileCells(shown, file, { run, level, chosen, sending, now, depth }),
        )
      }}
      isSelected={(index) => {
        const row = rowAt(index)
        if (row === undefined) return false
        return row.kind === 'folder' ? row.path === folder : selected.has(row.file.seq)
      }}
      onVisibleRange={showTree}
      onSelect={(index, how) => pick(index, how, anchor)}
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
