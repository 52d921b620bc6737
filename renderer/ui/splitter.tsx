// Splitter between the list and the details: dragged with the pointer, or moved with the arrow keys.
import { type KeyboardEvent, type PointerEvent, type ReactElement, useRef } from 'react'

export const Splitter = (props: {
  readonly label: string
  /** Whether the pane that it sizes is below it, or at its right. */
  readonly pane: 'below' | 'right'
  /** Height or width of that pane, px. */
  readonly size: number
  readonly min: number
  readonly max: number
  onSize(size: number): void
}): ReactElement => {
  const isBelow = props.pane === 'below'
  const dragStart = useRef<{ at: number; size: number } | null>(null)
  const positionOf = (event: PointerEvent): number => (isBelow ? event.clientY : event.clientX)
  const setSize = (size: number): void =>
    props.onSize(Math.round(Math.min(props.max, Math.max(props.min, size))))
  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId)
    dragStart.current = { at: positionOf(event), size: props.size }
  }
  const onPointerMove = (event: PointerEvent): void => {
    if (dragStart.current !== null)
      setSize(dragStart.current.size + dragStart.current.at - positionOf(event))
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === (isBelow ? 'ArrowUp' : 'ArrowLeft')) setSize(props.size + 24)
    else if (event.key === (isBelow ? 'ArrowDown' : 'ArrowRight')) setSize(props.size - 24)
    else return
    event.preventDefault()
  }
  return (
    <div
      className={isBelow ? 'splitter' : 'splitter upright'}
      role="separator"
      aria-orientation={isBelow ? 'horizontal' : 'vertical'}
      aria-label={props.label}
      aria-valuenow={props.size}
      aria-valuemin={props.min}
      aria-valuemax={props.max}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => (dragStart.current = null)}
      onKeyDown={onKeyDown}
    />
  )
}
