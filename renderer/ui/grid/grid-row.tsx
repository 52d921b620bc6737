// Rows of a grid: drawn anew only where something of them changed, while others come and go in a scroll.
import { type MouseEvent, type ReactElement, type ReactNode, memo, useState } from 'react'
import type { GridColumn } from './virtual-grid.tsx'

type Cells = readonly ReactNode[]

interface CellsProps {
  readonly columns: readonly GridColumn[]
  /** undefined: not loaded or not drawn yet. */
  readonly cells: Cells | undefined
}

const cellClass = ({ right, className }: GridColumn): string =>
  `clip${right === true ? ' right' : ''}${className === undefined ? '' : ` ${className}`}`

/**
 * For themselves: in a list that is taller than an element may be, every row moves at every step. While a row is waited for,
 * the cells of the one before stay, unseen: taking all of them away and making them again is what a fast scroll would pay for.
 */
const RowCells = memo(
  ({ columns, cells }: CellsProps): ReactNode =>
    columns.map((column, positionInSet) => (
      <span role="gridcell" key={column.id} className={cellClass(column)}>
        {cells?.[positionInSet]}
      </span>
    )),
  (before, now) =>
    before.columns === now.columns && (now.cells === undefined || before.cells === now.cells),
)

interface RowProps extends CellsProps {
  readonly id: string
  readonly index: number
  /** Px from the top of the track. */
  readonly top: number
  readonly active: boolean
  readonly selected: boolean
  readonly draggable: boolean
  /** ARIA counts of a row of a tree, from 1. */
  readonly level?: number
  readonly positionInSet?: number
  readonly setSize?: number
  /** null: there is nothing in it. */
  readonly expanded?: boolean | null
}

export const GridRow = memo(
  ({ level, positionInSet, setSize, expanded, ...props }: RowProps): ReactElement => {
    const { id, index, active, cells } = props
    return (
      <div
        id={id}
        className={`grid-row${active ? ' active' : ''}${cells === undefined ? ' waits' : ''}`}
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

/** Index of the row that an event of the track fell on; null: on none. */
export const rowIndexOf = ({ target }: MouseEvent): number | null => {
  const row = target instanceof Element ? target.closest('.grid-row') : null
  const place = row?.getAttribute('aria-rowindex')
  return place === null || place === undefined ? null : Number(place) - 2
}

/** Cells of a row as they were drawn, for as long as all that they hang on beside the row is the same. */
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
      cached.dependencies.every((one, positionInSet) => Object.is(one, dependencies[positionInSet]))
    )
      return cached.cells
    const cells = render()
    cache.set(row, { dependencies, cells })
    return cells
  }
}
