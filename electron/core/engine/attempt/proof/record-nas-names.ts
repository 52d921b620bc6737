// Records under which names the NAS stores the files of a proven run, where those are not their own (docs/spec.md 5).
import { mayBeAltered } from '../../../domain/sendable-names.ts'
import type { FileStore } from '../../../files/file-store.ts'
import { yieldToEventLoop } from '../../../lib/yield.ts'
import type { AttemptContext } from '../attempt-context.ts'

/** Rows looked at before other work gets its turn, and names recorded in one transaction. */
const BATCH_SIZE = 2_000
/** Most names that the log gives. */
const MAX_NAMED = 5

/** True where the run has a name that some storage does not take as it is. */
const hasAlterable = async (jobId: number, files: FileStore): Promise<boolean> => {
  let rows = 0
  for (const { path, nasName } of files.proven(jobId)) {
    if (mayBeAltered(nasName ?? path)) return true
    rows += 1
    if (rows % BATCH_SIZE === 0) await yieldToEventLoop()
  }
  return false
}

/** Records the names and says in the log which they are. Throws TransportError where the NAS could not be asked. */
export const recordNasNames = async (
  { job, transport, io }: AttemptContext,
  files: FileStore,
): Promise<void> => {
  const stored = (await hasAlterable(job.id, files))
    ? await transport.storedNames(job.runPath, io)
    : null
  if (stored !== null) {
    let batch: { path: string; nasName: string }[] = []
    const flush = async (): Promise<void> => {
      files.setNasNames(job.id, batch)
      batch = []
      await yieldToEventLoop()
    }
    for (const { path, nasName } of files.proven(job.id)) {
      const listed = nasName ?? path
      if (stored(listed) !== listed) batch.push({ path, nasName: stored(listed) })
      if (batch.length >= BATCH_SIZE) await flush()
    }
    await flush()
  }
  for (const { path, nasName } of files.renamed(job.id, MAX_NAMED))
    io.log.write('notice', 'app', `${path} is stored on the NAS as ${nasName}`)
}
