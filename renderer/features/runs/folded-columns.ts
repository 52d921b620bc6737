// Folds the columns of the runs table that would be empty in the list that is shown, or that it has no room for (docs/ux.md D4).
import type { RunColumn } from '../../../shared/model/list-rows.ts'
import type { JobView } from '../../../shared/model/model.ts'
import type { Overview } from '../../../shared/model/overview.ts'

interface Shown {
  readonly view: JobView
  /** The list shows one instrument. */
  readonly instrument: string | null
  /** How many instruments are set up. */
  readonly instruments: number
  readonly sort: { readonly by: RunColumn } | null
  /** Widths that the operator chose: such a column is never folded. */
  readonly widths: Readonly<Record<string, number>>
  /** Some run of the list has files that need attention. */
  readonly hasProblems: boolean
  /** Some run of the list is being worked on, or has a time at which it goes on. */
  readonly hasTimes: boolean
  /** Some run of the list has a proof. */
  readonly hasProof: boolean
  /** Px that the table has for its columns. */
  readonly room: number
  /** Px that a column takes at least, with the gap beside it. */
  leastOf(column: RunColumn): number
}

/** Columns that go first where a table has no room for all: other places say the same. */
const FIRST_TO_GO: readonly RunColumn[] = ['speed', 'proof', 'activity', 'instrument', 'left']

/** The columns without those that have nothing to show, or would take the room of the names. */
export const foldColumns = (
  columns: readonly RunColumn[],
  {
    view,
    instrument,
    instruments,
    sort,
    widths,
    hasProblems,
    hasTimes,
    hasProof,
    room,
    leastOf,
  }: Shown,
  counts: Overview['counts'],
): readonly RunColumn[] => {
  const moves = counts.active > 0 && (view === 'all' || view === 'active')
  const waits = counts.waiting > 0 && (view === 'all' || view === 'waiting')
  const isEmpty: Partial<Record<RunColumn, boolean>> = {
    speed: !moves,
    left: (!moves && !waits) || !hasTimes,
    problems: view === 'done' || !hasProblems,
    proof: !hasProof,
    instrument: instrument !== null || instruments === 1,
  }
  const mayGo = (column: RunColumn): boolean => sort?.by !== column && widths[column] === undefined
  const filled = columns.filter((column) => isEmpty[column] !== true || !mayGo(column))
  const gone = new Set<RunColumn>()
  const left = (): RunColumn[] => filled.filter((column) => !gone.has(column))
  const isTooWide = (): boolean => left().reduce((sum, column) => sum + leastOf(column), 0) > room
  for (const column of FIRST_TO_GO) if (mayGo(column) && isTooWide()) gone.add(column)
  return left()
}
