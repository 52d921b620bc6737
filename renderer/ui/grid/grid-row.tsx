// One row of a virtual grid, rendered again only where something of it changed.
import { type MouseEvent, type ReactElement, type ReactNode, memo, useState } from 'react'

type Cells = readonly ReactNode[]

interface CellsProps {
  readonly columns: readonly GridColumn[]
  /** undefined: not loaded or not drawn yet. */
  readonly cells: Cells | undefined
}

const cellClass = ({ right, className }: GridColumn): string =>
  `clip${right === true ? ' right' : ''}${className === undefined ? '' : ` ${className}`}`

/**
 * Memoised apart from their row: in a list that is taller than the browser can lay out, every row moves at every step. While a
 * row is not loaded, the cells of the element's former row stay, hidden: removing and creating them again slows a fast scroll.
 */
const RowCells = memo(
  ({ columns, cells }: CellsProps): ReactNode =>
    columns.map((column, index) => (
      <span role="gridcell" key={column.id} className={cellClass(column)}>
        {cells?.[index]}
      </span>
    )),
  (before, now) =>
    before.columns === now.columns && (now.cells === undefined || before.cells === now.cells),
)

interface RowProps extends CellsProps {
  readonly id: string
  readonly index: number
  /** Px from the top of the element that holds the rows. */
  readonly top: number
  readonly active: boolean
  readonly selected: boolean
  readonly draggable: boolean
  /** ARIA position in a tree, counted from 1. */
  readonly level?: number
  readonly positionInSet?: number
  readonly setSize?: number
  /** null: the row has no children. */
  readonly expanded?: boolean | null
}

export const GridRow = memo(
  ({ level, positionInSet, setSize, expanded, ...props }: RowProps): ReactElement => {
    const { id, index, active, cells } = props
    return (
      <div
        id={id}
        className={`grid-row${active ? ' active' : ''}${cells === undefined ? ' not-loaded' : ''}`}
        role="row"
        aria-rowindex={index + 2}
        aria-selected={props.selected}
        {...(level === undefined
          ? {}
          : { 'aria-level': level, 'aria-posinset': positionInSet, 'aria-setsize': setSize })}
        {...(expanded === undefined || expanded === null ? {} : { 'aria-expanded': expanded })}
        style={{ transform: `translateY(${props.top}px)` }}
        draggable={props.draggable}
      >
        <RowCells columns={props.columns} cells={cells} />
      </div>
    )
  },
)

/** Index of the row that a mouse event happened on; null: on none. */
export const rowIndexOf = ({ target }: MouseEvent): number | null => {
  const row = target instanceof Element ? target.closest('.grid-row') : null
  const place = row?.getAttribute('aria-rowindex')
  return place === null || place === undefined ? null : Number(place) - 2
}

/** Caches the rendered cells of each row until one of the given dependencies changes. */
export const useCellCache = (): ((
  row: object,
  dependencies: readonly unknown[],
  render: () => Cells,
) => Cells) => {
  const [cache] = useState(
    () => new WeakMap<object, { dependencies: readonly unknown[]; cells: Cells }>(),
  )
  return (row, dependencies, render) => {
    const cached = cache.get(row)
    if (
      cached !== undefined &&
      cached.dependencies.every((one, index) => Object.is(one, dependencies[index]))
    )
      return cached.cells
    const cells = render()
    cache.set(row, { dependencies, cells })
    return cells
  }
}

export interface GridColumn {
  readonly id: string
  readonly head: ReactNode
  /** CSS of one column: `120px`, `minmax(220px, 1fr)`. */
  readonly size: string
  readonly right?: boolean
  /** Class of its cells: `mono`, `muted`. */
  readonly className?: string
  readonly sort?: 'ascending' | 'descending' | 'none'
}
