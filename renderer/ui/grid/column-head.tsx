// The head of a column, of any table: a click sorts, its edge resizes, it is dragged to another place; and the menu of all heads.
import { ArrowDown, ArrowUp } from 'lucide-react'
import { type DragEvent, type PointerEvent, type ReactElement, useEffect, useRef } from 'react'
import { MESSAGES } from '../../../shared/messages/index.ts'
import { DENSITY_NAMES } from '../../../shared/messages/runs.ts'
import type { Entries } from '../menu.tsx'
import {
  type ColumnTable,
  DENSITIES,
  type Density,
  setDensity,
  sizeOf,
  useDensity,
} from './columns.ts'
import type { GridColumn } from './virtual-grid.tsx'

export interface Sorting<Id extends string> {
  readonly now: { readonly by: Id; readonly descending: boolean } | null
  sortBy(id: Id): void
}

const Edge = <Id extends string>(props: {
  readonly table: ColumnTable<Id>
  readonly id: Id
  readonly name: string
}): ReactElement => {
  const { table, id, name } = props
  const edge = useRef<HTMLSpanElement>(null)
  const from = useRef<{ x: number; width: number } | null>(null)
  // what it is, not what it was given: it takes more where there is room
  const width = (): number => edge.current?.parentElement?.offsetWidth ?? 0
  useEffect(() => {
    const head = edge.current?.parentElement ?? null
    if (head === null) return undefined
    // showError to the element itself: nothing else of the window hangs on it
    const observer = new ResizeObserver(() =>
      edge.current?.setAttribute('aria-valuenow', String(head.offsetWidth)),
    )
    observer.observe(head)
    return () => observer.disconnect()
  }, [])
  const onMove = (event: PointerEvent): void => {
    if (from.current !== null)
      table.setWidth(id, from.current.width + event.clientX - from.current.x)
  }
  return (
    <span
      ref={edge}
      className="head-edge"
      role="separator"
      aria-orientation="vertical"
      aria-label={MESSAGES.resizeColumn(name)}
      aria-valuenow={0}
      tabIndex={0}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        from.current = { x: event.clientX, width: width() }
      }}
      onPointerMove={onMove}
      onPointerUp={() => {
        from.current = null
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

const Head = <Id extends string>(props: {
  readonly table: ColumnTable<Id>
  readonly id: Id
  readonly name: string
  readonly sorting: Sorting<Id> | null
}): ReactElement => {
  const { table, id, name, sorting } = props
  const sorted = sorting?.now?.by === id
  const Icon = sorting?.now?.descending === true ? ArrowDown : ArrowUp
  // columns of one table are not dropped on another
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
      <Edge table={table} id={id} name={name} />
    </>
  )
}

/** The columns that are shown, as a grid wants them. */
export const gridColumns = <Id extends string>(
  table: ColumnTable<Id>,
  names: Readonly<Record<Id, string>>,
  sorting: Sorting<Id> | null,
): GridColumn[] => {
  const { shown, widths } = table.use.getState()
  return shown.map((id) => {
    const { now = null } = sorting ?? {}
    const { right = false, look } = table.find(id) ?? {}
    const sort = now?.by !== id ? 'none' : now.descending ? 'descending' : 'ascending'
    return {
      id,
      right,
      ...(look === undefined ? {} : { look }),
      head: <Head table={table} id={id} name={names[id]} sorting={sorting} />,
      size: sizeOf(table, id, widths),
      ...(sorting === null ? {} : { sort }),
    }
  })
}

/** What the heads' menu offers; `at`: what it was opened on, which says what column is moved. */
export const columnEntries = <Id extends string>(
  table: ColumnTable<Id>,
  names: Readonly<Record<Id, string>>,
  at: Element | null,
): Entries => {
  const { shown } = table.use.getState()
  const density = useDensity.getState()
  const head = at?.closest('[data-column]')?.getAttribute('data-column')
  const id = table.find(head)?.id
  return [
    ...table.all.map((column) => ({
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
    ...(Object.keys(DENSITIES) as Density[]) // the keys of the table itself
      .map((name) => ({
        label: DENSITY_NAMES[name],
        checked: density === name,
        run: () => setDensity(name),
      })),
    null,
    { label: MESSAGES.reset, run: table.reset },
  ]
}
