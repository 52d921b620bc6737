// Head of a page: its title, and beside it what narrows or exports what it shows.
import type { ReactElement, ReactNode } from 'react'

export const PageHead = (props: {
  readonly title: string
  readonly children?: ReactNode
}): ReactElement => (
  <header className="page-head">
    <h1>{props.title}</h1>
    {props.children}
  </header>
)
