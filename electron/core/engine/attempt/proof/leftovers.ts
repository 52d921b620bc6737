// Removes what our own pushes left unfinished in a proven run's folder on the NAS: files with an ending, or in a folder, that
// only this program gives. Everything else that is not of the run is left as it is, and counted (docs/spec.md 5).
import { errorMessage } from '../../../errors.ts'
import type { FileStore } from '../../../files/file-store.ts'
import { RCLONE_UNFINISHED, RSYNC_UNFINISHED } from '../../../transports/transport.ts'
import type { AttemptContext } from '../attempt-context.ts'

/** Files that are removed by one command. */
const BATCH_SIZE = 500

/** True for a file that one of our own pushes did not finish. */
const isUnfinished = (path: string): boolean => {
  const parts = path.split('/')
  return path.endsWith(RCLONE_UNFINISHED) || parts.slice(0, -1).includes(RSYNC_UNFINISHED)
}

/** Removes the unfinished files that the pass met. A failure is logged only: the run is proven without it. */
export const removeLeftovers = async (
  { job, transport, io }: AttemptContext,
  files: FileStore,
): Promise<void> => {
  const paths = [...files.extras(job.id)].filter(isUnfinished)
  if (paths.length === 0) return
  const what = `${paths.length} unfinished files of earlier attempts`
  try {
    for (let i = 0; i < paths.length; i += BATCH_SIZE) {
      const batch = paths.slice(i, i + BATCH_SIZE)
      const removed = await transport.removeOwn(job.runPath, batch, io)
      if (!removed)
        return io.log.write('notice', 'app', `${what} stay on the NAS: it gives no shell`)
      for (const path of batch) files.removeExtra(job.id, path)
    }
    io.log.write('info', 'app', `removed ${what} from the NAS: ${paths.slice(0, 5).join(', ')}`)
  } catch (error) {
    io.log.write(
      'warning',
      'app',
      `${what} could not be removed from the NAS: ${errorMessage(error)}`,
    )
  }
}
