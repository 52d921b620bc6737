// The runs table: one row per run, everything an operator asks of it at a glance (UX D4).
import { ArrowDown, ArrowUp, FolderPlus, Inbox, SearchX, Wand2 } from 'lucide-react'
import { type PointerEvent, type ReactElement, useCallback, useMemo, useRef } from 'react'
import { COLUMNS, DENSITY_NAMES, EMPTY } from '../../shared/catalogue/runs.ts'
import { WORDS } from '../../shared/catalogue/words.ts'
import type { RunColumn } from '../../shared/lists.ts'
import { dragOut } from '../bridge.ts'
import type { Entries } from '../components/menu.tsx'
import { Empty } from '../components/small.tsx'
import { type GridColumn, VirtualGrid } from '../components/virtual-grid.tsx'
import { chooseFolders, useApp } from '../store/app.ts'
import {
  ALL_COLUMNS,
  DENSITIES,
  type Density,
  moveColumn,
  resetColumns,
  setDensity,
  setWidth,
  toggleColumn,
  useColumns,
  widthOf,
} from '../store/columns.ts'
import {
  goTo,
  selectAll,
  selectJob,
  selectRange,
  setFilter,
  setSearch,
  showJobs,
  sortBy,
  useJobs,
} from '../store/jobs.ts'
import { setWide } from '../store/nav.ts'
import { rowAt } from '../store/row-window.ts'
import { cellsOf } from './run-cells.tsx'
import { RunMenu } from './run-menu.tsx'

/** Columns of places: letters of one width. */
const MONO: ReadonlySet<RunColumn> = new Set(['destination', 'folder'])

/** The head of one column: a click sorts, its edge resizes, it is dragged to another place. */
const Head = ({ id, right }: { readonly id: RunColumn; readonly right: boolean }): ReactElement => {
  const sort = useJobs((state) => state.sort)
  const width = useColumns((state) => widthOf(state, id))
  const from = useRef<{ x: number; width: number } | null>(null)
  const sorted = sort?.by === id
  const Icon = sort?.descending === true ? ArrowDown : ArrowUp
  const onMove = (event: PointerEvent): void => {
    if (from.current !== null) setWidth(id, from.current.width + event.clientX - from.current.x)
  }
  return (
    <>
      <button
        type="button"
        className={right ? 'head-button right' : 'head-button'}
        draggable
        onDragStart={(event) => event.dataTransfer.setData('text/column', id)}
        onDragOver={(event) =>
          event.dataTransfer.types.includes('text/column') ? event.preventDefault() : undefined
        }
        onDrop={(event) => {
          event.preventDefault()
          event.stopPropagation()
          const moved = ALL_COLUMNS.find((c) => c.id === event.dataTransfer.getData('text/column'))
          if (moved !== undefined && moved.id !== id) moveColumn(moved.id, id)
        }}
        onClick={() => sortBy(id)}
      >
        <span className="clip">{COLUMNS[id]}</span>
        {sorted ? <Icon size={12} aria-hidden /> : null}
      </button>
      <span
        className="head-edge"
        role="separator"
        aria-orientation="vertical"
        aria-label={WORDS.resizeColumn(COLUMNS[id])}
        aria-valuenow={width}
        tabIndex={0}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          from.current = { x: event.clientX, width }
        }}
        onPointerMove={onMove}
        onPointerUp={() => {
          from.current = null
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowLeft') setWidth(id, width - 8)
          else if (event.key === 'ArrowRight') setWidth(id, width + 8)
          else return
          event.preventDefault()
        }}
      />
    </>
  )
}

/** What the heads' own menu offers; it is the lists' "Columns", too. */
export const columnEntries = (): Entries => {
  const { shown, density } = useColumns.getState()
  const { sort } = useJobs.getState()
  const names = Object.keys(DENSITIES) as Density[] // the keys of the table itself
  return [
    ...ALL_COLUMNS.map(({ id }) => ({
      label: COLUMNS[id],
      checked: shown.includes(id),
      run: () => toggleColumn(id),
    })),
    null,
    ...(sort === null
      ? []
      : [
          { label: `${COLUMNS[sort.by]}: ${WORDS.moveLeft}`, run: () => moveColumn(sort.by, -1) },
          { label: `${COLUMNS[sort.by]}: ${WORDS.moveRight}`, run: () => moveColumn(sort.by, 1) },
          null,
        ]),
    ...names.map((name) => ({
      label: DENSITY_NAMES[name],
      checked: density === name,
      run: () => setDensity(name),
    })),
    null,
    { label: WORDS.reset, run: resetColumns },
  ]
}

const Nothing = (): ReactElement => {
  const list = useJobs()
  const instruments = useApp((state) => state.instruments)
  const loaded = useApp((state) => state.info !== null)
  const { counts, paused, holds } = useApp((state) => state.overview)
  const filtered =
    list.search !== '' ||
    list.cause !== null ||
    list.state !== null ||
    list.since !== '' ||
    list.until !== ''
  if (filtered) {
    return (
      <Empty icon={SearchX} title={WORDS.noMatch}>
        <button
          type="button"
          className="button"
          onClick={() => {
            setSearch('')
            setFilter({ state: null, cause: null, since: '', until: '' })
          }}
        >
          {list.search === '' ? WORDS.clearFilters : WORDS.clearSearch}
        </button>
      </Empty>
    )
  }
  if (loaded && instruments.length === 0 && counts.all === 0) {
    return (
      <Empty icon={Wand2} title={WORDS.noInstrument} text={WORDS.noInstrumentText}>
        <button type="button" className="button primary" onClick={() => goTo({ kind: 'setup' })}>
          {WORDS.setUp}
        </button>
      </Empty>
    )
  }
  const words = EMPTY[list.view]
  const busy = counts.active + counts.waiting
  const why = holds[0]?.message ?? (paused ? WORDS.youPaused : null)
  const text =
    list.view === 'needs_you' && busy > 0
      ? WORDS.nothingHere(busy)
      : list.view === 'active' && counts.waiting > 0 && why !== null
        ? WORDS.nothingBusyBecause(why)
        : words.text
  return (
    <Empty icon={Inbox} title={words.title} text={text}>
      {list.view === 'all' ? (
        <button type="button" className="button primary" onClick={() => void chooseFolders()}>
          <FolderPlus size={15} aria-hidden />
          {WORDS.addRun}
        </button>
      ) : null}
    </Empty>
  )
}

export const RunsTable = (): ReactElement => {
  const list = useJobs()
  const columnState = useColumns()
  const live = useApp((state) => state.live)
  const now = useApp((state) => state.now)
  const anchor = useRef(0)
  const onRange = useCallback((first: number, last: number) => showJobs(first, last), [])
  const { shown, density } = columnState
  const columns = useMemo(
    (): GridColumn[] =>
      shown.map((id) => {
        const right = ALL_COLUMNS.find((c) => c.id === id)?.right === true
        const width = widthOf(columnState, id)
        const sort =
          list.sort?.by !== id ? 'none' : list.sort.descending ? 'descending' : 'ascending'
        return {
          id,
          right,
          ...(MONO.has(id) ? { look: 'mono' } : {}),
          head: <Head id={id} right={right} />,
          size: id === 'run' ? `minmax(${width}px, 1fr)` : `${width}px`,
          sort,
        }
      }),
    [shown, columnState, list.sort],
  )
  if (list.loaded && list.total === 0) return <Nothing />
  const pick = (index: number, how: 'one' | 'add' | 'range'): void => {
    const job = rowAt(list, index)
    if (job === undefined) return
    if (how === 'range') {
      const [from, to] = [Math.min(anchor.current, index), Math.max(anchor.current, index)]
      selectRange(list.rows.slice(Math.max(0, from - list.start), to - list.start + 1), job)
    } else {
      anchor.current = index
      selectJob(job, how === 'add')
    }
  }
  const at = list.rows.findIndex((job) => job.id === list.current?.id)
  const find = (text: string, from: number): number | null => {
    const order = [...list.rows.keys()].map(
      (i) => (i + Math.max(0, from - list.start)) % list.rows.length,
    )
    const hit = order.find((i) => list.rows[i]?.run.toLowerCase().startsWith(text) === true)
    return hit === undefined ? null : list.start + hit
  }
  return (
    <RunMenu heads={columnEntries}>
      <VirtualGrid
        name={WORDS.runsName}
        className="runs"
        columns={columns}
        rowHeight={DENSITIES[density]}
        total={list.total}
        resetKey={`${list.view} ${list.search} ${list.instrument ?? ''} ${list.cause?.reason ?? ''} ${list.state ?? ''} ${list.sort?.by ?? ''}`}
        activeIndex={at === -1 ? null : list.start + at}
        cells={(index) => {
          const job = rowAt(list, index)
          return job === undefined ? undefined : cellsOf(shown, job, live.get(job.id), now)
        }}
        isSelected={(index) => list.selected.has(rowAt(list, index)?.id ?? -1)}
        onRange={onRange}
        onPick={pick}
        onOpen={() => setWide(true)}
        onAll={() => void selectAll()}
        find={find}
        onDrag={(index) => {
          const job = rowAt(list, index)
          if (job !== undefined) dragOut(job.id)
        }}
      />
    </RunMenu>
  )
}
