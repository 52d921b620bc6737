// A run that waits for its next try goes over to the busy ones shortly before it (docs/ux.md D3): nothing happens to it then, so it is watched for.
import type { ChangeHub } from '../changes.ts'
import type { Clock } from '../domain/clock.ts'
import { DUE_SOON_MS } from '../domain/retry.ts'
import type { JobStore } from '../queue/job-store.ts'

export interface DueSoonWatch {
  /** Says that the lists moved where one of them has come that far. */
  look(): void
  /** When the next one does; null: none is on its way. */
  nextAt(): number | null
}

export const createDueSoonWatch = (deps: {
  readonly jobs: JobStore
  readonly changes: ChangeHub
  readonly clock: Clock
}): DueSoonWatch => {
  const { jobs, changes, clock } = deps
  let known = 0
  return {
    look() {
      const now = jobs.retriesUntil(clock.now() + DUE_SOON_MS)
      if (now !== known) changes.overviewTouched()
      known = now
    },
    nextAt() {
      const due = jobs.nextRetryAfter(clock.now() + DUE_SOON_MS)
      return due === null ? null : due - DUE_SOON_MS
    },
  }
}
