// Pool of worker threads that hash local files. Threads start on first use and live as long as the
// engine.
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { HashAnswer, HashRequest, HashedFile, KnownDigest } from './hash-worker.ts'
import { workerFile } from '../../lib/worker-file.ts'

export interface HashPool {
  /**
   * Hashes files by real path, in order; one that is reached through a link counts as changed. The answer is shorter than `paths` when `signal`
   * stopped it. `known`: digests by path, of which each spares reading a file that is still in the state it was computed from.
   */
  hash(
    paths: readonly string[],
    signal: AbortSignal,
    known?: ReadonlyMap<string, KnownDigest>,
  ): Promise<readonly HashedFile[]>
  /** As `hash`, while a tool reads the same source: it stops where that turns out to be slow, and says so. */
  hashAhead(
    paths: readonly string[],
    signal: AbortSignal,
    known: ReadonlyMap<string, KnownDigest>,
  ): Promise<{ readonly files: readonly HashedFile[]; readonly isSlow: boolean }>
  /**
   * As `hash`; `direct`: the bytes come from the medium, past this computer's cache. `activity`: one Int32 that rises with
   * every block that was read.
   */
  readMedium(
    paths: readonly string[],
    reading: 'direct' | 'plain',
    activity: SharedArrayBuffer,
    signal: AbortSignal,
  ): Promise<readonly HashedFile[]>
  /** Starts all threads ahead of their first use. */
  warm(): void
  /** Requests to have under way at once, so that no thread waits for its next batch. */
  readonly width: number
  close(): Promise<void>
}

interface Thread {
  readonly worker: Worker
  readonly waiting: Map<
    number,
    { resolve(answer: Pick<HashAnswer, 'files' | 'isSlow'>): void; reject(error: Error): void }
  >
}

/** With more threads the disk or the transfer tool is the limit (measured). */
const MAX_THREADS = 4

/** Files of this computer that a run is made of. */
const LOCAL = { direct: false, refusesLinks: true, yieldsToTool: false, activity: null } as const

export const createHashPool = (size = Math.min(MAX_THREADS, availableParallelism())): HashPool => {
  const threads: Thread[] = []
  let nextId = 1

  const start = (): Thread => {
    const worker = new Worker(workerFile(import.meta.url, 'hash-worker'))
    const thread: Thread = { worker, waiting: new Map() }
    worker.on('message', (answer: HashAnswer) => {
      thread.waiting.get(answer.id)?.resolve(answer)
      thread.waiting.delete(answer.id)
      if (thread.waiting.size === 0) worker.unref()
    })
    // a thread that dies (out of memory) fails its requests and is replaced on the next one
    worker.on('error', (error) => {
      for (const request of thread.waiting.values()) request.reject(error)
      threads.splice(threads.indexOf(thread), 1)
    })
    threads.push(thread)
    return thread
  }

  const leastBusy = (): Thread => {
    const idle = threads.find((thread) => thread.waiting.size === 0)
    if (idle !== undefined) return idle
    if (threads.length < size) return start()
    return threads.reduce((best, thread) =>
      thread.waiting.size < best.waiting.size ? thread : best,
    )
  }

  const ask = async (
    request: Omit<HashRequest, 'id' | 'cancel'>,
    signal: AbortSignal,
  ): Promise<Pick<HashAnswer, 'files' | 'isSlow'>> => {
    if (signal.aborted) return { files: [], isSlow: false }
    const cancel = new SharedArrayBuffer(4)
    const stop = (): void => {
      Atomics.store(new Int32Array(cancel), 0, 1)
    }
    signal.addEventListener('abort', stop, { once: true })
    const thread = leastBusy()
    const id = nextId
    nextId += 1
    try {
      return await new Promise((resolve, reject) => {
        thread.waiting.set(id, { resolve, reject })
        thread.worker.ref()
        const message: HashRequest = { ...request, id, cancel }
        thread.worker.postMessage(message)
      })
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }

  return {
    warm() {
      while (threads.length < size) start().worker.unref()
    },
    width: size * 2,
    async hash(paths, signal, known = new Map()) {
      return (await ask({ ...LOCAL, paths, known }, signal)).files
    },
    hashAhead: (paths, signal, known) =>
      ask({ ...LOCAL, paths, known, yieldsToTool: true }, signal),
    async readMedium(paths, reading, activity, signal) {
      const direct = reading === 'direct'
      const request = { ...LOCAL, paths, known: new Map(), direct, refusesLinks: false, activity }
      return (await ask(request, signal)).files
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.worker.terminate()))
    },
  }
}
