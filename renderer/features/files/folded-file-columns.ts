// Folds the columns of the files table that would be empty, or say the same in every row, for the run that is shown (docs/ux.md D6).
import type { JobSummary } from '../../../shared/model/model.ts'
import type { FileColumn } from '../../ui/grid/columns.ts'

type Facts = Pick<JobSummary, 'state' | 'attempts' | 'attention' | 'files'>

/** States of files of which nothing was sent. */
const NOT_SENT = ['pending', 'skipped', 'excluded'] as const
/** States of files that have a proof, if only their size. */
const PROVEN = ['verified', 'size_only', 'cleaned'] as const

/** The columns without those that have nothing to say of the run. */
export const foldFileColumns = (
  columns: readonly FileColumn[],
  { state, attempts, attention, files: { total, byState } }: Facts,
): readonly FileColumn[] => {
  const sum = (states: readonly (keyof typeof byState)[]): number =>
    states.reduce((n, one) => n + (byState[one] ?? 0), 0)
  const proven = sum(PROVEN)
  // every file is there: its size is what was sent, and how often it was tried is history
  const isWhole = total > 0 && proven === total && state !== 'running'
  const isUntouched = attempts === 0 || (sum(NOT_SENT) >= total && state !== 'running')
  const isEmpty: Partial<Record<FileColumn, boolean>> = {
    sent: isWhole || isUntouched,
    problem: attention === 0 && sum(['skipped', 'failed']) === 0,
    attempts: isWhole || isUntouched,
    tried: isUntouched,
    proof: proven === 0,
  }
  return columns.filter((column) => isEmpty[column] !== true)
}
