// Finds the runs with a file of a given name in a worker thread; a newer search takes the place of the one that runs.
import { Worker } from 'node:worker_threads'
import { msg } from '../../../../shared/language/msg.ts'
import { Refusal } from '../../errors.ts'
import { workerFile } from '../../lib/worker-file.ts'
import type { FindRunsInput, FoundRuns } from './find-runs-worker.ts'

export interface RunFinder {
  /**
   * Runs that have, for each word, a file whose path contains it. `budgetMs`: no run is begun after that time. Throws Refusal
   * `conflict` when a newer search replaces this one, or the queue is closed.
   */
  find(words: readonly string[], budgetMs: number): Promise<FoundRuns>
  close(): Promise<void>
}

export const createRunFinder = (queue: string): RunFinder => {
  let running: Worker | null = null
  const end = async (): Promise<void> => {
    const worker = running
    running = null
    await worker?.terminate()
  }
  return {
    async find(words, budgetMs) {
      void end()
      const input: FindRunsInput = { queue, words, budgetMs }
      const worker = new Worker(workerFile(import.meta.url, 'find-runs-worker'), {
        workerData: input,
      })
      running = worker
      try {
        return await new Promise<FoundRuns>((resolve, reject) => {
          worker.on('message', resolve)
          worker.on('error', reject)
          worker.on('exit', () =>
            reject(new Refusal('conflict', msg`Another search took the place of this one.`)),
          )
        })
      } finally {
        if (running === worker) running = null
      }
    },
    close: end,
  }
}
