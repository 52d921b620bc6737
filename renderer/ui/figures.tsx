// Figures of a page: the few numbers that matter, large, each with its name and a note.
import type { ReactElement } from 'react'

interface Figure {
  readonly name: string
  readonly value: string
  readonly note?: string
}

export const Figures = ({ figures }: { readonly figures: readonly Figure[] }): ReactElement => (
  <dl className="figures">
    {figures.map(({ name, value, note }) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>
          <strong>{value}</strong>
          {note === undefined ? null : <span className="muted">{note}</span>}
        </dd>
      </div>
    ))}
  </dl>
)
