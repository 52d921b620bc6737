// Splitter between the list and the details: dragged with the pointer, or moved with the arrow keys.
import { type KeyboardEvent, type PointerEvent, type ReactElement, useRef } from 'react'

export const Splitter = (props: {
  readonly label: string
  /** Height of the pane below the splitter, px. */
  readonly height: number
  readonly min: number
  readonly max: number
  onHeight(height: number): void
}): ReactElement => {
  const dragStart = useRef<{ y: number; height: number } | null>(null)
  const setHeight = (height: number): void =>
    props.onHeight(Math.round(Math.min(props.max, Math.max(props.min, height))))
  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId)
    dragStart.current = { y: event.clientY, height: props.height }
  }
  const onPointerMove = (event: PointerEvent): void => {
    if (dragStart.current !== null)
      setHeight(dragStart.current.height + dragStart.current.y - event.clientY)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowUp') setHeight(props.height + 24)
    else if (event.key === 'ArrowDown') setHeight(props.height - 24)
    else return
    event.preventDefault()
  }
  return (
    <div
      className="splitter"
      role="separator"
      aria-orientation="horizontal"
      aria-label={props.label}
      aria-valuenow={props.height}
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
