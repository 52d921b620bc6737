// A grid of which only the visible rows exist: keyboard, selection, type-ahead and ARIA counts stay those of the whole list.
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
import { GridRow, rowIndexOf } from './grid-row.tsx'
import { useVirtualRows } from './virtual-rows.ts'

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

/** How rows of a tree lie in each other. */
export interface TreeRows {
  /** ARIA counts of a row, from 1; `open` null: it has nothing in it. undefined while it is not loaded. */
  positionOf(
    index: number,
  ): { level: number; positionInSet: number; setSize: number; expanded: boolean | null } | undefined
  /** Right opens and Left closes; answers the row to go to, or null. */
  setExpanded(index: number, expanded: boolean): number | null
}

export interface VirtualGridProps {
  readonly name: string
  readonly className: string
  readonly columns: readonly GridColumn[]
  readonly rowHeight: number
  readonly total: number
  /** A list that was replaced by another begins again at the top. */
  readonly resetKey: string
  /** The row that has the focus, where the caller knows it: it keeps it when rows move. */
  readonly activeIndex?: number | null
  /** Cells of a row; undefined while it is not loaded. The same array means that nothing changed (useKeptCells). */
  cellsAt(index: number): readonly ReactNode[] | undefined
  isSelected(index: number): boolean
  onVisibleRange(first: number, last: number): void
  onSelect(index: number, mode: 'one' | 'add' | 'range'): void
  onEnter?(index: number): void
  /** A double click, where it is not what Enter is. */
  onRowDoubleClick?(index: number): void
  /** Rows are those of a tree. */
  readonly tree?: TreeRows
  onSelectAll?(): void
  /** Index of the next loaded row whose name begins so; null: none. */
  findByName?(text: string, from: number): number | null
  /** A row can be dragged out of the window. */
  onDragOut?(index: number): void
}

const KEY_STEPS: Readonly<
  Record<string, (positionInSet: number, page: number, total: number) => number>
> = {
  ArrowDown: (positionInSet) => positionInSet + 1,
  ArrowUp: (positionInSet) => positionInSet - 1,
  PageDown: (positionInSet, page) => positionInSet + page,
  PageUp: (positionInSet, page) => positionInSet - page,
  Home: () => 0,
  End: (_at, _page, total) => total - 1,
}

/** Height of the heads, px. */
const HEAD_HEIGHT = 28

/** Rows that a frame of a scroll draws and is not late, also while the program is just started. */
const ROWS_PER_FRAME = 8

/** Letters typed within this time are one word. */
const TYPE_AHEAD_MS = 800

/** The whole text of a cell that is cut off, while the pointer is over it: thousands of titles would be set in vain. */
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

/** The least that a grid needs before it scrolls sideways: what each column says it needs. */
const minWidthOf = (columns: readonly GridColumn[]): number =>
  columns.reduce((sum, { size }) => sum + Number(/\d+/.exec(size)?.[0] ?? 0) + 8, 20)

export const VirtualGrid = (props: VirtualGridProps): ReactElement => {
  const { total, onVisibleRange, resetKey, rowHeight, columns } = props
  const id = useId()
  const virtualRows = useVirtualRows(total, rowHeight, HEAD_HEIGHT, ROWS_PER_FRAME)
  const overflowTitle = useOverflowTitle()
  const [focusedIndex, setFocusedIndex] = useState(-1)
  const typedText = useRef({ text: '', positionInSet: 0 })
  const active = props.activeIndex ?? focusedIndex
  const { first, end, reveal } = virtualRows
  useEffect(() => onVisibleRange(first, end), [first, end, total, onVisibleRange])
  useEffect(() => {
    reveal(0)
    setFocusedIndex(-1)
    // only when the list is another one
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
    const text =
      now - typedText.current.positionInSet > TYPE_AHEAD_MS ? key : typedText.current.text + key
    typedText.current = { text, positionInSet: now }
    const hit = props.findByName?.(
      text.toLowerCase(),
      text.length === 1 ? active + 1 : Math.max(0, active),
    )
    if (hit !== undefined && hit !== null) moveTo(hit, 'one')
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const command = event.ctrlKey || event.metaKey
    // a word that is typed ends with any other key
    if (event.key.length > 1 || command) typedText.current = { text: '', positionInSet: 0 }
    const step = KEY_STEPS[event.key]
    if (step !== undefined && total > 0)
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
  // shared by all rows through the stylesheet, so that a row that is used again changes its place and nothing else
  const layout = { '--columns': template, '--row': `${rowHeight}px` } as CSSProperties // React's type knows no variables
  const rows = Array.from({ length: Math.max(0, end - first) }, (_, i) => first + i)
  return (
    // a grid takes the focus itself; its role is just not written out
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
        onDoubleClick={onDoubleClick}
        onDragStart={onDragStart}
      >
        {rows.map((index) => {
          const selected = props.isSelected(index)
          return (
            <GridRow
              // elements are used again for other rows: making them anew at each step of a fast scroll is what costs
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
