// Folds runs at rest in the background, and unfolds a run whenever something needs its files (docs/spec.md 5a). One piece of
// work at a time; unfolding goes before folding.
import { DAY_MS } from '../../../../shared/duration.ts'
import type { Clock } from '../../domain/clock.ts'
import { ROWS_PER_TRANSACTION } from '../../files/file-store.ts'
import { yieldToEventLoop } from '../../lib/yield.ts'
import type { JobStore } from '../../queue/job-store.ts'
import { type FoldRunDeps, type FoldedJob, foldRun, isAsFolded } from './fold-run.ts'
import { type CopyOfManifest, ManifestGone, unfoldRun } from './unfold-run.ts'

/** Time without any change or attempt after which a verified run is folded. */
export const REST_MS = 90 * DAY_MS
/** A run keeps its rows for so long after somebody asked for its files, or after it could not be folded. */
const KEPT_MS = DAY_MS

/** Where the manifest of a folded run is looked for, beside the run's folder as the queue knows it. */
export interface ManifestPlaces {
  /** Where the run lies now, if the queue does not know it yet. */
  readonly folder?: string
  /** Asked where the folder has none. */
  readonly copy?: CopyOfManifest
}

/** What whoever needs the files of a run asks first. Each answers a sentence that says what is wrong with the manifest. */
export interface Folding {
  /** Makes sure that the files of a run have rows, and keeps them for a day; null: they have. */
  keepRows(job: FoldedJob): Promise<string | null>
  /** Does `work` while the files of a run have rows. */
  withRows<T>(
    job: FoldedJob,
    work: () => Promise<T>,
    from?: ManifestPlaces,
  ): Promise<{ readonly gone: string } | { readonly result: T }>
  /** True where a run is folded and a walk of its folder saw every file as it was then, and no other one. */
  isAsFolded(job: FoldedJob, signal: AbortSignal): Promise<boolean>
}

interface FoldingDeps extends FoldRunDeps {
  readonly jobs: Pick<JobStore, 'get'>
  readonly clock: Clock
  /** True while something runs that needs the disk more. */
  isBusy(): boolean
}

export interface EngineFolding extends Folding {
  /** Gives a run that is no longer verified its rows back; null: it has them. Throws what `copy` throws. */
  unfold(job: FoldedJob, copy?: CopyOfManifest): Promise<string | null>
  /** Folds what has been at rest for long enough, until `signal` stops it or something else needs the disk. */
  foldAtRest(signal: AbortSignal): Promise<void>
  /** Forgets the single files of a folded run, which is then compared with its copy from the start. */
  forget(jobId: number): Promise<void>
}

export const createFolding = (deps: FoldingDeps): EngineFolding => {
  const { folds, jobs, clock } = deps
  /** Unfolding that runs, by job. */
  const unfolding = new Map<number, Promise<string | null>>()
  /** Who reads the rows of a run now, by job. */
  const readers = new Map<number, number>()
  /** Since when a run keeps its rows, by job; epoch ms. */
  const keptSince = new Map<number, number>()
  let folder = new AbortController()
  let foldingRuns: Promise<void> = Promise.resolve()

  const dropRows = async (jobId: number, stopped: () => boolean): Promise<void> => {
    while (!stopped() && folds.dropRows(jobId, ROWS_PER_TRANSACTION)) await yieldToEventLoop()
  }

  const unfoldNow = async (
    jobId: number,
    path: string,
    copy: CopyOfManifest | undefined,
  ): Promise<string | null> => {
    // it may be this very run
    folder.abort()
    await foldingRuns
    const fold = folds.of(jobId)
    if (fold === null) return null
    try {
      await unfoldRun(path, fold, (rows) => folds.restoreRows(jobId, rows), copy)
      folds.unfolded(jobId, fold.files)
      return null
    } catch (error) {
      if (error instanceof ManifestGone) return error.message
      throw error
    }
  }

  const isKept = (jobId: number): boolean => {
    if (readers.has(jobId)) return true
    const since = keptSince.get(jobId)
    return since !== undefined && Math.abs(clock.now() - since) < KEPT_MS
  }

  const foldAll = async (stopped: () => boolean, signal: AbortSignal): Promise<void> => {
    for (let left = folds.withLeftOverRows(); left !== null; left = folds.withLeftOverRows()) {
      await dropRows(left, stopped)
      if (stopped()) return
    }
    const before = clock.now() - REST_MS
    for (let id = folds.nextAtRest(0, before); id !== null; id = folds.nextAtRest(id, before)) {
      const job = isKept(id) ? null : jobs.get(id)
      if (job !== null) {
        const isWanted = (): boolean => stopped() || isKept(job.id)
        const isFolded = await foldRun(job, { now: clock.now(), before }, deps, signal, isWanted)
        if (stopped()) return
        if (isFolded) await dropRows(id, stopped)
        else keptSince.set(id, clock.now())
      }
      await yieldToEventLoop()
      if (stopped()) return
    }
  }

  const unfold = async (job: FoldedJob, from: ManifestPlaces = {}): Promise<string | null> => {
    const running = unfolding.get(job.id)
    if (running !== undefined) {
      // who asked for it is told of an error, and may have looked in other places
      await running.catch(() => undefined)
      return unfold(job, from)
    }
    if (!folds.isFolded(job.id)) return null
    const { folder: path = job.folder, copy } = from
    const begun = unfoldNow(job.id, path, copy).finally(() => void unfolding.delete(job.id))
    unfolding.set(job.id, begun)
    return begun
  }

  return {
    unfold: (job, copy) => unfold(job, copy === undefined ? {} : { copy }),
    keepRows(job) {
      keptSince.set(job.id, clock.now())
      return unfold(job)
    },
    async withRows(job, work, from) {
      readers.set(job.id, (readers.get(job.id) ?? 0) + 1)
      try {
        const gone = await unfold(job, from)
        return gone === null ? { result: await work() } : { gone }
      } finally {
        const others = (readers.get(job.id) ?? 1) - 1
        if (others === 0) readers.delete(job.id)
        else readers.set(job.id, others)
      }
    },
    isAsFolded: (job, signal) => isAsFolded(job, deps, signal),
    async foldAtRest(signal) {
      await foldingRuns
      folder = new AbortController()
      const both = AbortSignal.any([signal, folder.signal])
      const stopped = (): boolean => both.aborted || unfolding.size > 0 || deps.isBusy()
      if (stopped()) return
      const work = foldAll(stopped, both)
      // whoever waits for its end is told of no error: the caller is
      foldingRuns = work.catch(() => undefined)
      await work
    },
    async forget(jobId) {
      folder.abort()
      await foldingRuns
      await dropRows(jobId, () => false)
      folds.forget(jobId)
    },
  }
}
