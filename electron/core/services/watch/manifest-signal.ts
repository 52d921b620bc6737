// The completion signal of an instrument that writes a manifest: every file that it lists is there. What was found stays
// known between sweeps, and the looking is done in a thread: while one file is missing, a sweep costs two calls.
import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { msg } from '../../../../shared/language/msg.ts'
import type { CompletionSignal } from '../../domain/completeness.ts'
import { workerFile } from '../../lib/worker-file.ts'
import type { ListedFile, ManifestInput, ManifestLook } from './manifest-worker.ts'

/** Largest manifest that is read, in bytes. */
const MAX_BYTES = 256 << 20

/** What earlier looks at one version of a manifest found. */
interface Progress {
  readonly version: string
  readonly look: ManifestLook
}

/** Progress by run folder, as long as the run waits. */
export type ManifestMemory = Map<string, Progress>

const missing = (waitsFor: string): CompletionSignal => ({ signal: 'missing', waitsFor })

const lookFrom = (input: ManifestInput): Promise<ManifestLook> =>
  new Promise((resolve) => {
    const worker = new Worker(workerFile(import.meta.url, 'manifest-worker'), { workerData: input })
    worker.on('message', resolve)
    // such as a list that does not fit into memory: the fault of this run, not of the sweep
    worker.on('error', () => resolve({ fault: msg`can not be read` }))
  })

const isStillMissing = async (folder: string, { path, size }: ListedFile): Promise<boolean> => {
  const found = await lstat(join(folder, path.replaceAll('\\', '/'))).catch(() => null)
  return found?.isFile() !== true || (size !== null && size !== found.size)
}

/** Whether all files of the run's manifest are there. */
export const manifestSignal = async (
  folder: string,
  name: string,
  memory: ManifestMemory,
): Promise<CompletionSignal> => {
  const found = await lstat(join(folder, name)).catch(() => null)
  if (found?.isFile() !== true) return missing(msg`its manifest ${name}`)
  if (found.size > MAX_BYTES) return missing(msg`a manifest: ${name} is too large to be one`)
  const version = [found.size, found.mtimeMs, found.ctimeMs, found.ino].join()
  const known = memory.get(folder)
  const before = known?.version === version ? known.look : null
  const isSame =
    before !== null &&
    ('fault' in before || before.missing === null || (await isStillMissing(folder, before.missing)))
  let look = isSame ? before : null
  if (look === null) {
    const from = before !== null && !('fault' in before) ? before.next : 0
    look = await lookFrom({ folder, name, from })
    // found over several sweeps: all of them are looked for once more, since one may be gone by now
    if (from > 0 && !('fault' in look) && look.missing === null)
      look = await lookFrom({ folder, name, from: 0 })
    memory.set(folder, { version, look })
  }
  if ('fault' in look) return missing(msg`its manifest: ${name} ${look.fault}`)
  return look.missing === null
    ? { signal: 'given' }
    : missing(
        msg`${look.missing.path} of its manifest ${name} (file ${look.next + 1} of ${look.total})`,
      )
}
