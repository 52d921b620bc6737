// Says whether a connection test or a rehearsal had an answer of the NAS for the account.
import type { ConnectionTestReport } from '../../../../shared/model/reports.ts'

/** Steps that pass only where the host answers and accepts the sign-in. */
const REACHING: ReadonlySet<string> = new Set(['sign_in', 'list', 'send'])

export const hasReached = ({ steps }: Pick<ConnectionTestReport, 'steps'>): boolean =>
  steps.some(({ id, outcome }) => REACHING.has(id) && outcome === 'passed')
