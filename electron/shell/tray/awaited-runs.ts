// Awaited runs: those of which a person wants to be told once they are verified. They survive a restart (docs/ux.md D13).
import { NOTIFICATION_MESSAGES } from '../../../shared/messages/desktop/notifications.ts'
import type { JobSummary } from '../../../shared/model/model.ts'
import { isProvenState } from '../../core/domain/job-state.ts'
import type { WindowState } from '../window/window-state.ts'
import type { AppNotification } from './notifications.ts'

/** Most runs that are awaited at once; the oldest wish goes first. */
const MAX_AWAITED = 200

type AwaitedRun = Pick<JobSummary, 'id' | 'run' | 'place' | 'state' | 'archivedAt'>

export interface AwaitedRuns {
  /** Adds runs, or takes them away; answers all that are awaited then. No runs given: only answers. */
  set(jobs: readonly number[], tell: boolean): readonly number[]
  /** Notifications about runs that are verified now; these and the ones that never will be are awaited no longer. */
  due(look: (jobs: readonly number[]) => readonly AwaitedRun[]): AppNotification[]
}

export const createAwaitedRuns = (
  windowState: Pick<WindowState, 'read' | 'write'>,
): AwaitedRuns => {
  let awaited: readonly number[] = windowState.read().awaited ?? []
  const keep = (jobs: readonly number[]): void => {
    awaited = jobs.slice(-MAX_AWAITED)
    windowState.write({ awaited })
  }
  return {
    set(jobs, tell) {
      if (jobs.length === 0) return awaited
      const others = awaited.filter((id) => !jobs.includes(id))
      keep(tell ? [...others, ...jobs] : others)
      return awaited
    },
    due(look) {
      if (awaited.length === 0) return []
      // a run that is no longer on record is not answered
      const onRecord = look(awaited)
      const listed = onRecord.filter((job) => job.archivedAt === null && job.state !== 'cancelled')
      const verified = listed.filter((job) => isProvenState(job.state))
      const open = listed.filter((job) => !isProvenState(job.state)).map((job) => job.id)
      if (open.length < awaited.length) keep(open)
      return verified.map((job) => ({
        title: NOTIFICATION_MESSAGES.runVerified(job.run),
        body: NOTIFICATION_MESSAGES.runVerifiedText(job.place),
        jobId: job.id,
      }))
    },
  }
}
