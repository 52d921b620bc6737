// Starts a worker thread of the engine after a few lines that give it other surroundings, such as another system.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { onTestFinished } from 'vitest'

/** The first answer of `file`, a thread in electron/core/engine, to `input` that `isAnswer` takes. `before`: CommonJS code. */
export const askThread = <Answer>(
  file: string,
  input: unknown,
  before: string,
  isAnswer: (answer: Answer) => boolean = () => true,
): Promise<Answer> => {
  const url = pathToFileURL(join(import.meta.dirname, '../../electron/core/engine', file))
  const worker = new Worker(`${before}\nvoid import(${JSON.stringify(url.href)})`, { eval: true })
  onTestFinished(async () => void (await worker.terminate()))
  return new Promise((resolve, reject) => {
    worker.on('message', (answer: Answer) => (isAnswer(answer) ? resolve(answer) : undefined))
    worker.on('error', reject)
    worker.postMessage(input)
  })
}
