// Worker thread that makes one copy of the queue, so that a large one does not block the window meanwhile.
import { workerData } from 'node:worker_threads'
import { copyCompact } from './database.ts'

/** Paths of the queue and of the empty file that becomes its copy. */
export interface CopyInput {
  readonly from: string
  readonly to: string
}

const { from, to } = workerData as CopyInput // set by backups.ts, which starts the thread
copyCompact(from, to)
