// A grid of which only the visible rows exist: keyboard, selection and ARIA counts stay those of the whole list.
import { useVirtualizer } from '@tanstack/react-virtual'
import {
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from 'react'

export const ROW_HEIGHT = 28

export interface VirtualGridProps {
  readonly name: string
  readonly className: string
  readonly head: readonly ReactNode[]
  readonly total: number
  /** Where a list that was replaced by another begins again at the top. */
  readonly resetKey: string
  /** Cells of a row; undefined while it is not loaded. */
  cells(index: number): readonly ReactNode[] | undefined
  isSelected(index: number): boolean
  onRange(first: number, last: number): void
  onPick(index: number, how: 'one' | 'add' | 'range'): void
  onOpen?(index: number): void
}

const STEPS: Readonly<Record<string, (at: number, page: number, total: number) => number>> = {
  ArrowDown: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  PageDown: (at, page) => at + page,
  PageUp: (at, page) => at - page,
  Home: () => 0,
  End: (_at, _page, total) => total - 1,
}

export const VirtualGrid = (props: VirtualGridProps): ReactElement => {
  const { total, onRange, resetKey } = props
  const body = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState(-1)
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => body.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  })
  const items = virtual.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  useEffect(() => onRange(first, last + 1), [first, last, total, onRange])
  useEffect(() => {
    body.current?.scrollTo({ top: 0 })
    setActive(-1)
  }, [resetKey])

  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key]
    if (step !== undefined && total > 0) {
      event.preventDefault()
      const page = Math.max(1, Math.floor((body.current?.clientHeight ?? 0) / ROW_HEIGHT) - 1)
      const next = Math.min(total - 1, Math.max(0, step(active, page, total)))
      setActive(next)
      virtual.scrollToIndex(next)
      props.onPick(next, event.shiftKey ? 'range' : 'one')
    } else if (event.key === ' ' && active >= 0) {
      event.preventDefault()
      props.onPick(active, 'add')
    } else if (event.key === 'Enter' && active >= 0 && !event.ctrlKey && !event.metaKey)
      props.onOpen?.(active)
  }

  return (
    <div
      className={`grid ${props.className}`}
      role="grid"
      aria-label={props.name}
      aria-rowcount={total + 1}
      aria-colcount={props.head.length}
      aria-multiselectable
    >
      <div role="rowgroup">
        <div className="grid-head" role="row" aria-rowindex={1}>
          {props.head.map((label, column) => (
            // columns never move, so their place is their identity
            <span role="columnheader" key={column} className="clip">
              {label}
            </span>
          ))}
        </div>
      </div>
      <div
        className="grid-body"
        ref={body}
        role="rowgroup"
        tabIndex={0}
        onKeyDown={onKeyDown}
        aria-label={`${props.name}, rows`}
      >
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }} role="presentation">
          {items.map((item) => {
            const cells = props.cells(item.index)
            return (
              <div
                key={item.key}
                className="grid-row"
                role="row"
                aria-rowindex={item.index + 2}
                aria-selected={props.isSelected(item.index)}
                style={{ transform: `translateY(${item.start}px)` }}
                onMouseDown={(event) => {
                  if (event.button !== 0 && props.isSelected(item.index)) return
                  setActive(item.index)
                  props.onPick(
                    item.index,
                    event.shiftKey ? 'range' : event.ctrlKey || event.metaKey ? 'add' : 'one',
                  )
                }}
                onDoubleClick={() => props.onOpen?.(item.index)}
              >
                {cells === undefined ? (
                  <span role="gridcell" className="placeholder" style={{ gridColumn: '1 / 3' }} />
                ) : (
                  cells.map((cell, column) => (
                    <span role="gridcell" key={column} className="clip">
                      {cell}
                    </span>
                  ))
                )}
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
}
