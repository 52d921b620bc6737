// What one attempt works with: the job, its stores, its log, its live progress; made by the engine, given to push and verify.
import type { FileState, LivePhase, LogLevel, ProofLevel } from '../../../../shared/model/model.ts'
import type { ChangeHub } from '../../changes.ts'
import type { Bandwidth } from '../../domain/config.ts'
import type { Clock } from '../../domain/clock.ts'
import { createRateMeter } from '../../domain/transfer-rate.ts'
import type { AttemptStore } from '../../queue/attempt-store.ts'
import { type Database, transaction } from '../../db/database.ts'
import type { ExclusionStore } from '../../queue/exclusion-store.ts'
import type { FileStore } from '../../files/file-store.ts'
import type { Job } from '../../queue/job-row.ts'
import type { JobStore } from '../../queue/job-store.ts'
import type { AttemptIo, LineSink, Transport, TransportEvent } from '../../transports/transport.ts'
import type { LocalDigestOutcome } from '../hashing/local-digests.ts'
import type { ScanEntry } from '../scan/scan-worker.ts'

export interface AttemptContext {
  readonly job: Job
  readonly attemptId: number
  readonly signal: AbortSignal
  readonly transport: Transport
  readonly bwlimitKibps: number | null
  readonly bandwidth: Bandwidth | null
  readonly maxStreamBytes: number
  readonly db: Database
  readonly files: FileStore
  readonly exclusions: ExclusionStore
  readonly clock: Clock
  readonly io: AttemptIo
  readonly live: Live
  /** Why a name cannot be proven over this transport, or null. */
  refuse(entry: ScanEntry): string | null
  /** Why the run as a whole must not be sent yet, or null. */
  blockedBy(): string | null
  /** Takes up what the run's own records call it now. */
  describe(): void
  /** Starts hashing the run's files, or joins what runs already. */
  localDigests(): Promise<LocalDigestOutcome>
  /** Starts the threads for it ahead. */
  prepareDigests(): void
  /** Says that rows changed. */
  rowsTouched(): void
  /** Notes how this pass compared: the proof that its verified files have. */
  compared(level: ProofLevel): void
  say(level: LogLevel, text: string): void
}

/** Progress as it is shown; nothing of it is stored. */
export interface Live {
  phase(phase: LivePhase, bytesTotal: number | null): void
  /** Bytes done in this phase. */
  moved(
    bytes: number,
    active: readonly { path: string; bytes: number; size: number }[],
    etaSeconds: number | null,
  ): void
  /** That many more files are done in this phase. */
  counted(files: number): void
  /** What this phase has done so far. */
  done(): { readonly files: number; readonly bytes: number }
}

export const createLive = (jobId: number, changes: ChangeHub, clock: Clock): Live => {
  let phase: LivePhase = 'counting'
  let bytesTotal: number | null = null
  let meter = createRateMeter()
  let files = 0
  let done = 0
  return {
    phase(next, total) {
      phase = next
      bytesTotal = total
      files = 0
      done = 0
      meter = createRateMeter()
      changes.jobTouched(jobId)
      changes.liveMoved({
        jobId,
        phase,
        bytes: 0,
        bytesTotal,
        rate: null,
        etaSeconds: null,
        active: [],
      })
    },
    moved(bytes, active, etaSeconds) {
      done = bytes
      meter.add(clock.now(), bytes)
      const rate = meter.rate()
      const left = bytesTotal === null ? null : Math.max(0, bytesTotal - bytes)
      const eta = rate !== null && rate > 0 && left !== null ? left / rate : etaSeconds
      changes.liveMoved({
        jobId,
        phase,
        bytes,
        bytesTotal,
        rate,
        etaSeconds: eta,
        active: active.slice(0, 16),
      })
    },
    counted(more) {
      files += more
    },
    done: () => ({ files, bytes: done }),
  }
}

/** Events are written together: at the latest so long after the first, or when so many wait. */
const FLUSH_MS = 40
const FLUSH_EVENTS = 500

export interface FileEvents {
  onEvent(event: TransportEvent): void
  /** Writes what waits; call before the attempt's end is judged. */
  flush(): void
}

/** Turns a tool's per-file events into rows, in batches. They are a hint for the operator; proof overrules them. */
export const createFileEvents = (
  job: { readonly id: number; readonly attempts: number },
  deps: {
    readonly db: Database
    readonly files: FileStore
    readonly clock: Clock
    readonly live: Live
    readonly onRows: () => void
    /** Called for the first event of each batch: whoever looks may have it before it is written by itself. */
    readonly onWaiting: () => void
    /** Where an error of a write that nobody waits for goes. */
    readonly onFault: (error: unknown) => void
  },
): FileEvents => {
  let waiting = new Map<string, { state: FileState; lastError: string | null }>()
  let timer: NodeJS.Timeout | null = null

  const flush = (): void => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    if (waiting.size === 0) return
    const batch = waiting
    waiting = new Map()
    // a job that is worked on has made as many attempts as the number of this one says
    const tried = { attempt: job.attempts, at: deps.clock.now() }
    transaction(deps.db, () => {
      for (const [path, now] of batch) deps.files.setReported(job.id, path, now, tried)
    })
    deps.onRows()
  }

  const note = (path: string, state: FileState, lastError: string | null): void => {
    waiting.set(path, { state, lastError })
    if (waiting.size === 1) deps.onWaiting()
    if (waiting.size >= FLUSH_EVENTS) flush()
    else
      timer ??= setTimeout(() => {
        try {
          flush()
        } catch (error) {
          deps.onFault(error)
        }
      }, FLUSH_MS)
  }

  const sending = new Set<string>()
  return {
    flush,
    onEvent(event) {
      if (event.type === 'file_sent') {
        sending.delete(event.path)
        deps.live.counted(1)
        note(event.path, 'sent', null)
      } else if (event.type === 'file_failed') {
        sending.delete(event.path)
        note(event.path, 'failed', event.message)
      } else {
        for (const { path } of event.active) {
          if (sending.has(path) || waiting.has(path)) continue
          sending.add(path)
          note(path, 'sending', null)
        }
        deps.live.moved(event.bytes, event.active, event.etaSeconds)
      }
    },
  }
}

/** The `AttemptIo` that a transport is given. */
export const createIo = (deps: {
  readonly attemptId: number
  readonly signal: AbortSignal
  readonly log: LineSink
  readonly attempts: AttemptStore
  readonly events: FileEvents
}): AttemptIo => ({
  signal: deps.signal,
  log: deps.log,
  onStart(process) {
    deps.attempts.setProcess(deps.attemptId, process.pid, process.argv)
    deps.log.write('info', 'app', `started ${process.argv.join(' ')} (process ${process.pid})`)
  },
  onEvent(event) {
    deps.events.onEvent(event)
  },
})

/** Rows that change all the time are told of so often at most. */
const SIGNAL_MS = 30

/** A throttle for "rows changed": at once after a rest, then one revision and one signal a job each `SIGNAL_MS`. */
export interface RowSignal {
  touched(jobId: number): void
  /** Gives what waits; after the last one of a closing engine nothing is left to fire. */
  flush(): void
}

export const createRowSignal = (
  jobs: JobStore,
  changes: ChangeHub,
  onFault: (error: unknown) => void,
): RowSignal => {
  const waiting = new Set<number>()
  let timer: NodeJS.Timeout | null = null
  let lastSignalAt = Number.NEGATIVE_INFINITY
  const flush = (): void => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    lastSignalAt = performance.now()
    const touched = [...waiting]
    waiting.clear()
    try {
      for (const jobId of touched) {
        jobs.bumpRevision(jobId)
        changes.filesTouched(jobId)
      }
    } catch (error) {
      onFault(error)
    }
  }
  return {
    touched(jobId) {
      waiting.add(jobId)
      timer ??= setTimeout(flush, Math.max(0, lastSignalAt + SIGNAL_MS - performance.now()))
    },
    flush,
  }
}
