// Rows of a grid: drawn anew only where something of them changed, while others come and go in a scroll.
import { type MouseEvent, type ReactElement, type ReactNode, memo, useState } from 'react'
import type { GridColumn } from './virtual-grid.tsx'

type Cells = readonly ReactNode[]

interface CellsProps {
  readonly columns: readonly GridColumn[]
  /** undefined: not loaded or not drawn yet. */
  readonly cells: Cells | undefined
}

const rowAppearance = ({ right, look }: GridColumn): string =>
  `clip${right === true ? ' right' : ''}${look === undefined ? '' : ` ${look}`}`

/**
 * For themselves: in a list that is taller than an element may be, every row moves at every step. While a row is waited for,
 * the cells of the one before stay, unseen: taking all of them away and making them again is what a fast scroll would pay for.
 */
const RowCells = memo(
  ({ columns, cells }: CellsProps): ReactNode =>
    columns.map((column, at) => (
      <span role="gridcell" key={column.id} className={rowAppearance(column)}>
        {cells?.[at]}
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
  readonly picked: boolean
  readonly drags: boolean
  /** ARIA counts of a row of a tree, from 1. */
  readonly level?: number
  readonly at?: number
  readonly of?: number
  /** null: there is nothing in it. */
  readonly open?: boolean | null
}

export const GridRow = memo(({ level, at, of, open, ...props }: RowProps): ReactElement => {
  const { id, index, active, cells } = props
  return (
    <div
      id={id}
      className={`grid-row${active ? ' active' : ''}${cells === undefined ? ' waits' : ''}`}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={props.picked}
      {...(level === undefined
        ? {}
        : { 'aria-level': level, 'aria-posinset': at, 'aria-setsize': of })}
      {...(open === undefined || open === null ? {} : { 'aria-expanded': open })}
      style={{ transform: `translateY(${props.top}px)` }}
      draggable={props.drags}
    >
      <RowCells columns={props.columns} cells={cells} />
    </div>
  )
})

/** Index of the row that an event of the track fell on; null: on none. */
export const indexAt = ({ target }: MouseEvent): number | null => {
  const row = target instanceof Element ? target.closest('.grid-row') : null
  const place = row?.getAttribute('aria-rowindex')
  return place === null || place === undefined ? null : Number(place) - 2
}

/** Cells of a row as they were drawn, for as long as all that they hang on beside the row is the same. */
export const useKeptCells = (): ((
  row: object,
  hangOn: readonly unknown[],
  draw: () => Cells,
) => Cells) => {
  const [kept] = useState(() => new WeakMap<object, { on: readonly unknown[]; cells: Cells }>())
  return (row, on, draw) => {
    const had = kept.get(row)
    if (had !== undefined && had.on.every((one, at) => Object.is(one, on[at]))) return had.cells
    const cells = draw()
    kept.set(row, { on, cells })
    return cells
  }
}
