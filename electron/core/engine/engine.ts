// The loop: wake -> claim what is due -> run one attempt -> settle. One job per destination, a few destinations at once.
import type { LivePhase } from '../../../shared/model.ts'
import type { ChangeHub } from '../changes.ts'
import { limitKibps } from '../domain/bandwidth.ts'
import type { Clock } from '../domain/clock.ts'
import type { Destination, Settings } from '../domain/config.ts'
import { refuseName } from '../domain/gate.ts'
import { type AttemptLog, openAttemptLog } from '../store/attempt-log.ts'
import type { AttemptStore } from '../store/attempt-store.ts'
import { type Database, transaction } from '../store/database.ts'
import type { FileStore } from '../store/file-store.ts'
import type { Job } from '../store/job-row.ts'
import type { JobStore } from '../store/job-store.ts'
import type { Transport } from '../transports/transport.ts'
import { admit } from './admit.ts'
import {
  type AttemptContext,
  createFileEvents,
  createIo,
  createLive,
  createRowSignal,
} from './context.ts'
import type { HashPool } from './hash-pool.ts'
import { type Hashers, createHashers } from './hashers.ts'
import type { Outcome } from './outcome.ts'
import { pushRun } from './push-attempt.ts'
import { type Intent, settleOutcome } from './settle.ts'
import { createTrouble } from './trouble.ts'
import { verifyRun } from './verify-attempt.ts'

export interface EngineDeps {
  readonly db: Database
  readonly jobs: JobStore
  readonly files: FileStore
  readonly attempts: AttemptStore
  readonly changes: ChangeHub
  readonly clock: Clock
  readonly pool: HashPool
  /** null: no config without faults was read yet; nothing is started then. */
  settings(): Settings | null
  paused(): boolean
  transportFor(destination: Destination, settings: Settings): Transport
  logFile(jobId: number, attemptId: number): string
  /** Why the run as a whole must not be sent, or null (SPEC 10). */
  blockedBy(folder: string): string | null
  /** A bug in an attempt: logged, and the job is tried again later. */
  onBug(error: unknown): void
}

export interface Engine {
  start(): void
  /** Looks for due work now: something was added, changed, finished, or the machine woke up. */
  wake(): void
  idle(): Promise<void>
  /** Stops what runs for that job; resolves when it has been settled. False: nothing ran. */
  interrupt(jobId: number, intent: Intent): Promise<boolean>
  phaseOf(jobId: number): LivePhase | null
  /** Why the queue cannot be written now, in words; null: it can. */
  trouble(): string | null
  stop(): Promise<void>
}

interface Active {
  readonly instrument: string
  readonly destination: string
  readonly controller: AbortController
  onFault(error: unknown): void
  intent: Intent | null
  /** What a write that nobody waited for threw; the attempt was stopped for it. */
  fault: { readonly error: unknown } | null
  done: Promise<void>
  phase: LivePhase
}

/** Never a long timer: a clock that was set, or a laptop that slept, is noticed within this time (SPEC 3). */
const LOOK_AGAIN_MS = 30_000

/** Instruments that share a NAS share its one slot. */
const destinationKey = (d: Destination): string =>
  d.type === 'rclone' ? `rclone ${d.remote}` : `ssh ${d.host}:${d.port}`

export const createEngine = (deps: EngineDeps): Engine => {
  const { jobs, attempts, clock, changes } = deps
  const active = new Map<number, Active>()
  const hashers: Hashers = createHashers(deps)
  const trouble = createTrouble(deps)
  const rows = createRowSignal(jobs, changes, trouble.note)
  let idlers: (() => void)[] = []
  let timer: NodeJS.Timeout | null = null
  let running = false

  const attempt = async (
    job: Job,
    number: { id: number; number: number },
    own: Active,
    transport: Transport,
    settings: Settings,
    log: AttemptLog,
  ): Promise<Outcome> => {
    const onRows = (): void => rows.touched(job.id)
    const live = createLive(job.id, changes, clock)
    const events = createFileEvents(job, { ...deps, live, onRows, onFault: own.onFault })
    const instrument = settings.instruments.find((i) => i.id === job.instrument)
    const context: AttemptContext = {
      ...deps,
      job,
      attemptId: number.id,
      signal: own.controller.signal,
      transport,
      bwlimitKibps: limitKibps(instrument?.destination.bandwidth ?? null, new Date(clock.now())),
      maxStreamBytes: settings.verify.maxStreamBytes,
      io: createIo({ attemptId: number.id, signal: own.controller.signal, log, attempts, events }),
      live: {
        ...live,
        phase(phase, total) {
          own.phase = phase
          live.phase(phase, total)
        },
      },
      refuse: (entry) => refuseName(entry, transport.type),
      blockedBy: () => deps.blockedBy(job.folder),
      localDigests: () => hashers.join(job, onRows),
      rowsTouched: onRows,
      say: (level, text) => log.write(level, 'app', text),
    }
    try {
      return job.state === 'running' ? await pushRun(context) : await verifyRun(context)
    } finally {
      events.flush()
      rows.flush()
    }
  }

  const bug = (error: unknown): Outcome => {
    const message = `The attempt stopped on an error of ExLab Sync itself: ${error instanceof Error ? error.message : String(error)}`
    return {
      next: 'failed',
      repeat: 'push',
      failure: { kind: 'unknown', reason: 'unrecognised', message, exitCode: null, stderr: '' },
    }
  }

  const run = async (
    job: Job,
    own: Active,
    transport: Transport,
    settings: Settings,
  ): Promise<void> => {
    const queued = job.state === 'queued'
    const begun = transaction(deps.db, () => {
      if (queued) jobs.settle(job, 'start')
      return attempts.begin(job.id, queued ? 'push' : 'verify')
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
      `attempt ${begun.number}: ${queued ? 'sending' : 'checking'} ${job.folder} -> ${job.target}`,
    )
    let outcome: Outcome
    try {
      outcome = await attempt(current, begun, own, transport, settings, log)
      if (own.fault !== null) throw own.fault.error
    } catch (error) {
      // a disk that is full is no fault of the run: it waits, and no failure is counted
      outcome = trouble.note(error) ? { next: 'stopped' } : bug(error)
    }
    if (outcome.next !== 'pushed') await hashers.stop(job.id)
    if ('failure' in outcome)
      log.write('error', 'app', `${outcome.failure.reason}: ${outcome.failure.message}`)
    log.close()
    trouble.keep(() => {
      const before = jobs.get(job.id)
      if (before !== null) settleOutcome(before, begun, outcome, own.intent, settings.sync, deps)
    })
  }

  const begin = (job: Job, settings: Settings): void => {
    const instrument = settings.instruments.find((i) => i.id === job.instrument)
    const admitted = admit(job, instrument, settings, deps)
    if (admitted === null || instrument === undefined) return
    const own: Active = {
      instrument: job.instrument,
      destination: destinationKey(instrument.destination),
      controller: new AbortController(),
      intent: null,
      fault: null,
      onFault(error) {
        own.fault ??= { error }
        own.controller.abort()
      },
      done: Promise.resolve(),
      phase: job.state === 'queued' ? 'counting' : 'checking',
    }
    active.set(job.id, own)
    own.done = run(admitted.job, own, admitted.transport, settings)
      .catch((error: unknown) => void trouble.note(error))
      .finally(() => {
        active.delete(job.id)
        changes.filesTouched(job.id)
        wake()
      })
  }

  const busyInstruments = (settings: Settings): string[] => {
    const busy = new Set([...active.values()].map((a) => a.destination))
    const names = settings.instruments
      .filter((i) => busy.has(destinationKey(i.destination)))
      .map((i) => i.id)
    return [...names, ...[...active.values()].map((a) => a.instrument)]
  }

  const tick = (): void => {
    const settings = deps.settings()
    if (timer !== null) clearTimeout(timer)
    timer = null
    if (!running) return
    if (trouble.retry() && settings !== null && !deps.paused()) {
      while (active.size < settings.sync.parallelJobs) {
        const job = jobs.nextDue(clock.now(), busyInstruments(settings))
        if (job === null) break
        begin(job, settings)
      }
    }
    if (active.size === 0) {
      const waiting = idlers
      idlers = []
      for (const resolve of waiting) resolve()
    }
    const next = trouble.current() === null ? jobs.nextDueAt(clock.now()) : null
    const delay =
      next === null ? LOOK_AGAIN_MS : Math.min(LOOK_AGAIN_MS, Math.max(10, next - clock.now()))
    timer = setTimeout(wake, delay)
  }

  const wake = (): void => {
    try {
      tick()
    } catch (error) {
      trouble.note(error)
      timer = setTimeout(wake, LOOK_AGAIN_MS)
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
    trouble: trouble.current,
    phaseOf: (jobId) => active.get(jobId)?.phase ?? null,
    async stop() {
      running = false
      if (timer !== null) clearTimeout(timer)
      for (const own of active.values()) {
        own.intent ??= 'quit'
        own.controller.abort()
      }
      await Promise.all([...active.values()].map((own) => own.done))
      await hashers.stopAll()
      rows.flush()
    },
  }
}
