// Change hub: collects which jobs, files and logs changed, merged by id until a reader takes them.
// Level-triggered, so memory is bounded by the number of jobs.
import type { LiveProgress } from '../../shared/model/progress.ts'

/** Everything that changed since the last `take()`. */
interface Changes {
  readonly jobs: ReadonlySet<number>
  readonly removed: ReadonlySet<number>
  readonly files: ReadonlySet<number>
  /** Attempt id to its number of log lines. */
  readonly logs: ReadonlyMap<number, number>
  readonly live: ReadonlyMap<number, LiveProgress>
  readonly config: boolean
}

export interface ChangeHub {
  jobTouched(jobId: number): void
  jobRemoved(jobId: number): void
  filesTouched(jobId: number): void
  logAppended(attemptId: number, lines: number): void
  liveMoved(progress: LiveProgress): void
  /** The job's attempt ended. */
  liveEnded(jobId: number): void
  /** The latest progress of every running job. */
  live(): ReadonlyMap<number, LiveProgress>
  configTouched(): void
  /** Something of the overview changed that belongs to no single job. */
  overviewTouched(): void
  /** A gatherer (`onTake`) has pending writes that the next `take()` will include. */
  notifyPending(): void
  /** Returns the merged changes and empties the hub. */
  take(): Changes
  /**
   * Registers a gatherer, called before each `take()` to write what is pending; must not throw.
   * Answers its removal.
   */
  onTake(gather: () => void): () => void
  /** Registers a listener for the first change after each `take()`. Answers its removal. */
  onChange(listener: () => void): () => void
}

interface MergedChanges {
  readonly jobs: Set<number>
  readonly removed: Set<number>
  readonly files: Set<number>
  readonly logs: Map<number, number>
  readonly live: Map<number, LiveProgress>
  config: boolean
}

const noChanges = (): MergedChanges => ({
  jobs: new Set(),
  removed: new Set(),
  files: new Set(),
  logs: new Map(),
  live: new Map(),
  config: false,
})

export const createChangeHub = (): ChangeHub => {
  let pending = noChanges()
  let announced = false
  const latest = new Map<number, LiveProgress>()
  const listeners = new Set<() => void>()
  const gatherers = new Set<() => void>()
  const announce = (): void => {
    if (announced) return
    announced = true
    for (const listener of listeners) listener()
  }
  return {
    jobTouched(jobId) {
      pending.jobs.add(jobId)
      announce()
    },
    jobRemoved(jobId) {
      pending.jobs.delete(jobId)
      pending.files.delete(jobId)
      pending.live.delete(jobId)
      pending.removed.add(jobId)
      announce()
    },
    filesTouched(jobId) {
      pending.jobs.add(jobId)
      pending.files.add(jobId)
      announce()
    },
    logAppended(attemptId, lines) {
      pending.logs.set(attemptId, lines)
      announce()
    },
    liveMoved(progress) {
      pending.live.set(progress.jobId, progress)
      latest.set(progress.jobId, progress)
      announce()
    },
    liveEnded: (jobId) => void latest.delete(jobId),
    live: () => latest,
    configTouched() {
      pending.config = true
      announce()
    },
    overviewTouched: announce,
    notifyPending: announce,
    take() {
      for (const gather of gatherers) gather()
      const taken = pending
      pending = noChanges()
      announced = false
      return taken
    },
    onTake(gather) {
      gatherers.add(gather)
      return () => gatherers.delete(gather)
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
