// Empty state: the picture, title, text and actions that a list shows while it has no rows.
import type { LucideIcon } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { DataWay } from './data-way.tsx'

export const EmptyState = (props: {
  /** Drawn large; without it the way of the data. */
  readonly icon?: LucideIcon
  readonly title: string
  readonly text?: string
  readonly children?: ReactNode
}): ReactElement => (
  <div className="empty">
    {props.icon === undefined ? (
      <DataWay />
    ) : (
      <props.icon size={44} strokeWidth={1.4} aria-hidden />
    )}
    <h2>{props.title}</h2>
    {props.text === undefined ? null : <p>{props.text}</p>}
    {props.children}
  </div>
)
