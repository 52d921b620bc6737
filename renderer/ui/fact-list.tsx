// Fact list: names and values in two columns, as a definition list.
import type { ReactElement } from 'react'

export const FactList = ({
  rows,
}: {
  readonly rows: readonly (readonly [string, string])[]
}): ReactElement => (
  <dl className="facts">
    {rows.map(([name, value]) => (
      <div key={name} className="fact">
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
)
