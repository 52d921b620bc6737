// Folds the columns of the runs table that would be empty in the list that is shown (docs/ux.md D4).
import type { RunColumn } from '../../../shared/model/list-rows.ts'
import type { JobView, Overview } from '../../../shared/model/model.ts'

interface Shown {
  readonly view: JobView
  /** The list shows one instrument. */
  readonly instrument: string | null
  /** How many instruments are set up. */
  readonly instruments: number
  readonly sort: { readonly by: RunColumn } | null
  /** Widths that the operator chose: such a column is never folded. */
  readonly widths: Readonly<Record<string, number>>
}

/** The columns that have nothing to show, and would only take the space of the names. */
export const foldColumns = (
  columns: readonly RunColumn[],
  { view, instrument, instruments, sort, widths }: Shown,
  counts: Overview['counts'],
): readonly RunColumn[] => {
  const moves = counts.active > 0 && (view === 'all' || view === 'active')
  const waits = counts.waiting > 0 && (view === 'all' || view === 'waiting')
  const isEmpty: Partial<Record<RunColumn, boolean>> = {
    speed: !moves,
    left: !moves && !waits,
    problems: view === 'done' || counts.needs_you + counts.active + counts.waiting === 0,
    instrument: instrument !== null || instruments === 1,
  }
  return columns.filter(
    (column) => isEmpty[column] !== true || sort?.by === column || widths[column] !== undefined,
  )
}
