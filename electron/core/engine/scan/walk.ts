// Walks a run folder in a worker thread and gives its entries batch by batch; the reader sets the pace.
import { Worker } from 'node:worker_threads'
import type { EmptyFolders, Measure, ScanEntry, ScanInput, ScanMessage } from './scan-worker.ts'
import { workerFile } from '../../lib/worker-file.ts'

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
  const worker = new Worker(workerFile(import.meta.url, 'scan-worker'), { workerData: input })
  const waiting: ScanMessage[] = []
  let failed = false
  return new Promise<EmptyFolders>((resolve, reject) => {
    const stop = (): void => {
      void worker.terminate()
      resolve({ count: 0, paths: [] })
    }
    signal.addEventListener('abort', stop, { once: true })
    const fail = (error: unknown): void => {
      failed = true
      void worker.terminate()
      reject(error)
    }
    const handle = (message: ScanMessage): void => {
      if (message.type === 'done') return resolve(message.empty)
      if (message.type === 'error')
        return fail(new WalkError(message.code, message.path, message.message))
      if (signal.aborted || failed || message.type === 'measure') return
      try {
        onBatch(message.entries)
        worker.postMessage('next')
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
    if (signal.aborted) stop()
  })
}

/** Totals of a folder without files that a pattern leaves out, computed in a worker thread. Throws WalkError. */
export const measureFolder = (folder: string, leaveOut: readonly string[]): Promise<Measure> => {
  const input: ScanInput = { folder, measure: { leaveOut } }
  const worker = new Worker(workerFile(import.meta.url, 'scan-worker'), { workerData: input })
  return new Promise<Measure>((resolve, reject) => {
    worker.on('message', (message: ScanMessage) => {
      if (message.type === 'measure') resolve(message.measure)
      if (message.type === 'error')
        reject(new WalkError(message.code, message.path, message.message))
    })
    worker.on('error', reject)
  })
}
