// Makes work due that a wrong clock put off for longer than its rule allows (docs/spec.md 3).
import type { ChangeHub } from '../changes.ts'
import type { Database } from '../db/database.ts'
import type { Clock } from '../domain/clock.ts'
import type { Settings } from '../domain/config.ts'
import { longestMaintenanceMs } from '../domain/maintenance-schedule.ts'
import { longestDelay } from '../domain/retry.ts'
import { createDueTimes } from '../queue/due-times.ts'

/** Answers a function that looks at all due times; it costs two look-ups in an index. */
export const createDueTimePuller = ({
  db,
  changes,
  clock,
}: {
  readonly db: Database
  readonly changes: ChangeHub
  readonly clock: Clock
}): ((settings: Settings) => void) => {
  const dueTimes = createDueTimes(db)
  return ({ sync, cleanup, verify }) => {
    const longest = {
      retry: longestDelay(sync),
      maintenance: longestMaintenanceMs(cleanup, verify.repeatDays),
    }
    for (const id of dueTimes.pull(clock.now(), longest)) changes.jobTouched(id)
  }
}
