// Moves a job on after its attempt, and holds its destination or lifts the hold (docs/spec.md 3).
import { testedDigest } from '../destinations/tested-digest.ts'
import type { Settings } from '../domain/config.ts'
import { HOLD_SCOPES, type HoldScope, SCOPES_OF_SIGN_IN } from '../domain/hold-scope.ts'
import { routeWith } from '../domain/routes.ts'
import type { Job } from '../queue/job-row.ts'
import type { Outcome } from './attempt/outcome.ts'
import type { BegunAttempt } from './attempt/run-attempt.ts'
import { type StopReason, settleOutcome } from './attempt/settle.ts'
import type { createDestinationHolds } from './destination-holds.ts'
import { followCleanup } from './cleanup/follow-cleanup.ts'
import type { EngineDeps } from './engine-types.ts'

/** States in which a job makes no further attempt by itself after it failed to reach a destination. */
const STOPPED: ReadonlySet<Job['state'] | undefined> = new Set(['failed', 'verified'])

/** What an attempt without a failure showed to work; whether the storage takes something shows a push alone. */
const scopesReached = (outcome: Outcome): readonly HoldScope[] =>
  outcome.next === 'pushed' && outcome.exitCode === 0 ? HOLD_SCOPES : SCOPES_OF_SIGN_IN

/** No run has this number. */
const NO_JOB = 0

/**
 * Answers the function that does both; `holds`: those of the engine. Where the disk was full in between it is called again, and
 * goes on with what is left: an attempt is settled once.
 */
export const createSettling =
  (deps: EngineDeps, holds: Pick<ReturnType<typeof createDestinationHolds>, 'failed' | 'worked'>) =>
  (
    jobId: number,
    stopReason: StopReason | null,
    begun: BegunAttempt,
    outcome: Outcome,
    settings: Settings,
  ): void => {
    const { jobs, files, attempts, contacts, clock } = deps
    const before = jobs.get(jobId)
    if (before === null) return
    if (attempts.isOpen(begun.id)) settleOutcome(before, begun, outcome, stopReason, settings, deps)
    followCleanup(jobId, deps)
    const route = routeWith(before.route, settings)
    if (route === undefined) return
    if ('failure' in outcome && outcome.next !== 'unproven')
      holds.failed(route, outcome.failure, {
        // a run that waits for its destination makes no attempt before the probe succeeds
        id: outcome.next === 'held' ? NO_JOB : jobId,
        isFinal: STOPPED.has(jobs.get(jobId)?.state),
        bytesNeeded: files.bytesUnproven(jobId),
      })
    else if (outcome.next !== 'stopped') {
      holds.worked(route.destination, scopesReached(outcome))
      contacts.note(route.id, testedDigest(route.destination, settings), clock.now())
    }
  }
