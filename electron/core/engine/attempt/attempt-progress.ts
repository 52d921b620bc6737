// Live progress of an attempt for the window: phase, bytes, rate, and the signal that file rows
// changed. Nothing here is stored but a job's revision.
import type { LivePhase } from '../../../../shared/model/model.ts'
import type { LiveProgress } from '../../../../shared/model/progress.ts'
import type { ChangeHub } from '../../changes.ts'
import type { Clock } from '../../domain/clock.ts'
import { createTransferRateMeter } from '../../domain/transfer-rate.ts'
import type { JobStore } from '../../queue/job-store.ts'

export interface AttemptProgress {
  /** Begins a phase at zero; `bytesTotal` null: not known. */
  startPhase(phase: LivePhase, bytesTotal: number | null): void
  /**
   * Sets the bytes done in this phase; `etaSeconds`: the tool's own estimate, used until a rate is
   * known.
   */
  setBytes(
    bytes: number,
    active: readonly LiveProgress['active'][number][],
    etaSeconds: number | null,
  ): void
  /** Adds to the files done in this phase. */
  addFiles(files: number): void
  /** Files and bytes that were sent so far; of an attempt that sends nothing, those of its phase. */
  done(): { readonly files: number; readonly bytes: number }
  /** Announces that file rows of the job changed. */
  rowsChanged(): void
}

/** Most files named at once as being transferred. */
const MAX_ACTIVE_FILES = 16

export const createAttemptProgress = (
  jobId: number,
  deps: {
    readonly changes: ChangeHub
    readonly clock: Clock
    readonly rowSignal: RowSignal
    readonly onPhase: (phase: LivePhase, bytesTotal: number | null) => void
  },
): AttemptProgress => {
  const { changes, clock } = deps
  let phase: LivePhase = 'counting'
  let bytesTotal: number | null = null
  let meter = createTransferRateMeter()
  let files = 0
  let bytes = 0
  let movedAt = clock.now()
  /** What was sent before files were read back. */
  let sent: { readonly files: number; readonly bytes: number } | null = null
  return {
    startPhase(next, total) {
      if (phase === 'sending') sent = { files, bytes }
      phase = next
      bytesTotal = total
      files = 0
      bytes = 0
      movedAt = clock.now()
      meter = createTransferRateMeter()
      deps.onPhase(phase, bytesTotal)
      changes.jobTouched(jobId)
      changes.liveMoved({
        jobId,
        phase,
        bytes,
        bytesTotal,
        rate: null,
        etaSeconds: null,
        movedAt,
        active: [],
      })
    },
    setBytes(done, active, toolEta) {
      if (done !== bytes) movedAt = clock.now()
      bytes = done
      meter.add(clock.now(), bytes)
      const rate = meter.rate()
      const remaining = bytesTotal === null ? null : Math.max(0, bytesTotal - bytes)
      const etaSeconds =
        rate !== null && rate > 0 && remaining !== null ? remaining / rate : toolEta
      changes.liveMoved({
        jobId,
        phase,
        bytes,
        bytesTotal,
        rate,
        etaSeconds,
        movedAt,
        active: active.slice(0, MAX_ACTIVE_FILES),
      })
    },
    addFiles(more) {
      files += more
      movedAt = clock.now()
    },
    done: () => sent ?? { files, bytes },
    rowsChanged: () => deps.rowSignal.touch(jobId),
  }
}

/** Least time between two announcements of changed rows. */
const SIGNAL_INTERVAL_MS = 30

/**
 * Throttle for "file rows changed" over all jobs: the first change is announced at once, then each
 * job gets one new revision every `SIGNAL_INTERVAL_MS` at most.
 */
export interface RowSignal {
  touch(jobId: number): void
  /** Announces what is pending; after the engine's last call no timer is left. */
  flush(): void
}

export const createRowSignal = (
  jobs: JobStore,
  changes: ChangeHub,
  onError: (error: unknown) => void,
): RowSignal => {
  const pending = new Set<number>()
  let timer: NodeJS.Timeout | null = null
  let lastSignalAt = Number.NEGATIVE_INFINITY
  const flush = (): void => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    lastSignalAt = performance.now()
    const touched = [...pending]
    pending.clear()
    try {
      for (const jobId of touched) {
        jobs.bumpRevision(jobId)
        changes.filesTouched(jobId)
      }
    } catch (error) {
      onError(error)
    }
  }
  return {
    touch(jobId) {
      pending.add(jobId)
      timer ??= setTimeout(
        flush,
        Math.max(0, lastSignalAt + SIGNAL_INTERVAL_MS - performance.now()),
      )
    },
    flush,
  }
}
