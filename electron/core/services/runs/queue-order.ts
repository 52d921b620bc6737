// Changes the order in which a destination takes its waiting runs: a run goes before all others, one place on, or to the place of
// another one (docs/spec.md 3).
import { msg } from '../../../../shared/language/msg.ts'
import type { ChangeHub } from '../../changes.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Settings } from '../../domain/config.ts'
import { destinationKey, routesTo } from '../../domain/hold-scope.ts'
import { routeWith } from '../../domain/routes.ts'
import { type QueuedRun, type Step, moveInQueue } from '../../domain/queue-order.ts'
import { type Database, transaction } from '../../db/database.ts'
import { Refusal } from '../../errors.ts'
import type { Job } from '../../queue/job-row.ts'
import type { WaitingStore } from '../../queue/waiting-store.ts'

interface QueueOrderDeps {
  readonly db: Database
  readonly clock: Clock
  readonly changes: Pick<ChangeHub, 'jobTouched'>
  readonly waiting: Pick<WaitingStore, 'queueOf' | 'firstDueAt' | 'setDueAt'>
  settings(): Settings | null
}

export interface QueueOrder {
  /** The due time of a run that is to come before all others, epoch ms. */
  beforeAll(): number
  /** Moves a queued run by one place. Throws Refusal conflict where it has no place, or none to go to. */
  move(job: Job, step: Step): void
  /** Moves a queued run to the place of another one. Throws Refusal conflict where they do not wait for the same destination. */
  moveTo(job: Job, placeOf: Job): void
}

export const createQueueOrder = (deps: QueueOrderDeps): QueueOrder => {
  const { clock, waiting, settings } = deps
  /** Routes that lead to the same destination, whose jobs take turns. */
  const neighbours = (route: string): readonly string[] => {
    const own = routeWith(route, settings())
    return own === undefined
      ? [route]
      : routesTo(destinationKey(own.destination), settings()).map(({ id }) => id)
  }
  const waitingWith = (job: Job): readonly QueuedRun[] => {
    const queue = waiting.queueOf(neighbours(job.route), clock.now(), job.verifiedAt !== null)
    if (queue.every(({ id }) => id !== job.id))
      throw new Refusal(
        'conflict',
        msg`${job.run} has no place yet: it is tried again later. Send it next to send it now.`,
      )
    return queue
  }
  const store = (changed: readonly QueuedRun[]): void => {
    transaction(deps.db, () => {
      for (const { id, dueAt } of changed) waiting.setDueAt(id, dueAt)
    })
    for (const { id } of changed) deps.changes.jobTouched(id)
  }
  return {
    beforeAll: () => Math.min(clock.now(), waiting.firstDueAt() ?? Number.POSITIVE_INFINITY) - 1,
    move(job, step) {
      const changed = moveInQueue(waitingWith(job), job.id, step)
      if (changed.length === 0)
        throw new Refusal(
          'conflict',
          step === 'earlier'
            ? msg`${job.run} is the first run of its destination that waits.`
            : msg`${job.run} is the last run of its destination that waits.`,
        )
      store(changed)
    },
    moveTo(job, placeOf) {
      const queue = waitingWith(job)
      const place = queue.findIndex(({ id }) => id === placeOf.id)
      if (place === -1)
        throw new Refusal(
          'conflict',
          msg`${placeOf.run} does not wait for the same destination, so ${job.run} can't have its place.`,
        )
      store(moveInQueue(queue, job.id, place))
    },
  }
}
