// Holds of destinations: a destination that failed starts no further runs until a probe succeeds or
// a person acts, so that no run spends its attempts on a known fault (docs/spec.md 3).
import type { JobState } from '../../../shared/model/model.ts'
import { type HoldEffect, reasonText } from '../../../shared/reasons.ts'
import type { ChangeHub } from '../changes.ts'
import { type Clock, isDue } from '../domain/clock.ts'
import type { Destination, Instrument, Settings } from '../domain/config.ts'
import { delayAfter, longestDelay } from '../domain/retry.ts'
import { identifyDestination } from '../destinations/identify-destination.ts'
import type { DestinationStore } from '../queue/destination-store.ts'
import type { Hold, HoldStore } from '../queue/hold-store.ts'
import type { JobStore } from '../queue/job-store.ts'
import { type Transport, TransportError, silentIo } from '../transports/transport.ts'
import type { Failure } from './attempt/outcome.ts'

/** Identity of a destination: instruments that send to the same NAS share its one slot and its hold. */
export const destinationKey = (d: Destination): string =>
  d.type === 'rclone' ? `rclone ${d.remote}` : `ssh ${d.host}:${d.port}`

/** Instruments that send to a destination. */
export const instrumentsAt = (key: string, settings: Settings | null): readonly Instrument[] =>
  (settings?.instruments ?? []).filter((i) => destinationKey(i.destination) === key)

const isWaiting = (state: JobState): boolean => state === 'queued' || state === 'awaiting_verify'

/** Least time between two probes, also where the settings name no delay. */
const MIN_DELAY_MS = 1_000

const effectOf = (reason: string): HoldEffect => reasonText(reason)?.hold ?? null

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
  /** Jobs that may start although their destination is held: the ones whose failure began the hold. */
  exemptJobs(): readonly number[]
  /** The hold of a destination; null: none. */
  of(key: string): Hold | null
  /** True while a probe runs. */
  probing(key?: string): boolean
  /** Holds the destination where the failure's reason asks for it. */
  failed(instrument: Instrument, failure: Failure, job: FailedJob): void
  /** Starts the probes that are due, at destinations where no job runs. */
  probeDue(settings: Settings, isIdle: (key: string) => boolean): void
  nextDueAt(now: number): number | null
  /** Ends a hold: a person retries, or a setting changed. */
  lift(key: string): void
  liftAll(): void
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
  const lift = (key: string): void => {
    if (!byKey.delete(key)) return
    holds.remove(key)
    changes.overviewTouched()
  }

  /** Lifts the hold. Where probes had failed before, the waiting jobs are retried at once too. */
  const probeSucceeded = (hold: Hold): void => {
    lift(hold.key)
    if (hold.probes === 0) return
    const ids = instrumentsAt(hold.key, deps.settings()).map((i) => i.id)
    for (const jobId of jobs.retryNow(ids, clock.now())) changes.jobTouched(jobId)
  }
  const probeFailed = (hold: Hold, error: TransportError, settings: Settings): void => {
    const probes = hold.probes + 1
    const needsPerson = effectOf(error.reason) === 'click'
    save({
      ...hold,
      reason: error.reason,
      message: error.message,
      stderr: error.stderr,
      probes,
      dueAt: needsPerson
        ? null
        : clock.now() + Math.max(MIN_DELAY_MS, delayAfter(probes, settings.sync)),
    })
  }

  const probe = async (hold: Hold, settings: Settings, signal: AbortSignal): Promise<void> => {
    const instruments = instrumentsAt(hold.key, settings)
    // no instrument sends there any more
    if (instruments.length === 0) return lift(hold.key)
    try {
      const transports = new Map(
        instruments.map(({ destination }) => {
          const transport = deps.transportFor(destination, settings)
          return [transport.target(''), transport]
        }),
      )
      const io = silentIo(signal)
      for (const transport of transports.values()) {
        await transport.probe(hold.bytesNeeded, io)
        await identifyDestination(transport, io, deps)
      }
      if (byKey.has(hold.key)) probeSucceeded(hold)
    } catch (error) {
      if (!(error instanceof TransportError)) throw error
      if (!signal.aborted && byKey.has(hold.key)) probeFailed(hold, error, settings)
    }
  }

  /**
   * True while the job that began the hold will retry by itself: a probe would find out no more
   * than its attempt.
   */
  const jobWillRetry = (hold: Hold): boolean => {
    const job = hold.probes === 0 ? null : jobs.get(hold.jobId)
    return job !== null && isWaiting(job.state) && !job.held && job.dueAt !== null
  }

  return {
    list: () => [...byKey.values()],
    exemptJobs: () => [...byKey.values()].map((hold) => hold.jobId),
    of: (key) => byKey.get(key) ?? null,
    probing: (key) => (key === undefined ? running.size > 0 : running.has(key)),
    failed(instrument, failure, { id, isFinal, bytesNeeded }) {
      const effect = effectOf(failure.reason)
      const key = destinationKey(instrument.destination)
      if (effect === null || (effect === 'click' && !isFinal)) return
      const before = byKey.get(key)
      const settings = deps.settings()
      save({
        key,
        destination:
          settings === null ? key : deps.transportFor(instrument.destination, settings).target(''),
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
    probeDue(settings, isIdle) {
      const now = clock.now()
      for (const hold of byKey.values()) {
        const longest = Math.max(MIN_DELAY_MS, longestDelay(settings.sync))
        if (hold.dueAt === null || !isDue(hold.dueAt, now, longest)) continue
        if (running.has(hold.key) || !isIdle(hold.key) || jobWillRetry(hold)) continue
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
    lift,
    liftAll() {
      for (const key of byKey.keys()) lift(key)
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
