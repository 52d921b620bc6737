// Holds of destinations: what failed starts no further runs until it was seen to work, something that it depends on was
// changed, or a person acts, so that no run spends its attempts on a known fault (docs/spec.md 3).
import type { JobState } from '../../../shared/model/model.ts'
import type { ChangeHub } from '../changes.ts'
import { type Clock, isDue } from '../domain/clock.ts'
import type { Destination, Settings } from '../domain/config.ts'
import { type Route, routeWith } from '../domain/routes.ts'
import {
  type HoldScope,
  changedRoutes,
  holdEffect,
  holdKeys,
  holdScope,
  routesHeldBy,
  isHeldBy,
  needsWrite,
  oneOfEach,
  reasonsOf,
  scopesThatWork,
} from '../domain/hold-scope.ts'
import { NEW_SERIES, delayAfter, longestDelay } from '../domain/retry.ts'
import { identifyDestination } from '../destinations/identify-destination.ts'
import type { DestinationStore } from '../queue/destination-store.ts'
import type { Hold, HoldStore } from '../queue/hold-store.ts'
import type { JobStore } from '../queue/job-store.ts'
import { type Transport, TransportError, silentIo } from '../transports/transport.ts'
import type { Failure } from './attempt/outcome.ts'

const isWaiting = (state: JobState): boolean => state === 'queued' || state === 'awaiting_verify'

/** Least time between two probes, also where the settings name no delay. */
const MIN_DELAY_MS = 1_000

/** The job whose attempt failed. */
interface FailedJob {
  readonly id: number
  /** The job makes no further attempt by itself: it failed, or stays verified without this check. */
  readonly isFinal: boolean
  /** Free space that the job needs on the destination. */
  readonly bytesNeeded: number
}

export interface Holds {
  list(): readonly Hold[]
  /** Jobs that may start although their destination is held: the ones whose failure began every hold of it. */
  exemptJobs(): readonly number[]
  /** The holds of a destination. */
  of(destination: Destination): readonly Hold[]
  /** True while a probe of that destination runs, or of any. */
  probing(destination?: Destination): boolean
  /** Holds what the failure's reason says does not work, and lifts the holds of what it shows to work. */
  failed(route: Pick<Route, 'destination'>, failure: Failure, job: FailedJob): void
  /** Lifts the holds of what was seen to work at a destination, and asks about the others again. */
  worked(destination: Destination, scopes: readonly HoldScope[]): void
  /** Starts the probes that are due, at destinations where no job runs. */
  probeDue(settings: Settings, isIdle: (destination: Destination) => boolean): void
  nextDueAt(now: number): number | null
  /** Ends holds because a person wants another try. */
  lift(which: (hold: Hold) => boolean): number
  /** Ends the holds of which something that they depend on was changed. */
  settingsChanged(before: Settings, after: Settings): void
  /** Makes all waiting probes due: the network or the machine is back. */
  retryNow(): void
  stop(): Promise<void>
}

interface HoldDeps {
  readonly holds: HoldStore
  readonly jobs: JobStore
  readonly changes: ChangeHub
  readonly clock: Clock
  readonly destinations: DestinationStore
  settings(): Settings | null
  transportFor(destination: Destination, settings: Settings): Transport
  onBug(error: unknown): void
  /** Called when a probe ended, so that jobs may start. */
  wake(): void
}

export const createDestinationHolds = (deps: HoldDeps): Holds => {
  const { holds, clock, changes, jobs } = deps
  const byKey = new Map(holds.list().map((hold) => [hold.key, hold]))
  const running = new Map<string, { controller: AbortController; done: Promise<void> }>()

  const save = (hold: Hold): void => {
    holds.set(hold)
    byKey.set(hold.key, hold)
    changes.overviewTouched()
  }
  const remove = (key: string): void => {
    byKey.delete(key)
    holds.remove(key)
    changes.overviewTouched()
  }
  const heldIds = (key: string): string[] => routesHeldBy(key, deps.settings()).map((i) => i.id)

  /** False: the run has not failed. */
  const retryFailed = (jobId: number): boolean => {
    const job = jobs.get(jobId)
    if (job?.state !== 'failed') return false
    const dueAt = clock.now()
    jobs.settle(job, 'retry', { counters: NEW_SERIES, dueAt, chosen: false, ack: null })
    changes.jobTouched(jobId)
    return true
  }
  /** Runs that wait for the network, and those that failed for the cause of the hold since it began, go on. */
  const goOn = (hold: Hold, routes: readonly string[]): number => {
    const now = clock.now()
    for (const jobId of jobs.retryNow(routes, now)) changes.jobTouched(jobId)
    const reasons = reasonsOf(holdScope(hold.reason))
    const stopped = holds.stopped(routes, reasons, hold.since)
    for (const jobId of stopped)
      if (!retryFailed(jobId)) {
        jobs.setMaintenanceAt(jobId, now)
        changes.jobTouched(jobId)
      }
    return stopped.length
  }
  const lift = (hold: Hold, routes: readonly string[] = heldIds(hold.key)): number => {
    remove(hold.key)
    return goOn(hold, routes)
  }
  /**
   * Lifts a hold of what was seen to work. Where it works at the first look, the fault was another one: runs that failed
   * would only fail again.
   */
  const liftDisproved = (hold: Hold): void => {
    if (hold.probes === 0) remove(hold.key)
    else lift(hold)
  }
  const disproved = (destination: Destination, scopes: readonly HoldScope[]): void => {
    const keys = holdKeys(destination)
    for (const scope of scopes) {
      const hold = byKey.get(keys[scope])
      if (hold !== undefined) liftDisproved(hold)
    }
  }

  const nextProbeAt = (probes: number, { sync }: Settings): number =>
    clock.now() + Math.max(MIN_DELAY_MS, delayAfter(probes, sync))

  const probeFailed = (
    hold: Hold,
    destination: Destination,
    error: TransportError,
    settings: Settings,
  ): void => {
    const probes = hold.probes + 1
    const effect = holdEffect(error.reason)
    // an answer that does not tell whether it works again lifts nothing, and is no better reason
    const words = effect === null ? hold : error
    const key = effect === null ? hold.key : holdKeys(destination)[holdScope(error.reason)]
    const dueAt = nextProbeAt(probes, settings)
    if (key !== hold.key) save({ ...hold, probes, dueAt })
    save({
      ...hold,
      key,
      reason: words.reason,
      message: words.message,
      stderr: words.stderr,
      probes,
      dueAt: effect === 'click' ? null : dueAt,
    })
    disproved(destination, scopesThatWork(error.reason))
    // what waits for a person now is no longer what the card of the failed run says: it meets the new fault itself
    if (effect === 'click' && error.reason !== hold.reason) retryFailed(hold.jobId)
  }

  /** Asks for the very thing that failed. */
  const ask = async (hold: Hold, transport: Transport, signal: AbortSignal): Promise<void> => {
    const io = silentIo(signal)
    const isOfPlace = holdScope(hold.reason) === 'place'
    await transport.probe(isOfPlace ? hold.bytesNeeded : 0, io)
    await identifyDestination(transport, io, deps)
    if (needsWrite(hold.reason)) await transport.remote.tryWrite(io)
  }

  const probe = async (hold: Hold, settings: Settings, signal: AbortSignal): Promise<void> => {
    const routes = routesHeldBy(hold.key, settings)
    // no instrument sends there any more
    if (routes.length === 0) return remove(hold.key)
    const first = jobs.get(hold.jobId)?.route ?? null
    let failure: { readonly error: TransportError; readonly at: Destination } | null = null
    for (const { destination } of oneOfEach(routes, first)) {
      try {
        await ask(hold, deps.transportFor(destination, settings), signal)
        failure = null
        break
      } catch (error) {
        if (!(error instanceof TransportError)) throw error
        failure ??= { error, at: destination }
        // somebody else's sign-in or folder shows as well that the host is there
        if (scopesThatWork(error.reason).includes(holdScope(hold.reason))) {
          failure = { error, at: destination }
          break
        }
      }
      if (signal.aborted) return
    }
    if (signal.aborted || !byKey.has(hold.key)) return
    if (failure === null) liftDisproved(hold)
    else probeFailed(hold, failure.at, failure.error, settings)
  }

  /**
   * True while the job that began the hold will retry by itself: a probe would find out no more
   * than its attempt.
   */
  const jobWillRetry = (hold: Hold): boolean => {
    const job = hold.probes === 0 ? null : jobs.get(hold.jobId)
    return job !== null && isWaiting(job.state) && !job.held && job.dueAt !== null
  }

  const holdsOf = (destination: Destination): Hold[] =>
    [...byKey.values()].filter(({ key }) => isHeldBy(destination, key))

  const isExempt = ({ jobId }: Hold): boolean => {
    const found = routeWith(jobs.get(jobId)?.route ?? '', deps.settings())
    return found === undefined || holdsOf(found.destination).every((hold) => hold.jobId === jobId)
  }

  return {
    list: () => [...byKey.values()],
    exemptJobs: () => [...byKey.values()].filter(isExempt).map((hold) => hold.jobId),
    of: holdsOf,
    probing: (destination) =>
      destination === undefined
        ? running.size > 0
        : [...running.keys()].some((key) => isHeldBy(destination, key)),
    failed({ destination }, failure, { id, isFinal, bytesNeeded }) {
      disproved(destination, scopesThatWork(failure.reason))
      const effect = holdEffect(failure.reason)
      if (effect === null || (effect === 'click' && !isFinal)) return
      const key = holdKeys(destination)[holdScope(failure.reason)]
      const before = byKey.get(key)
      const settings = deps.settings()
      save({
        key,
        destination: settings === null ? key : deps.transportFor(destination, settings).target(''),
        reason: failure.reason,
        message: failure.message,
        stderr: failure.stderr,
        since: before?.since ?? clock.now(),
        dueAt: effect === 'click' ? null : (before?.dueAt ?? clock.now()),
        probes: before?.probes ?? 0,
        bytesNeeded: failure.reason === 'remote_disk_full' ? bytesNeeded : 0,
        jobId: before?.jobId ?? id,
      })
    },
    worked(destination, scopes) {
      disproved(destination, scopes)
      for (const hold of holdsOf(destination))
        if (hold.dueAt !== null) save({ ...hold, dueAt: clock.now() })
    },
    probeDue(settings, isIdle) {
      const now = clock.now()
      for (const hold of byKey.values()) {
        const longest = Math.max(MIN_DELAY_MS, longestDelay(settings.sync))
        if (hold.dueAt === null || !isDue(hold.dueAt, now, longest)) continue
        if (running.has(hold.key) || jobWillRetry(hold)) continue
        if (!routesHeldBy(hold.key, settings).every((i) => isIdle(i.destination))) continue
        const controller = new AbortController()
        const done = probe(hold, settings, controller.signal)
          .catch(deps.onBug)
          .finally(() => {
            running.delete(hold.key)
            deps.wake()
          })
        running.set(hold.key, { controller, done })
      }
    },
    nextDueAt(now) {
      const due = [...byKey.values()]
        .map((hold) => hold.dueAt)
        .filter((at) => at !== null && at > now)
      return due.length === 0 ? null : Math.min(...due.map((at) => at ?? 0))
    },
    lift(which) {
      return [...byKey.values()].filter(which).reduce((runs, hold) => runs + lift(hold), 0)
    },
    settingsChanged(before, after) {
      for (const hold of byKey.values()) {
        const changed = changedRoutes(hold, before, after)
        if (changed !== null) lift(hold, changed)
      }
    },
    retryNow() {
      const now = clock.now()
      for (const hold of byKey.values()) if (hold.dueAt !== null) save({ ...hold, dueAt: now })
    },
    async stop() {
      for (const { controller } of running.values()) controller.abort()
      await Promise.all([...running.values()].map(({ done }) => done))
    },
  }
}
