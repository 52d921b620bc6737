// The jobs that the engine works on now, and how they end where the system waits for nobody.
import type { EngineDeps } from './engine-types.ts'
import { endAttempts } from './recovery/recover.ts'
import type { LimitedAttempt } from './sending-limits.ts'

export interface ActiveJob extends LimitedAttempt {
  readonly destination: string
  done: Promise<void>
}

/**
 * Stops the tools of all active jobs and settles their attempts as interrupted before it returns. `words`: what Activity says of
 * each run. `write` makes a write that must not be lost.
 */
export const endActiveJobs = (
  active: ReadonlyMap<number, Pick<ActiveJob, 'controller'>>,
  words: string,
  write: (work: () => void) => void,
  deps: EngineDeps,
): void => {
  for (const [jobId, { controller }] of active) {
    controller.abort()
    write(() => {
      const job = deps.jobs.get(jobId)
      if (job !== null) deps.activity.noticed(job, words)
    })
  }
  write(() => endAttempts(deps))
}
