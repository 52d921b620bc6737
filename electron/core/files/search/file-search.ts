// Searches a run's files in worker threads, by a text in their paths or deep in a list of states, and answers one page of hits.
import { Worker } from 'node:worker_threads'
import { msg } from '../../../../shared/language/msg.ts'
import { Refusal } from '../../errors.ts'
import { workerFile } from '../../lib/worker-file.ts'
import { CHUNK_ROWS, type SearchedRun, versionOf } from './match-paths.ts'
import type {
  PrefetchRequest,
  SearchAnswer,
  SearchInput,
  SearchQuery,
  SearchRequest,
} from './search-worker.ts'

interface FoundPaths {
  /** The paths of one page, in the order of the list. */
  readonly paths: readonly string[]
  readonly total: number
}

export interface FileSearch {
  /**
   * Finds one page of hits. Hits that were counted for another `version` are counted again. Throws Refusal `conflict` when a
   * newer query about the same run replaces this one.
   */
  find(query: SearchQuery, version: string, offset: number, limit: number): Promise<FoundPaths>
  /**
   * Starts the threads and caches the paths of a run for a search that may come. `quiet`: a person looks at its files, and the
   * work begins after two seconds without another call; `now`: a person focused the search field.
   */
  prepare(run: SearchedRun, when: 'quiet' | 'now'): void
  close(): Promise<void>
}

interface Waiting {
  resolve(answer: SearchAnswer): void
  reject(error: Error): void
}

interface Thread {
  readonly worker: Worker
  readonly waiting: Map<number, Waiting>
}

/** Each thread reads half of a run; more threads would wait for the same disk. */
const THREADS = 2
/** A run of fewer chunks is searched by one thread. */
const MIN_CHUNKS_FOR_TWO = 8
/** Delay before a thread starts, so that it does not compete with the calls of a run that is being opened. */
const QUIET_MS = 2_000
/** Pause between two cached chunks while no person waits for them, to leave the processor to others. */
const PAUSE_MS = 16
/** Idle threads end after this time. */
const IDLE_MS = 600_000

const startThread = (queue: string, onExit: (thread: Thread) => void): Thread => {
  const input: SearchInput = { queue }
  const worker = new Worker(workerFile(import.meta.url, 'search-worker'), { workerData: input })
  const thread: Thread = { worker, waiting: new Map() }
  worker.on('message', (answer: SearchAnswer) => {
    const waiting = thread.waiting.get(answer.id)
    thread.waiting.delete(answer.id)
    if (thread.waiting.size === 0) worker.unref()
    if (answer.error === null) waiting?.resolve(answer)
    else waiting?.reject(new Error(answer.error))
  })
  const fail = (error: Error): void => {
    onExit(thread)
    for (const { reject } of thread.waiting.values()) reject(error)
    thread.waiting.clear()
  }
  worker.on('error', fail)
  worker.on('exit', () => fail(new Error('the search was closed')))
  worker.unref()
  return thread
}

/** Number of chunks of a run; `last`: `seq` of its last file. */
const chunkCount = (last: number): number => Math.floor(last / CHUNK_ROWS) + 1

type RequestPart = Omit<SearchRequest, 'id' | 'cancel'>

export const createFileSearch = (queue: string): FileSearch => {
  let threads: Thread[] = []
  let nextId = 1
  let idleTimer: NodeJS.Timeout | null = null
  let prefetchTimer: NodeJS.Timeout | null = null
  /** The list of paths that the threads cache, or will after the delay. */
  let prepared: { readonly key: string; readonly when: 'quiet' | 'now' } | null = null
  let running: { readonly key: string; readonly jobId: number; stop(): void } | null = null
  /** Hits of each chunk for the last query: with them a page of any depth starts in the right chunk. */
  let counted: { readonly key: string; readonly counts: readonly number[] } | null = null

  const close = async (): Promise<void> => {
    if (idleTimer !== null) clearTimeout(idleTimer)
    idleTimer = null
    if (prefetchTimer !== null) clearTimeout(prefetchTimer)
    prefetchTimer = null
    prepared = null
    const all = threads
    threads = []
    await Promise.all(all.map(({ worker }) => worker.terminate()))
  }

  const closeWhenIdle = (): void => {
    if (threads.every((thread) => thread.waiting.size === 0)) void close()
    else idleTimer = setTimeout(closeWhenIdle, IDLE_MS).unref()
  }

  const threadAt = (index: number): Thread => {
    if (idleTimer !== null) clearTimeout(idleTimer)
    idleTimer = setTimeout(closeWhenIdle, IDLE_MS).unref()
    return (threads[index] ??= startThread(queue, (ended) => {
      threads = threads.filter((one) => one !== ended)
    }))
  }

  const send = (
    index: number,
    part: RequestPart,
    cancel: SharedArrayBuffer,
  ): Promise<SearchAnswer> => {
    const thread = threadAt(index)
    const id = nextId
    nextId += 1
    return new Promise<SearchAnswer>((resolve, reject) => {
      thread.waiting.set(id, { resolve, reject })
      thread.worker.ref()
      const request: SearchRequest = { ...part, id, cancel }
      thread.worker.postMessage(request)
    })
  }

  /** Ranges of chunks, one for each thread that is worth starting. */
  const partsOf = (last: number): { from: number; to: number }[] => {
    const chunks = chunkCount(last)
    const parts = chunks < MIN_CHUNKS_FOR_TWO ? 1 : THREADS
    const at = (part: number): number => Math.floor((chunks * part) / parts)
    return Array.from({ length: parts }, (_, i) => ({ from: at(i), to: at(i + 1) }))
  }

  /** Searches the whole run, records the hits of each chunk, and answers the paths of the first `most` hits. */
  const countHits = async (
    query: SearchQuery,
    key: string,
    most: number,
  ): Promise<readonly string[]> => {
    if (running !== null && running.jobId === query.jobId && running.key !== key) running.stop()
    const cancel = new SharedArrayBuffer(4)
    const mine = {
      key,
      jobId: query.jobId,
      stop: () => void Atomics.store(new Int32Array(cancel), 0, 1),
    }
    running = mine
    try {
      const answers = await Promise.all(
        partsOf(query.last).map((part, i) =>
          send(i, { ...query, ...part, skip: 0, most, countAll: true }, cancel),
        ),
      )
      if (Atomics.load(new Int32Array(cancel), 0) !== 0)
        throw new Refusal('conflict', msg`Another search took the place of this one.`)
      counted = { key, counts: answers.flatMap((answer) => answer.counts) }
      return answers.flatMap((answer) => answer.paths).slice(0, most)
    } finally {
      if (running === mine) running = null
    }
  }

  return {
    async find(query, version, offset, limit) {
      const key = JSON.stringify([query, version])
      const first = counted?.key === key ? null : await countHits(query, key, limit)
      const counts = counted?.counts ?? []
      const total = counts.reduce((sum, n) => sum + n, 0)
      if (first !== null && offset === 0) return { paths: first, total }
      if (offset >= total) return { paths: [], total }
      let from = 0
      let skip = offset
      for (; skip >= (counts[from] ?? 0); from += 1) skip -= counts[from] ?? 0
      // no more than there are: the thread would search for them to the end of the run
      const most = Math.min(limit, total - offset)
      const page = { ...query, from, to: counts.length, skip, most, countAll: false }
      const { paths } = await send(0, page, new SharedArrayBuffer(4))
      return { paths, total }
    },
    prepare(run, when) {
      const key = versionOf(run)
      if (chunkCount(run.last) < MIN_CHUNKS_FOR_TWO) return
      if (key === prepared?.key && (when === 'quiet' || prepared.when === 'now')) return
      prepared = { key, when }
      if (prefetchTimer !== null) clearTimeout(prefetchTimer)
      const parts = partsOf(run.last)
      const [quietMs, pauseMs] = when === 'now' ? [0, 0] : [QUIET_MS, PAUSE_MS]
      // one after the other: starting a thread occupies a core, and the window needs one
      const begin = (i: number): void => {
        const part = parts[i]
        prefetchTimer = null
        if (part === undefined) return
        prefetchTimer = setTimeout(() => {
          const request: PrefetchRequest = { prefetch: run, ...part, pauseMs }
          threadAt(i).worker.postMessage(request)
          begin(i + 1)
        }, quietMs).unref()
      }
      begin(0)
    },
    close,
  }
}
