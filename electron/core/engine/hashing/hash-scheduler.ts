// Hash scheduler: hashes a job's local files in the background of its push; the verify pass joins
// the running work.
import type { Database } from '../../db/database.ts'
import type { FileStore } from '../../files/file-store.ts'
import type { FolderStore } from '../../queue/folder-store.ts'
import type { HashPool } from './hash-pool.ts'
import { type LocalDigestOutcome, hashLocalFiles } from './local-digests.ts'
import { createLoadMeter } from './machine-load.ts'
import { type SentFiles, createSentFiles } from './sent-files.ts'

interface RunningWork {
  readonly controller: AbortController
  readonly done: Promise<LocalDigestOutcome>
  readonly sent: SentFiles
}

interface HashedJob {
  readonly id: number
  readonly folder: string
}

export interface HashScheduler {
  /** Hashes the files of a job in the background while they are sent; a slow source is left to the tool meanwhile. */
  follow(job: HashedJob, onRows: () => void): void
  /** The tool has sent a file of a job. */
  sent(jobId: number, path: string): void
  /** Hashes every file of the job that lacks a digest, after the work that is running already. */
  join(job: HashedJob, onRows: () => void): Promise<LocalDigestOutcome>
  /** Starts the threads ahead of a `join`. */
  warm(): void
  stop(jobId: number): Promise<void>
  stopAll(): Promise<void>
}

/** Resolves when all of that work has ended, or the signal aborts. */
const endOf = (work: readonly Promise<unknown>[], signal: AbortSignal): Promise<unknown> =>
  Promise.race([
    Promise.allSettled(work),
    new Promise((resolve) => {
      if (signal.aborted) resolve(null)
      else signal.addEventListener('abort', resolve, { once: true })
    }),
  ])

export const createHashScheduler = (deps: {
  readonly db: Database
  readonly files: FileStore
  readonly pool: HashPool
  readonly folders: Pick<FolderStore, 'jobsOfRun'>
  /** True while other programs need the processors; not set: as the system says. */
  readonly isBusy?: () => boolean
}): HashScheduler => {
  const running = new Map<number, RunningWork>()
  const isBusy = deps.isBusy ?? createLoadMeter()
  const stop = async (jobId: number): Promise<void> => {
    const work = running.get(jobId)
    if (work === undefined) return
    running.delete(jobId)
    work.controller.abort()
    await work.done.catch(() => undefined)
  }
  const start = (
    job: HashedJob,
    onRows: () => void,
    sent: SentFiles,
  ): Promise<LocalDigestOutcome> => {
    const before = running.get(job.id)
    const controller = before?.controller ?? new AbortController()
    const others = deps.folders.jobsOfRun(job.id).filter((id) => id !== job.id)
    before?.sent.end()
    // somebody waits for the digests: what another job of the run left to its tool is read now
    if (!sent.isSending()) for (const id of others) running.get(id)?.sent.end()
    // what another job of the run is hashing now is there when it has ended, and is not read twice
    const theirs = others.flatMap((id) => running.get(id)?.done ?? [])
    const hash = async (): Promise<LocalDigestOutcome> => {
      if (theirs.length > 0) await endOf(theirs, controller.signal)
      return hashLocalFiles(job, { ...deps, others, onRows, sent, isBusy }, controller.signal)
    }
    const done = before === undefined ? hash() : before.done.then(hash)
    running.set(job.id, { controller, done, sent })
    // a caller that awaits it gets the error; where the push ended first, it must not become an
    // unhandled rejection
    done.catch(() => undefined)
    return done
  }
  return {
    follow(job, onRows) {
      void start(job, onRows, createSentFiles(true))
    },
    sent(jobId, path) {
      running.get(jobId)?.sent.add(path)
    },
    join: (job, onRows) => start(job, onRows, createSentFiles(false)),
    warm: deps.pool.warm,
    stop,
    async stopAll() {
      await Promise.all([...running.keys()].map(stop))
    },
  }
}
