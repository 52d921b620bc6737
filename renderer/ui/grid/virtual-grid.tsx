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
import { GridRow, indexAt } from './grid-row.tsx'
import { useTrack } from './virtual-rows.ts'

export interface GridColumn {
  readonly id: string
  readonly head: ReactNode
  /** CSS of one column: `120px`, `minmax(220px, 1fr)`. */
  readonly size: string
  readonly right?: boolean
  /** Class of its cells: `mono`, `muted`. */
  readonly look?: string
  readonly sort?: 'ascending' | 'descending' | 'none'
}

/** How rows of a tree lie in each other. */
export interface TreeRows {
  /** ARIA counts of a row, from 1; `open` null: it has nothing in it. undefined while it is not loaded. */
  place(index: number): { level: number; at: number; of: number; open: boolean | null } | undefined
  /** Right opens and Left closes; answers the row to go to, or null. */
  fold(index: number, open: boolean): number | null
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
  cells(index: number): readonly ReactNode[] | undefined
  isSelected(index: number): boolean
  onRange(first: number, last: number): void
  onPick(index: number, how: 'one' | 'add' | 'range'): void
  onOpen?(index: number): void
  /** A double click, where it is not what Enter is. */
  onDouble?(index: number): void
  /** Rows are those of a tree. */
  readonly tree?: TreeRows
  onAll?(): void
  /** Index of the next loaded row whose name begins so; null: none. */
  find?(text: string, from: number): number | null
  /** A row can be dragged out of the window. */
  onDrag?(index: number): void
}

const STEPS: Readonly<Record<string, (at: number, page: number, total: number) => number>> = {
  ArrowDown: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  PageDown: (at, page) => at + page,
  PageUp: (at, page) => at - page,
  Home: () => 0,
  End: (_at, _page, total) => total - 1,
}

/** Height of the heads, px. */
const HEAD = 28

/** Rows that a frame of a scroll draws and is not late, also while the program is just started. */
const A_FRAME = 8

/** Letters typed within this time are one word. */
const TYPED_MS = 800

/** The whole text of a cell that is cut off, while the pointer is over it: thousands of titles would be set in vain. */
const useHint = () => {
  const shown = useRef<HTMLElement>(null)
  const hide = (): void => {
    shown.current?.removeAttribute('title')
    shown.current = null
  }
  const show = ({ target }: PointerEvent): void => {
    hide()
    const cell = target instanceof Element ? target.closest('[role="gridcell"]') : null
    if (!(cell instanceof HTMLElement) || cell.scrollWidth <= cell.clientWidth) return
    cell.title = cell.textContent
    shown.current = cell
  }
  return { show, hide }
}

/** The least that a grid needs before it scrolls sideways: what each column says it needs. */
const leastWidth = (columns: readonly GridColumn[]): number =>
  columns.reduce((sum, { size }) => sum + Number(/\d+/.exec(size)?.[0] ?? 0) + 8, 20)

export const VirtualGrid = (props: VirtualGridProps): ReactElement => {
  const { total, onRange, resetKey, rowHeight, columns } = props
  const id = useId()
  const track = useTrack(total, rowHeight, HEAD, A_FRAME)
  const hint = useHint()
  const [own, setOwn] = useState(-1)
  const typed = useRef({ text: '', at: 0 })
  const active = props.activeIndex ?? own
  const { first, end, reveal } = track
  useEffect(() => onRange(first, end), [first, end, total, onRange])
  useEffect(() => {
    reveal(0)
    setOwn(-1)
    // only when the list is another one
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [resetKey])

  const go = (index: number, how: 'one' | 'range'): void => {
    const next = Math.min(total - 1, Math.max(0, index))
    setOwn(next)
    reveal(next)
    props.onPick(next, how)
  }
  const type = (key: string): void => {
    const now = performance.now()
    const text = now - typed.current.at > TYPED_MS ? key : typed.current.text + key
    typed.current = { text, at: now }
    const hit = props.find?.(
      text.toLowerCase(),
      text.length === 1 ? active + 1 : Math.max(0, active),
    )
    if (hit !== undefined && hit !== null) go(hit, 'one')
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const command = event.ctrlKey || event.metaKey
    // a word that is typed ends with any other key
    if (event.key.length > 1 || command) typed.current = { text: '', at: 0 }
    const step = STEPS[event.key]
    if (step !== undefined && total > 0)
      go(step(active, track.page, total), event.shiftKey ? 'range' : 'one')
    else if (
      (event.key === 'ArrowRight' || event.key === 'ArrowLeft') &&
      props.tree !== undefined &&
      active >= 0
    ) {
      const next = props.tree.fold(active, event.key === 'ArrowRight')
      if (next !== null) go(next, 'one')
    } else if (event.key === ' ' && active >= 0) props.onPick(active, 'add')
    else if (event.key.toLowerCase() === 'a' && command && props.onAll !== undefined) props.onAll()
    else if (event.key === 'Enter' && active >= 0 && !command && !event.altKey)
      props.onOpen?.(active)
    else if (
      /^[\p{L}\p{N}_-]$/u.test(event.key) &&
      !command &&
      !event.altKey &&
      props.find !== undefined
    )
      type(event.key)
    else return
    event.preventDefault()
  }
  const onMouseDown = (event: MouseEvent): void => {
    const index = indexAt(event)
    if (index === null || (event.button !== 0 && props.isSelected(index))) return
    setOwn(index)
    props.onPick(index, event.shiftKey ? 'range' : event.ctrlKey || event.metaKey ? 'add' : 'one')
  }

  const onDoubleClick = (event: MouseEvent): void => {
    const index = indexAt(event)
    if (index !== null) (props.onDouble ?? props.onOpen)?.(index)
  }
  const onDragStart = (event: DragEvent): void => {
    const index = indexAt(event)
    event.preventDefault()
    if (index !== null) props.onDrag?.(index)
  }

  const least = leastWidth(columns)
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
      ref={track.box}
      tabIndex={0}
      onKeyDown={(event) => (event.target === event.currentTarget ? onKeyDown(event) : undefined)}
      onScroll={() => {
        hint.hide()
        track.onScroll()
      }}
      {...(active >= first && active < end ? { 'aria-activedescendant': `${id}-${active}` } : {})}
    >
      <div role="rowgroup" className="grid-heads" style={{ minWidth: least }}>
        <div className="grid-head" role="row" aria-rowindex={1} style={{ height: HEAD }}>
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
        style={{ height: track.height, minWidth: least }}
        onPointerOver={hint.show}
        onPointerOut={hint.hide}
        onMouseDown={onMouseDown}
        onDoubleClick={onDoubleClick}
        onDragStart={onDragStart}
      >
        {rows.map((index) => {
          const picked = props.isSelected(index)
          return (
            <GridRow
              // elements are used again for other rows: making them anew at each step of a fast scroll is what costs
              key={index % track.most}
              id={`${id}-${index}`}
              index={index}
              top={track.top(index)}
              active={index === active}
              picked={picked}
              drags={props.onDrag !== undefined && picked}
              columns={columns}
              cells={track.isDrawn(index) ? props.cells(index) : undefined}
              {...props.tree?.place(index)}
            />
          )
        })}
      </div>
    </div>
  )
}
