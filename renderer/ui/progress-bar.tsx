// Progress bar: a thin bar that is filled to a part of its width.
import type { CSSProperties, ReactElement } from 'react'

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
    // React's type knows no variables
    style={{ '--part': `${Math.min(100, Math.max(0, part * 100))}%` } as CSSProperties}
  />
)
