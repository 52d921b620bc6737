// Walks a run folder in a worker thread and gives its entries batch by batch; the reader sets the pace.
import type { Worker } from 'node:worker_threads'
import type { EmptyFolders, Measure, ScanEntry, ScanInput, ScanMessage } from './scan-worker.ts'
import { endThread, keepThread, takeThread } from './walking-threads.ts'

/**
 * Thrown when the folder or something in it cannot be read. `code` is the system's (ENOENT, EACCES,
 * ...).
 */
export class WalkError extends Error {
  override readonly name = 'WalkError'
  readonly code: string
  readonly path: string
  constructor(code: string, path: string, message: string) {
    super(message)
    this.code = code
    this.path = path
  }
}

/**
 * Gives every entry of `folder` to `onBatch`, ordered by the bytes of the names, at most 500 at a
 * time. What alone cannot be read is an entry of its own kind. Answers the folders without an entry. Resolves early when
 * `signal` is aborted. Throws WalkError where the folder itself cannot be read.
 */
export const walk = (
  folder: string,
  signal: AbortSignal,
  onBatch: (entries: readonly ScanEntry[]) => void,
): Promise<EmptyFolders> => {
  const input: ScanInput = { folder, measure: null }
  const worker = takeThread()
  const waiting: ScanMessage[] = []
  // of a walk that ended early, messages may still be waiting
  let ended = false
  return new Promise<EmptyFolders>((resolve, reject) => {
    const end = (leave: (worker: Worker) => void): void => {
      ended = true
      signal.removeEventListener('abort', stop)
      leave(worker)
    }
    const stop = (): void => {
      end(endThread)
      resolve({ count: 0, paths: [] })
    }
    signal.addEventListener('abort', stop, { once: true })
    const fail = (error: unknown): void => {
      end(endThread)
      reject(error)
    }
    const handle = (message: ScanMessage): void => {
      if (ended || message.type === 'measure') return
      if (message.type === 'done') {
        end(keepThread)
        return resolve(message.empty)
      }
      if (message.type === 'error') {
        end(keepThread)
        return reject(new WalkError(message.code, message.path, message.message))
      }
      try {
        onBatch(message.entries)
        if (!ended) worker.postMessage('next')
      } catch (error) {
        fail(error)
      }
    }
    // one batch per turn of the event loop: the port alone would deliver all of them first, and the
    // window would wait
    const step = (): void => {
      const message = waiting.shift()
      if (message !== undefined) handle(message)
      if (waiting.length > 0) setImmediate(step)
    }
    worker.on('message', (message: ScanMessage) => {
      if (waiting.push(message) === 1) setImmediate(step)
    })
    worker.on('error', fail)
    worker.postMessage(input)
    if (signal.aborted) stop()
  })
}

/**
 * Totals of a folder without files that a pattern leaves out, computed in a worker thread. `opens`: also looks for a file that
 * another program has open for itself alone. Throws WalkError.
 */
export const measureFolder = (
  folder: string,
  leaveOut: readonly string[],
  opens = false,
): Promise<Measure> => {
  const input: ScanInput = { folder, measure: { leaveOut, opens } }
  const worker = takeThread()
  return new Promise<Measure>((resolve, reject) => {
    worker.on('message', (message: ScanMessage) => {
      keepThread(worker)
      if (message.type === 'measure') resolve(message.measure)
      if (message.type === 'error')
        reject(new WalkError(message.code, message.path, message.message))
    })
    worker.on('error', reject)
    worker.postMessage(input)
  })
}
