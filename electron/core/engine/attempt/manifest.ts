// Writes the manifest of a proven run and sends it along, .exlab-wizard/checksums.sha256, in the GNU format that
// `sha256sum -c` accepts (docs/spec.md 5, docs/ux.md D18).
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { errorMessage } from '../../errors.ts'
import type { FileStore } from '../../files/file-store.ts'
import { RECORDS_FOLDER } from '../../wizard/records-folder.ts'
import type { AttemptContext } from './attempt-context.ts'

/** Path of the manifest, relative to the run folder. */
export const MANIFEST_PATH = `${RECORDS_FOLDER}/checksums.sha256`

/**
 * One line of the GNU format: backslashes in a name are doubled, and a leading backslash marks such
 * a line.
 */
export const manifestLine = (sha256: string, path: string): string =>
  path.includes('\\') ? `\\${sha256}  ${path.replaceAll('\\', '\\\\')}\n` : `${sha256}  ${path}\n`

/**
 * Writes the manifest whole or not at all: temporary file, fsync, rename. Throws the system's error
 * where the run folder cannot be written; the proof in the queue does not depend on it.
 */
const writeManifest = (folder: string, files: Iterable<{ path: string; sha256: string }>): void => {
  const target = join(folder, MANIFEST_PATH)
  const temporary = `${target}.tmp`
  mkdirSync(join(folder, RECORDS_FOLDER), { recursive: true })
  const fd = openSync(temporary, 'w', 0o644)
  try {
    let text = ''
    for (const file of files) {
      text += manifestLine(file.sha256, file.path)
      if (text.length > 1 << 16) {
        writeSync(fd, text)
        text = ''
      }
    }
    writeSync(fd, text)
    fsyncSync(fd)
  } catch (error) {
    closeSync(fd)
    rmSync(temporary, { force: true })
    throw error
  }
  closeSync(fd)
  renameSync(temporary, target)
}

/**
 * Writes the manifest into the run and sends it along. A failure is logged only: the run is proven
 * without its manifest.
 */
export const sendManifest = async (
  { job, transport, io }: AttemptContext,
  files: FileStore,
): Promise<void> => {
  const warn = (what: string): void =>
    io.log.write('warning', 'app', `${MANIFEST_PATH} ${what}; every file of the run is proven`)
  try {
    writeManifest(job.folder, files.proven(job.id))
    const sent = await transport.push(
      {
        folder: job.folder,
        runPath: job.runPath,
        files: [MANIFEST_PATH],
        full: true,
        // at a place that was adopted, a manifest that lies there is somebody's
        replace: job.place === 'adopted' ? 'never' : 'own',
        exclude: [],
        bwlimitKibps: null,
        bandwidth: null,
      },
      { ...io, onEvent: () => undefined },
    )
    if (!sent.ok && !sent.cancelled) warn('could not be sent along')
  } catch (error) {
    warn(`could not be written or sent (${errorMessage(error)})`)
  }
}
