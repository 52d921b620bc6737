// Progress bar: a thin bar that is filled to a part of its width.
import type { CSSProperties, ReactElement } from 'react'

/** `part`: 0 to 1. `tone`: further classes of the bar. */
export const ProgressBar = ({
  part,
  tone = '',
}: {
  readonly part: number
  readonly tone?: string
}): ReactElement => (
  <span
    className={`bar ${tone}`}
    aria-hidden
    // React's type has no custom properties
    style={{ '--part': `${Math.min(100, Math.max(0, part * 100))}%` } as CSSProperties}
  />
)
