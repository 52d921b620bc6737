// Virtual grid: renders only the visible rows; keyboard, selection, type-ahead and ARIA counts are those of the whole list.
import type { GridColumn } from './grid-row.tsx'
import {
  type CSSProperties,
  type DragEvent,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react'
import { MESSAGES } from '../../../shared/messages/index.ts'
import { COLUMN_GAP, ROW_PADDING } from './columns.ts'
import { GridRow, rowIndexOf } from './grid-row.tsx'
import { followRowDrag, isGrip } from './row-drag.ts'
import { useVirtualRows } from './virtual-rows.ts'

/** What a grid needs to know of its rows where they are a tree. */
export interface TreeRows {
  /** ARIA position of a row, counted from 1. `expanded` null: the row has no children. undefined: it is not loaded. */
  positionOf(
    index: number,
  ): { level: number; positionInSet: number; setSize: number; expanded: boolean | null } | undefined
  /** Called for the arrow keys Right (true) and Left (false); answers the row that gets the focus, or null. */
  setExpanded(index: number, expanded: boolean): number | null
}

/** One row alone; one row added or taken away; all rows from the last one to this one. */
export type SelectMode = 'one' | 'add' | 'range'

interface VirtualGridProps {
  readonly name: string
  readonly className: string
  readonly columns: readonly GridColumn[]
  readonly rowHeight: number
  readonly total: number
  /** Another key means another list: the grid scrolls to the top. */
  readonly resetKey: string
  /** The row with the focus, where the caller knows it: the focus then follows the row when rows move. */
  readonly activeIndex?: number | null
  /** Cells of a row; undefined: it is not loaded. The same array as before means that nothing changed (useCellCache). */
  cellsAt(index: number): readonly ReactNode[] | undefined
  isSelected(index: number): boolean
  onVisibleRange(first: number, last: number): void
  onSelect(index: number, mode: SelectMode): void
  onEnter?(index: number): void
  /** Double click, where it does something else than Enter. */
  onRowDoubleClick?(index: number): void
  /** Given where the rows are a tree. */
  readonly tree?: TreeRows
  onSelectAll?(): void
  /** Index of the next loaded row whose name begins with the text; null: none does. */
  findByName?(text: string, from: number): number | null
  /** Given where rows can be dragged out of the window. */
  onDragOut?(index: number): void
  /** Given where a row can be dragged by its grip to the place of another one. */
  onMoveRow?(from: number, to: number): void
}

const KEY_STEPS: Readonly<Record<string, (index: number, page: number, total: number) => number>> =
  {
    ArrowDown: (index) => index + 1,
    ArrowUp: (index) => index - 1,
    PageDown: (index, page) => index + page,
    PageUp: (index, page) => index - page,
    Home: () => 0,
    End: (_index, _page, total) => total - 1,
  }

/** Height of the column heads, px. */
const HEAD_HEIGHT = 28

/** New rows drawn in one frame of a scroll: as many as a slow computer can draw in time. */
const ROWS_PER_FRAME = 8

/** Letters typed within this time of each other are one search text. */
const TYPE_AHEAD_MS = 800

/** Sets the title of a cut-off cell while the pointer is over it, instead of a title on each of thousands of cells. */
const useOverflowTitle = () => {
  const titled = useRef<HTMLElement>(null)
  const hide = (): void => {
    titled.current?.removeAttribute('title')
    titled.current = null
  }
  const show = ({ target }: PointerEvent): void => {
    hide()
    const cell = target instanceof Element ? target.closest('[role="gridcell"]') : null
    if (!(cell instanceof HTMLElement) || cell.scrollWidth <= cell.clientWidth) return
    cell.title = cell.textContent
    titled.current = cell
  }
  return { show, hide }
}

/** Width below which the grid scrolls sideways: the sum of the least widths of its columns, px. */
const minWidthOf = (columns: readonly GridColumn[]): number =>
  columns.reduce(
    (sum, { size }) => sum + Number(/\d+/.exec(size)?.[0] ?? 0) + COLUMN_GAP,
    ROW_PADDING,
  )

export const VirtualGrid = (props: VirtualGridProps): ReactElement => {
  const { total, onVisibleRange, resetKey, rowHeight, columns } = props
  const id = useId()
  const virtualRows = useVirtualRows(total, rowHeight, HEAD_HEIGHT, ROWS_PER_FRAME)
  const overflowTitle = useOverflowTitle()
  const [focusedIndex, setFocusedIndex] = useState(-1)
  const typedText = useRef({ text: '', at: 0 })
  const active = props.activeIndex ?? focusedIndex
  const { first, end, reveal } = virtualRows
  useEffect(() => onVisibleRange(first, end), [first, end, total, onVisibleRange])
  useEffect(() => {
    reveal(0)
    setFocusedIndex(-1)
    // runs for another list only, not when `reveal` changes
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [resetKey])

  const moveTo = (index: number, mode: 'one' | 'range'): void => {
    const next = Math.min(total - 1, Math.max(0, index))
    setFocusedIndex(next)
    reveal(next)
    props.onSelect(next, mode)
  }
  const typeAhead = (key: string): void => {
    const now = performance.now()
    const text = now - typedText.current.at > TYPE_AHEAD_MS ? key : typedText.current.text + key
    typedText.current = { text, at: now }
    const hit = props.findByName?.(
      text.toLowerCase(),
      text.length === 1 ? active + 1 : Math.max(0, active),
    )
    if (hit !== undefined && hit !== null) moveTo(hit, 'one')
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const command = event.ctrlKey || event.metaKey
    // any other key ends the search text
    if (event.key.length > 1 || command) typedText.current = { text: '', at: 0 }
    const step = KEY_STEPS[event.key]
    if (step !== undefined && total > 0 && !event.altKey)
      moveTo(step(active, virtualRows.page, total), event.shiftKey ? 'range' : 'one')
    else if (
      (event.key === 'ArrowRight' || event.key === 'ArrowLeft') &&
      props.tree !== undefined &&
      active >= 0
    ) {
      const next = props.tree.setExpanded(active, event.key === 'ArrowRight')
      if (next !== null) moveTo(next, 'one')
    } else if (event.key === ' ' && active >= 0) props.onSelect(active, 'add')
    else if (event.key.toLowerCase() === 'a' && command && props.onSelectAll !== undefined)
      props.onSelectAll()
    else if (event.key === 'Enter' && active >= 0 && !command && !event.altKey)
      props.onEnter?.(active)
    else if (
      /^[\p{L}\p{N}_-]$/u.test(event.key) &&
      !command &&
      !event.altKey &&
      props.findByName !== undefined
    )
      typeAhead(event.key)
    else return
    event.preventDefault()
  }
  const onMouseDown = (event: MouseEvent): void => {
    // else the browser drags the row out of the window
    if (isGrip(event.target)) event.preventDefault()
    const index = rowIndexOf(event)
    if (index === null || (event.button !== 0 && props.isSelected(index))) return
    setFocusedIndex(index)
    props.onSelect(index, event.shiftKey ? 'range' : event.ctrlKey || event.metaKey ? 'add' : 'one')
  }

  const onDoubleClick = (event: MouseEvent): void => {
    const index = rowIndexOf(event)
    if (index !== null) (props.onRowDoubleClick ?? props.onEnter)?.(index)
  }
  const onDragStart = (event: DragEvent): void => {
    const index = rowIndexOf(event)
    event.preventDefault()
    if (index !== null) props.onDragOut?.(index)
  }

  const minWidth = minWidthOf(columns)
  const template = columns.map((column) => column.size).join(' ')
  // custom properties on the grid: a row element that is reused for another row changes its transform and nothing else
  const layout = {
    '--columns': template,
    '--gap': `${COLUMN_GAP}px`,
    '--row': `${rowHeight}px`,
  } as CSSProperties // React's type has no custom properties
  const rows = Array.from({ length: Math.max(0, end - first) }, (_, i) => first + i)
  return (
    // the grid itself takes the focus; the lint rule does not see a computed role
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      className={`grid ${props.className}`}
      style={layout}
      role={props.tree === undefined ? 'grid' : 'treegrid'}
      aria-label={props.name}
      aria-rowcount={total + 1}
      aria-colcount={columns.length}
      aria-multiselectable
      ref={virtualRows.viewport}
      tabIndex={0}
      onKeyDown={(event) => (event.target === event.currentTarget ? onKeyDown(event) : undefined)}
      onScroll={() => {
        overflowTitle.hide()
        virtualRows.onScroll()
      }}
      {...(active >= first && active < end ? { 'aria-activedescendant': `${id}-${active}` } : {})}
    >
      <div role="rowgroup" className="grid-heads" style={{ minWidth }}>
        <div className="grid-head" role="row" aria-rowindex={1} style={{ height: HEAD_HEIGHT }}>
          {columns.map((column) => (
            <span
              role="columnheader"
              data-column={column.id}
              key={column.id}
              className={column.right === true ? 'head right' : 'head'}
              {...(column.sort === undefined ? {} : { 'aria-sort': column.sort })}
            >
              {column.head}
            </span>
          ))}
        </div>
      </div>
      <div
        role="rowgroup"
        className="grid-track"
        aria-label={MESSAGES.rows(props.name)}
        style={{ height: virtualRows.height, minWidth }}
        onPointerOver={overflowTitle.show}
        onPointerOut={overflowTitle.hide}
        onMouseDown={onMouseDown}
        onPointerDown={(event) =>
          props.onMoveRow === undefined ? undefined : followRowDrag(event, props.onMoveRow)
        }
        onDoubleClick={onDoubleClick}
        onDragStart={onDragStart}
      >
        {rows.map((index) => {
          const selected = props.isSelected(index)
          return (
            <GridRow
              // the key repeats, so that elements are reused: creating them at each step of a fast scroll is too slow
              key={index % virtualRows.maxElements}
              id={`${id}-${index}`}
              index={index}
              top={virtualRows.top(index)}
              active={index === active}
              selected={selected}
              draggable={props.onDragOut !== undefined && selected}
              columns={columns}
              cells={virtualRows.isDrawn(index) ? props.cellsAt(index) : undefined}
              {...props.tree?.positionOf(index)}
            />
          )
        })}
      </div>
    </div>
  )
}
