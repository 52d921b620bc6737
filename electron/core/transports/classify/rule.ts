// A row of the classifier's tables.
import type { Reason } from '../../../../shared/reasons.ts'

/**
 * One rule of a table. `text` is tried on each line by itself, so that `^` and
 * `$` are the ends of the line.
 */
export interface Rule {
  readonly reason: Reason
  readonly text: RegExp
  /** The rule applies to these exit codes only. */
  readonly code?: readonly number[]
  /** ssh or the server says this before it says that the connection ended. */
  readonly explains?: true
  /** The rule applies to this operation only. */
  readonly operation?: 'push' | 'hashsum'
}
