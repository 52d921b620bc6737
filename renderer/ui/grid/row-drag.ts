// Drags a row by its grip to the place of another row: the pointer is followed, and a line shows where it would be dropped.
// HTML's own dragging is taken: it drags rows out of the window.
import type { PointerEvent as ReactPointerEvent } from 'react'

/** Class of the part of a row that is taken hold of. */
export const GRIP_CLASS = 'grip'
/** Attribute of the row at whose place the dragged one would be dropped, and on which side the line is: `above` or `below`. */
const DROP = 'data-drop'

const rowAt = (x: number, y: number): HTMLElement | null => {
  const row = document.elementFromPoint(x, y)?.closest('.grid-row') ?? null
  return row instanceof HTMLElement ? row : null
}

const indexOf = (row: HTMLElement): number => Number(row.getAttribute('aria-rowindex')) - 2

export const isGrip = (target: EventTarget): boolean =>
  target instanceof Element && target.closest(`.${GRIP_CLASS}`) !== null

/** Follows the pointer from a press on a grip until it is let go; `onMove` gets the rows' indexes. Escape ends it without a move. */
export const followRowDrag = (
  event: ReactPointerEvent,
  onMove: (from: number, to: number) => void,
): void => {
  if (event.button !== 0 || !isGrip(event.target)) return
  const dragged = rowAt(event.clientX, event.clientY)
  if (dragged === null) return
  const from = indexOf(dragged)
  const grid = dragged.closest('.grid')
  let target: HTMLElement | null = null
  const mark = (row: HTMLElement | null): void => {
    if (row !== target) target?.removeAttribute(DROP)
    target = row
    row?.setAttribute(DROP, indexOf(row) < from ? 'above' : 'below')
  }
  const onPointerMove = ({ clientX, clientY }: PointerEvent): void => {
    const row = rowAt(clientX, clientY)
    mark(row !== null && row.closest('.grid') === grid && indexOf(row) !== from ? row : null)
  }
  const end = (): void => {
    mark(null)
    document.body.classList.remove('dragging-row')
    window.removeEventListener('pointermove', onPointerMove)
    window.removeEventListener('pointerup', onPointerUp)
    window.removeEventListener('pointercancel', end)
    window.removeEventListener('keydown', onKeyDown, { capture: true })
  }
  const onPointerUp = (): void => {
    const to = target === null ? null : indexOf(target)
    end()
    if (to !== null) onMove(from, to)
  }
  const onKeyDown = (key: KeyboardEvent): void => {
    if (key.key !== 'Escape') return
    key.preventDefault()
    key.stopPropagation()
    end()
  }
  document.body.classList.add('dragging-row')
  window.addEventListener('pointermove', onPointerMove)
  window.addEventListener('pointerup', onPointerUp)
  window.addEventListener('pointercancel', end)
  window.addEventListener('keydown', onKeyDown, { capture: true })
}
