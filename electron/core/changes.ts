// In-process change hub: who changed, merged by id until someone takes it. Level-triggered, so memory is bounded by the number of jobs.
import type { LiveProgress } from '../../shared/model/progress.ts'

/** Everything that changed since the last `take()`. */
export interface Changes {
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
  /** Nothing is being done to that job any more. */
  liveEnded(jobId: number): void
  /** The latest progress of every job that is being worked on. */
  live(): ReadonlyMap<number, LiveProgress>
  configTouched(): void
  /** Numbers or trouble of the whole queue moved; no single job did. */
  overviewTouched(): void
  /** Something waits that a gatherer (`onTake`) hands over when it is asked. */
  waiting(): void
  /** Hands over what is merged and starts anew. */
  take(): Changes
  /** Called before each `take()`, to add what still waits to be written; answers how to stop. Must not throw. */
  onTake(gather: () => void): () => void
  /** Called on the first change after each `take()`; answers how to stop. */
  onChange(listener: () => void): () => void
}

interface Pending {
  readonly jobs: Set<number>
  readonly removed: Set<number>
  readonly files: Set<number>
  readonly logs: Map<number, number>
  readonly live: Map<number, LiveProgress>
  config: boolean
}

const nothing = (): Pending => ({
  jobs: new Set(),
  removed: new Set(),
  files: new Set(),
  logs: new Map(),
  live: new Map(),
  config: false,
})

export const createChangeHub = (): ChangeHub => {
  let pending = nothing()
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
    waiting: announce,
    take() {
      for (const gather of gatherers) gather()
      const taken = pending
      pending = nothing()
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
