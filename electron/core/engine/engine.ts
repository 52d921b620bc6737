// The engine loop: wakes up, claims due jobs, runs one attempt of each and settles it. One job per
// destination, a short one beside a long one, a few destinations at once.
import { transaction } from '../db/database.ts'
import type { Settings } from '../domain/config.ts'
import { destinationKey } from '../domain/hold-scope.ts'
import { openLanes } from '../domain/lanes.ts'
import { allRoutes, routeWith } from '../domain/routes.ts'
import type { Job } from '../queue/job-row.ts'
import { createStatusSync } from '../wizard/status-sync.ts'
import { createRowSignal } from './attempt/attempt-progress.ts'
import { createReceiptKeyPublisher } from './attempt/publish-receipt-key.ts'
import { type ActiveJob, endActiveJobs } from './active-jobs.ts'
import { runAttempt } from './attempt/run-attempt.ts'
import { createCopyRecords } from './copy-records.ts'
import { createDestinationHolds } from './destination-holds.ts'
import { createDueSoonWatch } from './due-soon-watch.ts'
import type { Engine, EngineDeps } from './engine-types.ts'
import { createHashScheduler } from './hashing/hash-scheduler.ts'
import { replanMaintenance, startMaintenance } from './maintenance-due.ts'
import { preflight } from './preflight.ts'
import { createDueTimePuller } from './pull-due-times.ts'
import { createSendingLimits } from './sending-limits.ts'
import { createSettling } from './settling.ts'
import { createStorageOutage } from './storage-outage.ts'
import { createUnavailable } from './unavailable-routes.ts'

/** Longest timer: a clock that was set, or a laptop that slept, is noticed within this time (docs/spec.md 3). */
const CHECK_INTERVAL_MS = 30_000
/** Shortest timer, so that work that is due but cannot start yet does not spin the loop. */
const MIN_DELAY_MS = 10

export const createEngine = (deps: EngineDeps): Engine => {
  const { jobs, clock, changes, laneSizes } = deps
  const active = new Map<number, ActiveJob>()
  const hashing = createHashScheduler(deps)
  const limits = createSendingLimits(deps)
  const storageOutage = createStorageOutage(deps)
  const holds = createDestinationHolds({ ...deps, wake: () => wake() })
  const reportError = storageOutage.report
  const statusSync = createStatusSync({ ...deps, reportError, wake: () => wake() })
  const copyRecords = createCopyRecords({ ...deps, reportError, wake: () => wake() })
  const unavailable = createUnavailable({ active, holds, limits, tells: copyRecords.tells }, deps)
  const dueSoon = createDueSoonWatch(deps)
  const pullDueTimes = createDueTimePuller(deps)
  const rowSignal = createRowSignal(jobs, changes, storageOutage.report)
  const attemptDeps = {
    ...deps,
    hashing,
    rowSignal,
    publishReceiptKey: createReceiptKeyPublisher(deps),
    reportError,
  }
  let idleWaiters: (() => void)[] = []
  let timer: NodeJS.Timeout | null = null
  let running = false
  let maintaining: Promise<void> | null = null
  let sessionEnded = false
  const settle = createSettling(deps, holds)

  const run = async (job: Job, activeJob: ActiveJob, settings: Settings): Promise<void> => {
    const ended = await runAttempt(job, activeJob, settings, attemptDeps)
    // the end of the session settled it
    if (ended === null || sessionEnded) return
    storageOutage.writeOrDefer(() =>
      settle(job.id, activeJob.stopReason, ended.begun, ended.outcome, settings),
    )
  }

  const begin = (due: Job, settings: Settings, isBeside: boolean): void => {
    const route = routeWith(due.route, settings)
    const passed = preflight(due, route, settings, deps)
    if (passed === null || route === undefined) return
    const activeJob: ActiveJob = {
      route: due.route,
      destination: destinationKey(route.destination),
      transport: passed.transport,
      isBeside,
      bytes: null,
      ...limits.limitsFor(route, isBeside, false, settings),
      onPhase(phase, bytes) {
        // a short run may start beside it
        if (limits.phaseBegan(activeJob, phase, bytes, route, settings)) wake()
      },
      controller: new AbortController(),
      stopReason: null,
      fault: null,
      onFault(error) {
        activeJob.fault ??= { error }
        activeJob.controller.abort()
      },
      done: Promise.resolve(),
      phase: due.state === 'queued' ? 'counting' : 'checking',
    }
    active.set(due.id, activeJob)
    activeJob.done = run(passed.job, activeJob, settings)
      .catch((error: unknown) => void storageOutage.report(error))
      .finally(() => {
        active.delete(due.id)
        changes.liveEnded(due.id)
        changes.filesTouched(due.id)
        wake()
      })
  }

  /** Stops what runs while everything is paused: a setting can pause too, and nobody interrupts for it. */
  const stopForPause = (): void => {
    if (!deps.paused()) return
    for (const job of active.values()) {
      job.stopReason ??= 'pause'
      job.controller.abort()
    }
  }

  /** The job that is due at a destination that is free. */
  const nextDue = (settings: Settings): Job | null => {
    const running = [...active.values()].filter(({ isBeside }) => !isBeside).length
    if (running >= settings.sync.parallelJobs) return null
    return jobs.nextDue(clock.now(), { ...unavailable(settings), exemptJobs: holds.exemptJobs() })
  }

  /** The short job that is due at a destination where a long run is sent or checked. */
  const nextBeside = (settings: Settings): Job | null => {
    const open = new Set(openLanes([...active.values()], settings.sync, laneSizes))
    if (open.size === 0) return null
    const there = allRoutes(settings).filter(
      ({ destination: to }) => open.has(destinationKey(to)) && !holds.probing(to),
    )
    return deps.shortJobs.next(clock.now(), laneSizes.short, {
      routes: there.map(({ id }) => id),
      held: unavailable(settings).held,
      exemptJobs: holds.exemptJobs(),
      running: [...active.keys()],
    })
  }

  const startDueJobs = (settings: Settings): void => {
    for (;;) {
      const job = nextDue(settings)
      const next = job ?? nextBeside(settings)
      // jobs that await a verify pass come first: nothing that could be finished lies behind a queued one
      if (next === null || (deps.draining() && next.state === 'queued')) return
      begin(next, settings, job === null)
    }
  }

  const mayMaintain = ({ sync }: Settings): boolean =>
    running && !deps.paused() && !deps.draining() && active.size < sync.parallelJobs
  const mayWorkAt = (route: string, settings: Settings): boolean => {
    const { busy, held } = unavailable(settings)
    const isWritable = storageOutage.message() === null
    return isWritable && mayMaintain(settings) && ![...busy, ...held].includes(route)
  }

  /**
   * Starts the scheduled verify pass or cleanup that is due first: after all other work, and not at a
   * destination that is in use or held. One at a time, because the records of its run are read before.
   */
  const maintain = (settings: Settings): void => {
    if (maintaining !== null || !mayMaintain(settings)) return
    const { busy, held } = unavailable(settings)
    const due = jobs.nextMaintenance(clock.now(), [...busy, ...held])
    if (due === null) return
    const start = async (): Promise<void> => {
      const job = await startMaintenance(due, settings, deps)
      // other work may have begun meanwhile: then the job is due at the next turn
      if (job !== null && mayWorkAt(due.route, settings)) begin(job, settings, false)
    }
    maintaining = start()
      .then(() => true, reportError)
      .then((goesOn) => {
        maintaining = null
        // a bug would be met again at once
        if (goesOn && running) wake()
      })
  }

  /** Tells copies what is so of their runs now, at destinations that nothing else uses. */
  const tellCopies = (settings: Settings): void => {
    if (!running || deps.draining()) return
    copyRecords.sweep(settings, () => {
      const { busy, held } = unavailable(settings)
      return [...busy, ...held]
    })
  }

  const delayToNext = (): number => {
    if (storageOutage.message() !== null) return CHECK_INTERVAL_MS
    const now = clock.now()
    const times = [jobs.nextDueAt(now), holds.nextDueAt(now), dueSoon.nextAt()]
    const waits = times.filter((at) => at !== null).map((at) => Math.max(MIN_DELAY_MS, at - now))
    return Math.min(CHECK_INTERVAL_MS, ...waits)
  }

  const tick = (): void => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    if (!running) return
    const settings = deps.settings()
    stopForPause()
    if (settings !== null) limits.restartForLimits(active.values(), settings)
    if (settings !== null && storageOutage.message() === null) pullDueTimes(settings)
    const isGuardKnown = deps.isGuardKnown()
    if (storageOutage.retry() && settings !== null && !deps.paused() && isGuardKnown) {
      holds.probeDue(settings, (to) =>
        [...active.values()].every((a) => a.destination !== destinationKey(to)),
      )
      startDueJobs(settings)
      maintain(settings)
      tellCopies(settings)
    }
    if (storageOutage.message() === null) statusSync.sweep()
    dueSoon.check()
    const isResting = active.size === 0 && !holds.probing() && maintaining === null
    if (isResting && isGuardKnown && !statusSync.working() && !copyRecords.tells()) {
      const waiters = idleWaiters
      idleWaiters = []
      for (const resolve of waiters) resolve()
    }
    timer = setTimeout(wake, delayToNext())
  }

  const wake = (): void => {
    try {
      tick()
    } catch (error) {
      storageOutage.report(error)
      timer = setTimeout(wake, CHECK_INTERVAL_MS)
    }
  }

  const replan = (when: 'start' | 'change'): void => {
    const settings = deps.settings()
    if (settings !== null) transaction(deps.db, () => replanMaintenance(settings, deps, when))
  }

  return {
    start() {
      running = true
      storageOutage.writeOrDefer(() => replan('start'))
      wake()
    },
    wake,
    idle() {
      return new Promise((resolve) => {
        idleWaiters.push(resolve)
        wake()
      })
    },
    async interrupt(jobId, reason) {
      const job = active.get(jobId)
      if (job === undefined) return false
      job.stopReason = reason
      job.controller.abort()
      await job.done
      return true
    },
    storageOutage: storageOutage.message,
    holds,
    tryNow() {
      holds.retryNow()
      const ids = allRoutes(deps.settings()).map(({ id }) => id)
      for (const jobId of jobs.retryNow(ids, clock.now())) changes.jobTouched(jobId)
      wake()
    },
    replanMaintenance: () => replan('change'),
    busy() {
      if (active.size > 0) return true
      if (deps.paused()) return false
      const settings = deps.settings()
      const held = settings === null ? [] : unavailable(settings).held
      const due = jobs.nextDue(clock.now(), { busy: [], held, exemptJobs: [] })
      return due?.state === 'awaiting_verify'
    },
    isFree: mayWorkAt,
    phaseOf: (jobId) => active.get(jobId)?.phase ?? null,
    activeJobs: () => [...active.keys()],
    endSession(words) {
      running = false
      sessionEnded = true
      endActiveJobs(active, words, storageOutage.writeOrDefer, deps)
    },
    async stop() {
      running = false
      if (timer !== null) clearTimeout(timer)
      for (const job of active.values()) {
        job.stopReason ??= 'quit'
        job.controller.abort()
      }
      await Promise.all([...active.values()].map((job) => job.done))
      await Promise.all([statusSync.stop(), copyRecords.stop(), maintaining])
      await holds.stop()
      await hashing.stopAll()
      rowSignal.flush()
    },
  }
}
