// The loop: wake -> claim what is due -> run one attempt -> settle. One job per destination, a few destinations at once.
import type { AttemptPhase } from '../../../shared/model/model.ts'
import type { Instrument, Settings } from '../domain/config.ts'
import { type SendingRule, sendingRule } from '../domain/recording-guard.ts'
import { openAttemptLog } from '../logs/attempt-log.ts'
import { transaction } from '../db/database.ts'
import type { Job } from '../queue/job-row.ts'
import type { Transport } from '../transports/transport.ts'
import { admit } from './preflight.ts'
import { replanMaintenance, startMaintenance } from './maintenance-due.ts'
import { gatherFacts } from './cleanup/cleanup-facts.ts'
import { createRowSignal } from './attempt/attempt-context.ts'
import type { Engine, EngineDeps } from './engine-types.ts'
import { bugOutcome } from './attempt/failure-message.ts'
import { createDestinationHolds, destinationKey } from './destination-holds.ts'
import { type HashScheduler, createHashScheduler } from './hashing/hash-scheduler.ts'
import type { Failure, Outcome } from './attempt/outcome.ts'
import { type ActiveAttempt, runAttempt } from './attempt/run-attempt.ts'
import { type Intent, settleOutcome } from './attempt/settle.ts'
import { createDueSoonWatch } from './due-soon-watch.ts'
import { createStorageOutage } from './storage-outage.ts'
import { createStatusSync } from '../wizard/status-sync.ts'

interface Active extends ActiveAttempt {
  readonly instrument: string
  readonly destination: string
  readonly followsWindows: boolean
  intent: Intent | null
  done: Promise<void>
}

const PHASES: Partial<Record<Job['state'], AttemptPhase>> = {
  queued: 'push',
  cleanup_eligible: 'cleanup',
}
const PHASE_LABELS = { push: 'sending', verify: 'checking', cleanup: 'cleaning up' } as const

/** Never a long timer: a clock that was set, or a laptop that slept, is noticed within this time (docs/spec.md 3). */
const CHECK_INTERVAL_MS = 30_000

export const createEngine = (deps: EngineDeps): Engine => {
  const { jobs, attempts, clock, changes } = deps
  const active = new Map<number, Active>()
  const hashers: HashScheduler = createHashScheduler(deps)
  const storageOutage = createStorageOutage(deps)
  const holds = createDestinationHolds({ ...deps, wake: () => wake() })
  const notes = createStatusSync(deps)
  const dueSoon = createDueSoonWatch(deps)
  const rows = createRowSignal(jobs, changes, storageOutage.note)
  const attemptDeps = {
    ...deps,
    hashers,
    rows,
    blockedBy: (folder: string) => deps.wizard(folder).blockedBy,
    cleaning: (job: Job, settings: Settings) => ({
      verifyPasses: deps.verifyPasses,
      rules: settings.cleanup,
      // the pass that the cleanup itself makes is not in line yet: age and occasions are those of before it
      facts: () => gatherFacts(jobs.get(job.id) ?? job, deps),
    }),
  }
  let idlers: (() => void)[] = []
  let timer: NodeJS.Timeout | null = null
  let running = false

  const run = async (
    job: Job,
    own: Active,
    transport: Transport,
    settings: Settings,
  ): Promise<void> => {
    const queued = job.state === 'queued'
    const phase = PHASES[job.state] ?? 'verify'
    const begun = transaction(deps.db, () => {
      if (queued) jobs.settle(job, 'start')
      return attempts.begin(job.id, phase)
    })
    const current = jobs.get(job.id)
    if (current === null) return
    changes.jobTouched(job.id)
    const log = openAttemptLog(deps.logFile(job.id, begun.id), {
      clock,
      onFault: own.onFault,
      onLines: (lines) => changes.logAppended(begun.id, lines),
    })
    log.write(
      'info',
      'app',
      `attempt ${begun.number}: ${PHASE_LABELS[phase]} ${job.folder} -> ${job.target}`,
    )
    let outcome: Outcome
    try {
      outcome = await runAttempt(current, begun.id, own, transport, settings, log, attemptDeps)
      if (own.fault !== null) throw own.fault.error
    } catch (error) {
      // a disk that is full is no fault of the run: it waits, and no failure is counted
      outcome = storageOutage.note(error) ? { next: 'stopped' } : bugOutcome(error)
    }
    if (outcome.next !== 'pushed') await hashers.stop(job.id)
    if ('failure' in outcome)
      log.write('error', 'app', `${outcome.failure.reason}: ${outcome.failure.message}`)
    log.close()
    storageOutage.keep(() => {
      const before = jobs.get(job.id)
      if (before === null) return
      settleOutcome(before, begun, outcome, own.intent, settings, deps)
      if ('failure' in outcome && outcome.next !== 'unproven')
        holdAfter(before, outcome.failure, settings)
      else if (outcome.next !== 'stopped') holds.lift(own.destination)
    })
  }

  const holdAfter = (job: Job, failure: Failure, settings: Settings): void => {
    const instrument = settings.instruments.find((i) => i.id === job.instrument)
    if (instrument === undefined) return
    const ended = jobs.get(job.id)?.state === 'failed'
    holds.failed(instrument, failure, {
      id: job.id,
      ended,
      bytesNeeded: deps.files.bytesUnproven(job.id),
    })
  }

  const begin = (job: Job, settings: Settings): void => {
    const instrument = settings.instruments.find((i) => i.id === job.instrument)
    const admitted = admit(job, instrument, settings, deps)
    if (admitted === null || instrument === undefined) return
    const own: Active = {
      instrument: job.instrument,
      destination: destinationKey(instrument.destination),
      followsWindows: admitted.transport.followsWindows,
      controller: new AbortController(),
      intent: null,
      fault: null,
      limit: null,
      guarded: false,
      onFault(error) {
        own.fault ??= { error }
        own.controller.abort()
      },
      done: Promise.resolve(),
      phase: job.state === 'queued' ? 'counting' : 'checking',
    }
    active.set(job.id, own)
    own.done = run(admitted.job, own, admitted.transport, settings)
      .catch((error: unknown) => void storageOutage.note(error))
      .finally(() => {
        active.delete(job.id)
        changes.liveEnded(job.id)
        changes.filesTouched(job.id)
        wake()
      })
  }

  /** Instruments whose destination has its one slot taken, and those whose destination is held. */
  const closed = (settings: Settings): { busy: string[]; held: string[] } => {
    const taken = new Set([...active.values()].map((a) => a.destination))
    const ids = (at: (key: string) => boolean): string[] =>
      settings.instruments.filter((i) => at(destinationKey(i.destination))).map((i) => i.id)
    return {
      busy: [
        ...ids((key) => taken.has(key) || holds.probing(key)),
        ...[...active.values()].map((a) => a.instrument),
      ],
      held: [...ids((key) => holds.of(key) !== null), ...guarded(settings)],
    }
  }

  const ruleFor = (instrument: Instrument, { sync }: Settings): SendingRule => {
    const { bandwidth } = instrument.destination
    return sendingRule(bandwidth, sync, deps.isRecording(instrument.id), new Date(clock.now()))
  }
  /** Instruments whose sending waits for their own recording. */
  const guarded = (settings: Settings): string[] =>
    settings.instruments.filter((i) => ruleFor(i, settings).held).map((i) => i.id)

  const nextDueAt = (now: number): number | null => {
    const times = [jobs.nextDueAt(now), holds.nextDueAt(now), dueSoon.nextAt()]
    const known = times.filter((at) => at !== null)
    return known.length === 0 ? null : Math.min(...known)
  }

  /** A window that opened or closed: a tool that cannot follow it starts anew, and goes on where it was (docs/spec.md 7). */
  const followWindows = (settings: Settings): void => {
    for (const own of active.values()) {
      if (own.phase !== 'sending') continue
      const instrument = settings.instruments.find((i) => i.id === own.instrument)
      if (instrument === undefined) continue
      const rule = ruleFor(instrument, settings)
      const same = rule.guarded === own.guarded && !rule.held
      if (same && (own.followsWindows || rule.kibps === own.limit)) continue
      own.intent ??= 'limit'
      own.controller.abort()
    }
  }

  /** Scheduled passes and cleanups come last of all, one at a time, and not to a destination that is in use or held. */
  const startMaintenanceIfIdle = (settings: Settings): void => {
    for (let tried = 0; tried < 100 && active.size < settings.sync.parallelJobs; tried += 1) {
      const { busy, held } = closed(settings)
      const due = jobs.nextMaintenance(clock.now(), [...busy, ...held])
      if (due === null) return
      const job = startMaintenance(due, settings, deps)
      if (job !== null) begin(job, settings)
    }
  }

  const tick = (): void => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    if (!running) return
    const settings = deps.settings()
    if (settings !== null) followWindows(settings)
    if (storageOutage.retry() && settings !== null && !deps.paused()) {
      holds.probeDue(settings, (key) => [...active.values()].every((a) => a.destination !== key))
      while (active.size < settings.sync.parallelJobs) {
        const job = jobs.nextDue(clock.now(), {
          ...closed(settings),
          exemptJobs: holds.exemptJobs(),
        })
        // what awaits its proof comes first of all, so nothing behind a run that is not begun has begun either
        if (job === null || (deps.draining() && job.state === 'queued')) break
        begin(job, settings)
      }
      if (!deps.draining()) startMaintenanceIfIdle(settings)
    }
    if (storageOutage.current() === null) notes.sweep()
    dueSoon.look()
    if (active.size === 0 && !holds.probing()) {
      const waiting = idlers
      idlers = []
      for (const resolve of waiting) resolve()
    }
    const next = storageOutage.current() === null ? nextDueAt(clock.now()) : null
    const delay =
      next === null
        ? CHECK_INTERVAL_MS
        : Math.min(CHECK_INTERVAL_MS, Math.max(10, next - clock.now()))
    timer = setTimeout(wake, delay)
  }

  const wake = (): void => {
    try {
      tick()
    } catch (error) {
      storageOutage.note(error)
      timer = setTimeout(wake, CHECK_INTERVAL_MS)
    }
  }

  return {
    start() {
      running = true
      wake()
    },
    wake,
    idle() {
      return new Promise((resolve) => {
        idlers.push(resolve)
        wake()
      })
    },
    async interrupt(jobId, intent) {
      const own = active.get(jobId)
      if (own === undefined) return false
      own.intent = intent
      own.controller.abort()
      await own.done
      return true
    },
    storageOutage: storageOutage.current,
    holds,
    tryNow() {
      holds.retryNow()
      const ids = (deps.settings()?.instruments ?? []).map((i) => i.id)
      for (const jobId of jobs.retryNow(ids, clock.now())) changes.jobTouched(jobId)
      wake()
    },
    replanMaintenance() {
      const settings = deps.settings()
      if (settings !== null) transaction(deps.db, () => replanMaintenance(settings, deps))
    },
    busy() {
      const settings = deps.settings()
      const none = {
        busy: [],
        held: settings === null ? [] : closed(settings).held,
        exemptJobs: [],
      }
      return (
        active.size > 0 ||
        (!deps.paused() && jobs.nextDue(clock.now(), none)?.state === 'awaiting_verify')
      )
    },
    phaseOf: (jobId) => active.get(jobId)?.phase ?? null,
    async stop() {
      running = false
      if (timer !== null) clearTimeout(timer)
      for (const own of active.values()) {
        own.intent ??= 'quit'
        own.controller.abort()
      }
      await Promise.all([...active.values()].map((own) => own.done))
      await holds.stop()
      await hashers.stopAll()
      rows.flush()
    },
  }
}
