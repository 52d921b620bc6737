// Watches for failed jobs whose next attempt comes within five minutes: the lists show them as work
// under way from then on (docs/ux.md D3), though nothing else changes at that moment.
import { DUE_SOON_MS } from '../../../shared/constants.ts'
import type { ChangeHub } from '../changes.ts'
import type { Clock } from '../domain/clock.ts'

import type { JobStore } from '../queue/job-store.ts'

interface DueSoonWatch {
  /** Announces a change of the overview where the number of jobs that are due soon changed. */
  check(): void
  /** When the next job becomes due soon, epoch ms; null: none will. */
  nextAt(): number | null
}

export const createDueSoonWatch = (deps: {
  readonly jobs: JobStore
  readonly changes: ChangeHub
  readonly clock: Clock
}): DueSoonWatch => {
  const { jobs, changes, clock } = deps
  let lastCount = 0
  return {
    check() {
      const count = jobs.retriesUntil(clock.now() + DUE_SOON_MS)
      if (count !== lastCount) changes.overviewTouched()
      lastCount = count
    },
    nextAt() {
      const due = jobs.nextRetryAfter(clock.now() + DUE_SOON_MS)
      return due === null ? null : due - DUE_SOON_MS
    },
  }
}
