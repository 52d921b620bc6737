// One problem, one hold: a destination that cannot take runs starts none, so that none spends its attempts (docs/spec.md 3).
import type { JobState } from '../../../shared/model/model.ts'
import { type HoldEffect, reasonText } from '../../../shared/reasons.ts'
import type { ChangeHub } from '../changes.ts'
import type { Clock } from '../domain/clock.ts'
import type { Destination, Instrument, Settings } from '../domain/config.ts'
import { delayAfter } from '../domain/retry.ts'
import type { Hold, HoldStore } from '../queue/hold-store.ts'
import type { JobStore } from '../queue/job-store.ts'
import { type Transport, TransportError, silentIo } from '../transports/transport.ts'
import type { Failure } from './attempt/outcome.ts'

/** Instruments that share a NAS share its one slot, and its hold. */
export const destinationKey = (d: Destination): string =>
  d.type === 'rclone' ? `rclone ${d.remote}` : `ssh ${d.host}:${d.port}`

/** Which instruments send to a destination. */
export const instrumentsAt = (key: string, settings: Settings | null): readonly Instrument[] =>
  (settings?.instruments ?? []).filter((i) => destinationKey(i.destination) === key)

const isWaiting = (state: JobState): boolean => state === 'queued' || state === 'awaiting_verify'

/** A destination that is away is not asked more often than this, though the settings name no delay. */
const MIN_DELAY_MS = 1_000

const effectOf = (reason: string): HoldEffect => reasonText(reason)?.hold ?? null

/** The job that a failure ended an attempt of. */
export interface FailedJob {
  readonly id: number
  /** It is FAILED for it: no attempt of its own will follow. */
  readonly ended: boolean
  readonly bytesNeeded: number
}

export interface Holds {
  list(): readonly Hold[]
  /** Jobs that may start although their destination is held: those that met the fault. */
  exemptJobs(): readonly number[]
  /** The hold of a destination; null: none. */
  of(key: string): Hold | null
  /** True while a probe runs. */
  probing(key?: string): boolean
  /** Looks at a failure: holds the destination where its reason says so. */
  failed(instrument: Instrument, failure: Failure, job: FailedJob): void
  /** Starts the probes that are due; `free` says where nothing runs now. */
  probeDue(settings: Settings, free: (key: string) => boolean): void
  nextDueAt(now: number): number | null
  /** Somebody tries again, or a setting changed. */
  lift(key: string): void
  liftAll(): void
  /** The network or the machine is back: what waits for a probe is probed at once. */
  retryNow(): void
  stop(): Promise<void>
}

export interface HoldDeps {
  readonly holds: HoldStore
  readonly jobs: JobStore
  readonly changes: ChangeHub
  readonly clock: Clock
  settings(): Settings | null
  transportFor(destination: Destination, settings: Settings): Transport
  onBug(error: unknown): void
  /** Something may start now. */
  wake(): void
}

export const createDestinationHolds = (deps: HoldDeps): Holds => {
  const { holds, clock, changes, jobs } = deps
  const known = new Map(holds.list().map((hold) => [hold.key, hold]))
  const running = new Map<string, { controller: AbortController; done: Promise<void> }>()

  const put = (hold: Hold): void => {
    holds.set(hold)
    known.set(hold.key, hold)
    changes.overviewTouched()
  }
  const lift = (key: string): void => {
    if (!known.delete(key)) return
    holds.remove(key)
    changes.overviewTouched()
  }

  /** A probe that succeeded: at once after the fault it lifts the hold alone, later everything that waits goes on. */
  const succeeded = (hold: Hold): void => {
    lift(hold.key)
    if (hold.probes === 0) return
    const ids = instrumentsAt(hold.key, deps.settings()).map((i) => i.id)
    for (const jobId of jobs.retryNow(ids, clock.now())) changes.jobTouched(jobId)
  }
  const stillBad = (hold: Hold, error: TransportError, settings: Settings): void => {
    const probes = hold.probes + 1
    const click = effectOf(error.reason) === 'click'
    put({
      ...hold,
      reason: error.reason,
      message: error.message,
      stderr: error.stderr,
      probes,
      dueAt: click ? null : clock.now() + Math.max(MIN_DELAY_MS, delayAfter(probes, settings.sync)),
    })
  }

  const probe = async (hold: Hold, settings: Settings, signal: AbortSignal): Promise<void> => {
    const [instrument] = instrumentsAt(hold.key, settings)
    // nobody sends there any more
    if (instrument === undefined) return lift(hold.key)
    try {
      const transport = deps.transportFor(instrument.destination, settings)
      await transport.probe(hold.bytesNeeded, silentIo(signal))
      if (known.has(hold.key)) succeeded(hold)
    } catch (error) {
      if (!(error instanceof TransportError)) throw error
      if (!signal.aborted && known.has(hold.key)) stillBad(hold, error, settings)
    }
  }

  /** The job that met the fault goes on trying by its own policy; a probe beside it would tell nothing more. */
  const triesItself = (hold: Hold): boolean => {
    const job = hold.probes === 0 ? null : jobs.get(hold.jobId)
    return job !== null && isWaiting(job.state) && !job.held && job.dueAt !== null
  }

  return {
    list: () => [...known.values()],
    exemptJobs: () => [...known.values()].map((hold) => hold.jobId),
    of: (key) => known.get(key) ?? null,
    probing: (key) => (key === undefined ? running.size > 0 : running.has(key)),
    failed(instrument, failure, { id, ended, bytesNeeded }) {
      const effect = effectOf(failure.reason)
      const key = destinationKey(instrument.destination)
      if (effect === null || (effect === 'click' && !ended)) return
      const before = known.get(key)
      const settings = deps.settings()
      put({
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
    probeDue(settings, free) {
      const now = clock.now()
      for (const hold of known.values()) {
        const isDue = hold.dueAt !== null && hold.dueAt <= now
        if (!isDue || running.has(hold.key) || !free(hold.key) || triesItself(hold)) continue
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
      const due = [...known.values()]
        .map((hold) => hold.dueAt)
        .filter((at) => at !== null && at > now)
      return due.length === 0 ? null : Math.min(...due.map((at) => at ?? 0))
    },
    lift,
    liftAll() {
      for (const key of known.keys()) lift(key)
    },
    retryNow() {
      const now = clock.now()
      for (const hold of known.values()) if (hold.dueAt !== null) put({ ...hold, dueAt: now })
    },
    async stop() {
      for (const { controller } of running.values()) controller.abort()
      await Promise.all([...running.values()].map(({ done }) => done))
    },
  }
}
