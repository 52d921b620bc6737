// Local hashing per job, from the push into the verify pass: begun once, joined by whoever needs its end.
import type { Database } from '../../db/database.ts'
import type { FileStore } from '../../files/file-store.ts'
import type { HashPool } from './hash-pool.ts'
import { type LocalDigestOutcome, hashLocalFiles } from './local-digests.ts'

interface Running {
  readonly controller: AbortController
  readonly done: Promise<LocalDigestOutcome>
}

export interface HashScheduler {
  /** Hashes what lacks a digest, after what is under way already; the answer covers every row of now. */
  join(
    job: { readonly id: number; readonly folder: string },
    onRows: () => void,
  ): Promise<LocalDigestOutcome>
  /** Makes ready for what will be joined soon. */
  warm(): void
  stop(jobId: number): Promise<void>
  stopAll(): Promise<void>
}

export const createHashScheduler = (deps: {
  readonly db: Database
  readonly files: FileStore
  readonly pool: HashPool
}): HashScheduler => {
  const running = new Map<number, Running>()
  const stop = async (jobId: number): Promise<void> => {
    const own = running.get(jobId)
    if (own === undefined) return
    running.delete(jobId)
    own.controller.abort()
    await own.done.catch(() => undefined)
  }
  return {
    join(job, onRows) {
      const before = running.get(job.id)
      const controller = before?.controller ?? new AbortController()
      const once = (): Promise<LocalDigestOutcome> =>
        hashLocalFiles(job, { ...deps, onRows }, controller.signal)
      const done = before === undefined ? once() : before.done.then(once)
      running.set(job.id, { controller, done })
      // a failure reaches whoever awaits it; a push that ended first must not make it an unhandled one
      done.catch(() => undefined)
      return done
    },
    warm: deps.pool.warm,
    stop,
    async stopAll() {
      await Promise.all([...running.keys()].map(stop))
    },
  }
}
