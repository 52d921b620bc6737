// Finds a run's files by a text in their paths, or deep inside a chip: worker threads look, this side knows where hits are.
import { Worker } from 'node:worker_threads'
import { Refusal } from '../../errors.ts'
import { workerFile } from '../../lib/worker-file.ts'
import { CHUNK_ROWS, type SearchedRun, versionOf } from './match-paths.ts'
import type {
  ReadAhead,
  SearchAnswer,
  SearchInput,
  SearchQuestion,
  SearchRequest,
} from './search-worker.ts'

export interface FoundPaths {
  /** Of one page, in the order of the list. */
  readonly paths: readonly string[]
  readonly total: number
}

export interface FileSearch {
  /**
   * `version`: hits that were counted at another one are counted anew. Throws Refusal `conflict` when another question
   * about the same run comes before the answer.
   */
  find(
    question: SearchQuestion,
    version: string,
    offset: number,
    limit: number,
  ): Promise<FoundPaths>
  /**
   * A search in a run may come: threads start and read ahead. `quiet`: its files are looked at, and it is done once all is quiet;
   * `now`: somebody is about to type.
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

/** Two halves of a run are read at once; more threads wait for the same disk. */
const THREADS = 2
/** A run of fewer chunks is not worth two threads. */
const WORTH_TWO = 8
/** Starting a thread would hold up what is asked for when a run is opened, and be held up by it. */
const QUIET_MS = 2_000
/** Between two chunks that are read ahead where nobody waits for them: somebody may for the processor. */
const PAUSE_MS = 16
/** Threads that were not asked anything for so long are given back: who reads for a minute before he types does not wait for them. */
const IDLE_MS = 600_000

const startThread = (queue: string, onGone: (thread: Thread) => void): Thread => {
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
  const gone = (error: Error): void => {
    onGone(thread)
    for (const { reject } of thread.waiting.values()) reject(error)
    thread.waiting.clear()
  }
  worker.on('error', gone)
  worker.on('exit', () => gone(new Error('the search was closed')))
  worker.unref()
  return thread
}

const chunksTo = (last: number): number => Math.floor(last / CHUNK_ROWS) + 1

type Part = Omit<SearchRequest, 'id' | 'cancel'>

export const createFileSearch = (queue: string): FileSearch => {
  let threads: Thread[] = []
  let nextId = 1
  let idle: NodeJS.Timeout | null = null
  let quiet: NodeJS.Timeout | null = null
  /** The run, as it was listed, that threads read ahead, or will once all is quiet. */
  let prepared: { readonly key: string; readonly when: 'quiet' | 'now' } | null = null
  let running: { readonly key: string; readonly jobId: number; stop(): void } | null = null
  /** Hits of each chunk for the last question: a number for 2,000 files, and a page of any depth is found at once. */
  let known: { readonly key: string; readonly counts: readonly number[] } | null = null

  const end = async (): Promise<void> => {
    if (idle !== null) clearTimeout(idle)
    idle = null
    if (quiet !== null) clearTimeout(quiet)
    quiet = null
    prepared = null
    const all = threads
    threads = []
    await Promise.all(all.map(({ worker }) => worker.terminate()))
  }

  const endWhenIdle = (): void => {
    if (threads.every((thread) => thread.waiting.size === 0)) void end()
    else idle = setTimeout(endWhenIdle, IDLE_MS).unref()
  }

  const threadAt = (index: number): Thread => {
    if (idle !== null) clearTimeout(idle)
    idle = setTimeout(endWhenIdle, IDLE_MS).unref()
    return (threads[index] ??= startThread(queue, (gone) => {
      threads = threads.filter((one) => one !== gone)
    }))
  }

  const ask = (index: number, part: Part, cancel: SharedArrayBuffer): Promise<SearchAnswer> => {
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

  /** Chunks of a run, as many parts as threads are worth it. */
  const partsOf = (last: number): { from: number; to: number }[] => {
    const chunks = chunksTo(last)
    const parts = chunks < WORTH_TWO ? 1 : THREADS
    const at = (part: number): number => Math.floor((chunks * part) / parts)
    return Array.from({ length: parts }, (_, i) => ({ from: at(i), to: at(i + 1) }))
  }

  /** Looks through the whole run; answers the first page's paths too. */
  const count = async (
    question: SearchQuestion,
    key: string,
    most: number,
  ): Promise<readonly string[]> => {
    if (running !== null && running.jobId === question.jobId && running.key !== key) running.stop()
    const cancel = new SharedArrayBuffer(4)
    const mine = {
      key,
      jobId: question.jobId,
      stop: () => void Atomics.store(new Int32Array(cancel), 0, 1),
    }
    running = mine
    try {
      const answers = await Promise.all(
        partsOf(question.last).map((part, i) =>
          ask(i, { ...question, ...part, skip: 0, most, whole: true }, cancel),
        ),
      )
      if (Atomics.load(new Int32Array(cancel), 0) !== 0)
        throw new Refusal('conflict', 'Another search took the place of this one.')
      known = { key, counts: answers.flatMap((answer) => answer.counts) }
      return answers.flatMap((answer) => answer.paths).slice(0, most)
    } finally {
      if (running === mine) running = null
    }
  }

  return {
    async find(question, version, offset, limit) {
      const key = JSON.stringify([question, version])
      const first = known?.key === key ? null : await count(question, key, limit)
      const counts = known?.counts ?? []
      const total = counts.reduce((sum, n) => sum + n, 0)
      if (first !== null && offset === 0) return { paths: first, total }
      if (offset >= total) return { paths: [], total }
      let from = 0
      let skip = offset
      for (; skip >= (counts[from] ?? 0); from += 1) skip -= counts[from] ?? 0
      // no more than there are: the thread would look for them to the end of the run
      const most = Math.min(limit, total - offset)
      const page = { ...question, from, to: counts.length, skip, most, whole: false }
      const { paths } = await ask(0, page, new SharedArrayBuffer(4))
      return { paths, total }
    },
    prepare(run, when) {
      const key = versionOf(run)
      if (chunksTo(run.last) < WORTH_TWO) return
      if (key === prepared?.key && (when === 'quiet' || prepared.when === 'now')) return
      prepared = { key, when }
      if (quiet !== null) clearTimeout(quiet)
      const parts = partsOf(run.last)
      const [quietMs, pauseMs] = when === 'now' ? [0, 0] : [QUIET_MS, PAUSE_MS]
      // one after the other: to start a thread takes a core, and the window needs the other
      const begin = (i: number): void => {
        const part = parts[i]
        quiet = null
        if (part === undefined) return
        quiet = setTimeout(() => {
          const ahead: ReadAhead = { ahead: run, ...part, pauseMs }
          threadAt(i).worker.postMessage(ahead)
          begin(i + 1)
        }, quietMs).unref()
      }
      begin(0)
    },
    close: end,
  }
}
