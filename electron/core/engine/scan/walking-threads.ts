// Threads that walk folders: one is kept for the next walk, because a start costs more than the walk of an ordinary run.
import { Worker } from 'node:worker_threads'
import { workerFile } from '../../lib/worker-file.ts'

/** The thread that waits for the next walk; null: none. It keeps no process alive. */
let kept: Worker | null = null

const forget = (worker: Worker): void => {
  for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event)
}

/** A thread for one walk. It goes back by `keepThread` or ends by `endThread`. */
export const takeThread = (): Worker => {
  const worker = kept ?? new Worker(workerFile(import.meta.url, 'scan-worker'))
  kept = null
  forget(worker)
  worker.ref()
  return worker
}

/** Takes back a thread whose walk has answered its last message. */
export const keepThread = (worker: Worker): void => {
  forget(worker)
  if (kept !== null) return endThread(worker)
  kept = worker
  worker.unref()
  const drop = (): void => {
    if (kept === worker) kept = null
  }
  worker.on('error', drop)
  worker.on('exit', drop)
}

/** Ends a thread in the middle of a walk. */
export const endThread = (worker: Worker): void => {
  forget(worker)
  // an error on the way out concerns no walk any more
  worker.on('error', () => undefined)
  void worker.terminate()
}
