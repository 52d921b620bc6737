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
    { resolve(files: readonly HashedFile[]): void; reject(error: Error): void }
  >
}

/** With more threads the disk or the transfer tool is the limit (measured). */
const MAX_THREADS = 4

export const createHashPool = (size = Math.min(MAX_THREADS, availableParallelism())): HashPool => {
  const threads: Thread[] = []
  let nextId = 1

  const start = (): Thread => {
    const worker = new Worker(workerFile(import.meta.url, 'hash-worker'))
    const thread: Thread = { worker, waiting: new Map() }
    worker.on('message', ({ id, files }: HashAnswer) => {
      thread.waiting.get(id)?.resolve(files)
      thread.waiting.delete(id)
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
    paths: readonly string[],
    direct: boolean,
    refusesLinks: boolean,
    activity: SharedArrayBuffer | null,
    signal: AbortSignal,
    known: ReadonlyMap<string, KnownDigest> = new Map(),
  ): Promise<readonly HashedFile[]> => {
    if (signal.aborted) return []
    const cancel = new SharedArrayBuffer(4)
    const stop = (): void => {
      Atomics.store(new Int32Array(cancel), 0, 1)
    }
    signal.addEventListener('abort', stop, { once: true })
    const thread = leastBusy()
    const id = nextId
    nextId += 1
    try {
      return await new Promise<readonly HashedFile[]>((resolve, reject) => {
        thread.waiting.set(id, { resolve, reject })
        thread.worker.ref()
        const request: HashRequest = { id, paths, known, direct, refusesLinks, activity, cancel }
        thread.worker.postMessage(request)
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
    hash: (paths, signal, known) => ask(paths, false, true, null, signal, known),
    readMedium: (paths, reading, activity, signal) =>
      ask(paths, reading === 'direct', false, activity, signal),
    async close() {
      await Promise.all(threads.map((thread) => thread.worker.terminate()))
    },
  }
}
