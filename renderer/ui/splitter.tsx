// The line between table and details: dragged, or moved with the arrow keys.
import { type KeyboardEvent, type PointerEvent, type ReactElement, useRef } from 'react'

export const Splitter = (props: {
  readonly label: string
  /** Height of the pane under it, px. */
  readonly height: number
  readonly min: number
  readonly max: number
  onHeight(height: number): void
}): ReactElement => {
  const from = useRef<{ y: number; height: number } | null>(null)
  const set = (height: number): void =>
    props.onHeight(Math.round(Math.min(props.max, Math.max(props.min, height))))
  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId)
    from.current = { y: event.clientY, height: props.height }
  }
  const onPointerMove = (event: PointerEvent): void => {
    if (from.current !== null) set(from.current.height + from.current.y - event.clientY)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowUp') set(props.height + 24)
    else if (event.key === 'ArrowDown') set(props.height - 24)
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
      onPointerUp={() => (from.current = null)}
      onKeyDown={onKeyDown}
    />
  )
}
