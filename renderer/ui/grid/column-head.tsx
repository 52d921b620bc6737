// Column head of a table: click to sort, drag the edge to resize, drag the head to move; and the menu of all heads.
import { ArrowDown, ArrowUp } from 'lucide-react'
import { type DragEvent, type PointerEvent, type ReactElement, useEffect, useRef } from 'react'
import { MESSAGES } from '../../../shared/messages/index.ts'
import { DENSITY_NAMES } from '../../../shared/messages/runs.ts'
import type { MenuEntries } from '../menu.tsx'
import {
  type ColumnTable,
  type Density,
  ROW_HEIGHTS,
  setDensity,
  sizeOf,
  useDensity,
} from './columns.ts'
import type { GridColumn } from './grid-row.tsx'

interface Sorting<Id extends string> {
  readonly current: { readonly by: Id; readonly descending: boolean } | null
  sortBy(id: Id): void
}

const ResizeHandle = <Id extends string>(props: {
  readonly table: ColumnTable<Id>
  readonly id: Id
  readonly name: string
}): ReactElement => {
  const { table, id, name } = props
  const handle = useRef<HTMLSpanElement>(null)
  const dragStart = useRef<{ x: number; width: number } | null>(null)
  // the actual width: a column grows beyond its setting where there is room
  const width = (): number => handle.current?.parentElement?.offsetWidth ?? 0
  useEffect(() => {
    const head = handle.current?.parentElement ?? null
    if (head === null) return undefined
    // set on the element directly: no other component needs the width
    const observer = new ResizeObserver(() =>
      handle.current?.setAttribute('aria-valuenow', String(head.offsetWidth)),
    )
    observer.observe(head)
    return () => observer.disconnect()
  }, [])
  const onMove = (event: PointerEvent): void => {
    if (dragStart.current !== null)
      table.setWidth(id, dragStart.current.width + event.clientX - dragStart.current.x)
  }
  return (
    <span
      ref={handle}
      className="head-edge"
      role="separator"
      aria-orientation="vertical"
      aria-label={MESSAGES.resizeColumn(name)}
      aria-valuenow={0}
      tabIndex={0}
      // the head moves below the pointer, and the browser would drag it
      onMouseDown={(event) => event.preventDefault()}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        dragStart.current = { x: event.clientX, width: width() }
      }}
      onPointerMove={onMove}
      onPointerUp={() => {
        dragStart.current = null
      }}
      onKeyDown={(event) => {
        if (event.key === 'ArrowLeft') table.setWidth(id, width() - 8)
        else if (event.key === 'ArrowRight') table.setWidth(id, width() + 8)
        else return
        event.preventDefault()
      }}
    />
  )
}

const ColumnHead = <Id extends string>(props: {
  readonly table: ColumnTable<Id>
  readonly id: Id
  readonly name: string
  readonly sorting: Sorting<Id> | null
}): ReactElement => {
  const { table, id, name, sorting } = props
  const sorted = sorting?.current?.by === id
  const Icon = sorting?.current?.descending === true ? ArrowDown : ArrowUp
  // a data type per table: a column of one table cannot be dropped on another
  const kind = `text/${table.key}`
  const className = table.find(id)?.right === true ? 'head-button right' : 'head-button'
  const drag = {
    draggable: true,
    onDragStart: (event: DragEvent) => event.dataTransfer.setData(kind, id),
    onDragOver: (event: DragEvent) =>
      event.dataTransfer.types.includes(kind) ? event.preventDefault() : undefined,
    onDrop: (event: DragEvent) => {
      event.preventDefault()
      event.stopPropagation()
      const moved = table.find(event.dataTransfer.getData(kind))
      if (moved !== undefined && moved.id !== id) table.move(moved.id, id)
    },
  }
  return (
    <>
      {sorting === null ? (
        <span className={className} {...drag}>
          <span className="clip">{name}</span>
        </span>
      ) : (
        <button type="button" className={className} {...drag} onClick={() => sorting.sortBy(id)}>
          <span className="clip">{name}</span>
          {sorted ? <Icon size={12} aria-hidden /> : null}
        </button>
      )}
      <ResizeHandle table={table} id={id} name={name} />
    </>
  )
}

/** Columns in the form that a grid takes; without `shown`, those that the operator has switched on. */
export const gridColumns = <Id extends string>(
  table: ColumnTable<Id>,
  names: Readonly<Record<Id, string>>,
  sorting: Sorting<Id> | null,
  shown: readonly Id[] = table.useColumns.getState().shown,
  /** Px that the content of a column needs, where that is more than its least width. */
  needed?: Readonly<Partial<Record<Id, number>>>,
): GridColumn[] => {
  const { widths } = table.useColumns.getState()
  return shown.map((id) => {
    const { current = null } = sorting ?? {}
    const { right = false, className } = table.find(id) ?? {}
    const sort = current?.by !== id ? 'none' : current.descending ? 'descending' : 'ascending'
    return {
      id,
      right,
      ...(className === undefined ? {} : { className }),
      head: <ColumnHead table={table} id={id} name={names[id]} sorting={sorting} />,
      size: sizeOf(table, id, widths, needed?.[id]),
      ...(sorting === null ? {} : { sort }),
    }
  })
}

/** Entries of the heads' menu. `target`: the element it was opened on; its column gets the entries that move it. */
export const columnEntries = <Id extends string>(
  table: ColumnTable<Id>,
  names: Readonly<Record<Id, string>>,
  target: Element | null,
): MenuEntries => {
  const { shown } = table.useColumns.getState()
  const density = useDensity.getState()
  const head = target?.closest('[data-column]')?.getAttribute('data-column')
  const id = table.find(head)?.id
  return [
    ...table.columns.map((column) => ({
      label: names[column.id],
      checked: shown.includes(column.id),
      run: () => table.toggle(column.id),
    })),
    null,
    ...(id === undefined
      ? []
      : [
          { label: `${names[id]}: ${MESSAGES.moveLeft}`, run: () => table.move(id, -1) },
          { label: `${names[id]}: ${MESSAGES.moveRight}`, run: () => table.move(id, 1) },
        ]),
    null,
    ...(Object.keys(ROW_HEIGHTS) as Density[]) // the keys of the table itself
      .map((name) => ({
        label: DENSITY_NAMES[name],
        checked: density === name,
        run: () => setDensity(name),
      })),
    null,
    { label: MESSAGES.reset, run: table.reset },
  ]
}
