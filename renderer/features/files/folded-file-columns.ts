// Folds the columns of the files table that would be empty, or say the same in every row, for the run that is shown (docs/ux.md D6).
import type { JobSummary } from '../../../shared/model/model.ts'
import type { FileColumn } from '../../ui/grid/columns.ts'

type Facts = Pick<JobSummary, 'state' | 'attempts' | 'attention' | 'files'>

/** States of files of which nothing was sent. */
const NOT_SENT = ['pending', 'skipped', 'excluded'] as const
/** States of files that have a proof, if only their size. */
const PROVEN = ['verified', 'size_only', 'cleaned'] as const

/** States of files of which the table says why, or by whom. */
const EXPLAINED = [
  'size_only',
  'changed',
  'missing',
  'mismatch',
  'failed',
  'vanished',
  'skipped',
  'excluded',
] as const

/** Columns that go first where a table has no room for all. */
const FIRST_TO_GO: readonly FileColumn[] = ['sha', 'tried', 'attempts', 'sent', 'proof']

/**
 * The columns without those that have nothing to say of the run, or would take the room of the names. `room`: px for the columns;
 * `leastOf`: px that a column takes at least, with the gap beside it.
 */
export const foldFileColumns = (
  columns: readonly FileColumn[],
  { state, attempts, attention, files: { total, byState } }: Facts,
  room: number,
  leastOf: (column: FileColumn) => number,
): readonly FileColumn[] => {
  const sum = (states: readonly (keyof typeof byState)[]): number =>
    states.reduce((n, one) => n + (byState[one] ?? 0), 0)
  const proven = sum(PROVEN)
  // every file is there: its size is what was sent, and how often it was tried is history
  const isWhole = total > 0 && proven === total && state !== 'running'
  const isUntouched = attempts === 0 || (sum(NOT_SENT) >= total && state !== 'running')
  const isEmpty: Partial<Record<FileColumn, boolean>> = {
    sent: isWhole || isUntouched,
    problem: attention === 0 && sum(EXPLAINED) === 0,
    attempts: isWhole || isUntouched,
    tried: isUntouched,
    proof: proven === 0,
  }
  const filled = columns.filter((column) => isEmpty[column] !== true)
  const gone = new Set<FileColumn>()
  const left = (): FileColumn[] => filled.filter((column) => !gone.has(column))
  for (const column of FIRST_TO_GO)
    if (left().reduce((sum, one) => sum + leastOf(one), 0) > room) gone.add(column)
  return left()
}
