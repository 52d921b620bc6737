// Walks a run folder in a thread of its own and gives the entries batch by batch; the reader sets the pace.
import { Worker } from 'node:worker_threads'
import type { Measure, ScanEntry, ScanInput, ScanMessage } from './scan-worker.ts'
import { workerFile } from '../../lib/worker-file.ts'

/** The folder, or something in it, could not be read. `code` is the system's (ENOENT, EACCES, ...). */
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
 * Hands every entry of `folder` to `onBatch`, in the order of their paths' bytes, at most 500 at a time. Resolves
 * early, without a word, when `signal` is aborted. Throws WalkError.
 */
export const walk = (
  folder: string,
  signal: AbortSignal,
  onBatch: (entries: readonly ScanEntry[]) => void,
): Promise<void> => {
  const input: ScanInput = { folder, measure: false }
  const worker = new Worker(workerFile(import.meta.url, 'scan-worker'), { workerData: input })
  const waiting: ScanMessage[] = []
  let failed = false
  return new Promise<void>((resolve, reject) => {
    const stop = (): void => {
      void worker.terminate()
      resolve()
    }
    signal.addEventListener('abort', stop, { once: true })
    const fail = (error: unknown): void => {
      failed = true
      void worker.terminate()
      reject(error)
    }
    const take = (message: ScanMessage): void => {
      if (message.type === 'done') return resolve()
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
    // a port gives all that is there, and what comes meanwhile, before the loop turns: a window would wait for the whole walk
    const step = (): void => {
      const message = waiting.shift()
      if (message !== undefined) take(message)
      if (waiting.length > 0) setImmediate(step)
    }
    worker.on('message', (message: ScanMessage) => {
      if (waiting.push(message) === 1) setImmediate(step)
    })
    worker.on('error', fail)
    if (signal.aborted) stop()
  })
}

/** What a folder amounts to, found out in a thread of its own. Throws WalkError. */
export const measureFolder = (folder: string): Promise<Measure> => {
  const input: ScanInput = { folder, measure: true }
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
