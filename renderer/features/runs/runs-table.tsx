// Runs table: one row per run (docs/ux.md D4).
import { type ReactElement, useCallback, useMemo, useRef } from 'react'
import { MESSAGES } from '../../../shared/messages/index.ts'
import { RUN_COLUMN_NAMES } from '../../../shared/messages/runs.ts'
import type { RunColumn } from '../../../shared/model/list-rows.ts'
import { runStatus } from '../../../shared/run-status.ts'
import { useApp } from '../../state/app-store.ts'
import { dragOut } from '../../state/bridge.ts'
import { setWide } from '../../state/nav.ts'
import { columnEntries, gridColumns } from '../../ui/grid/column-head.tsx'
import {
  COLUMN_GAP,
  ROW_HEIGHTS,
  ROW_PADDING,
  runTable,
  useDensity,
} from '../../ui/grid/columns.ts'
import { useCellCache } from '../../ui/grid/grid-row.tsx'
import { findRow, rowAt } from '../../ui/grid/paged-rows.ts'
import { type SelectMode, VirtualGrid } from '../../ui/grid/virtual-grid.tsx'
import { EmptyList } from './empty-list.tsx'
import { columnWidths } from './column-widths.ts'
import { useLiveProgress } from './live-progress-store.ts'
import { cellsOf } from './run-cells.tsx'
import { foldColumns } from './folded-columns.ts'
import { RunMenu } from './run-menu.tsx'
import { moveTo } from './run-actions.ts'
import {
  isInQueueOrder,
  selectAll,
  selectJob,
  selectRange,
  showJobs,
  sortBy,
  useJobs,
} from './runs-store.ts'

/** `room`: px that the table has. */
export const RunsTable = ({ room }: { readonly room: number }): ReactElement => {
  const list = useJobs()
  const { shown: switchedOn, widths } = runTable.useColumns()
  const live = useLiveProgress((state) => state.live)
  const now = useApp((state) => state.now)
  const anchor = useRef(0)
  const onRange = useCallback((first: number, last: number) => showJobs(first, last), [])
  const density = useDensity()
  const cachedCells = useCellCache()
  const ids = useApp(({ instruments }) => instruments).map(({ id }) => id)
  const needed = columnWidths(list.rows, ids, live, now)
  // the same object while no width changes, so that the heads are not drawn anew
  const neededKey = JSON.stringify(needed)
  const leastOf = (id: RunColumn): number =>
    COLUMN_GAP + (widths[id] ?? Math.max(needed[id] ?? 0, runTable.find(id)?.minWidth ?? 0))
  // whoever chose columns or widths gets these, and scrolls sideways
  const isAsShipped = Object.keys(widths).length === 0 && runTable.isDefault(switchedOn)
  const tableRoom = isAsShipped ? room - ROW_PADDING : Number.POSITIVE_INFINITY
  const hasProblems = list.rows.some((job) => job.attention > 0)
  const hasTimes = list.rows.some(
    (job) => job.livePhase !== null || live.has(job.id) || runStatus(job, now).nextAt !== null,
  )
  const hasProof = list.rows.some((job) => job.proof !== 'none')
  // joined, because the overview changes many times a second and the columns hardly ever
  const shownIds = useApp(({ overview, instruments: { length: instruments } }) =>
    foldColumns(
      switchedOn,
      { ...list, instruments, widths, hasProblems, hasTimes, hasProof, room: tableRoom, leastOf },
      overview.counts,
    ).join(' '),
  )
  const shown = useMemo(
    () => switchedOn.filter((id) => shownIds.split(' ').includes(id)),
    [switchedOn, shownIds],
  )
  const columns = useMemo(
    () =>
      gridColumns(runTable, RUN_COLUMN_NAMES, { current: list.sort, sortBy }, shown, {
        ...needed,
        run: 0,
      }),
    // gridColumns reads the widths from their own store; the key stands for what is needed
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [shown, widths, list.sort, neededKey],
  )
  if (list.loaded && list.total === 0) return <EmptyList />
  const pick = (index: number, mode: SelectMode): void => {
    const job = rowAt(list, index)
    if (job === undefined) return
    if (mode === 'range') {
      const [from, to] = [Math.min(anchor.current, index), Math.max(anchor.current, index)]
      selectRange(list.rows.slice(Math.max(0, from - list.start), to - list.start + 1), job)
    } else {
      anchor.current = index
      selectJob(job, mode === 'add')
    }
  }
  const at = list.rows.findIndex((job) => job.id === list.current?.id)
  return (
    <RunMenu heads={(target) => columnEntries(runTable, RUN_COLUMN_NAMES, target)}>
      <VirtualGrid
        name={MESSAGES.runsName}
        className="runs"
        columns={columns}
        rowHeight={ROW_HEIGHTS[density]}
        total={list.total}
        resetKey={`${list.view} ${list.search} ${list.instrument ?? ''} ${list.cause?.reason ?? ''} ${list.state ?? ''} ${list.sort?.by ?? ''}`}
        activeIndex={at === -1 ? null : list.start + at}
        cellsAt={(index) => {
          const job = rowAt(list, index)
          if (job === undefined) return undefined
          const moves = live.get(job.id)
          return cachedCells(job, [shown, moves, now], () => cellsOf(shown, job, moves, { now }))
        }}
        isSelected={(index) => list.selected.has(rowAt(list, index)?.id ?? -1)}
        onVisibleRange={onRange}
        onSelect={pick}
        onEnter={() => setWide(true)}
        onSelectAll={() => void selectAll()}
        findByName={(text, from) =>
          findRow(list, from, (job) => job.run.toLowerCase().startsWith(text))
        }
        onDragOut={(index) => {
          const job = rowAt(list, index)
          if (job !== undefined) dragOut(job.id)
        }}
        {...(isInQueueOrder(list)
          ? {
              onMoveRow: (from: number, to: number): void => {
                const [job, other] = [rowAt(list, from), rowAt(list, to)]
                if (job !== undefined && other !== undefined) moveTo(job.id, other.id)
              },
            }
          : {})}
      />
    </RunMenu>
  )
}
