// Writes the manifest of a proven run and sends it along, .exlab-wizard/checksums.sha256, in the GNU format that
// `sha256sum -c` accepts (docs/spec.md 5, docs/ux.md D18).
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { errorMessage } from '../../../errors.ts'
import type { FileStore } from '../../../files/file-store.ts'
import { RECORDS_FOLDER } from '../../../wizard/records-folder.ts'
import type { AttemptContext } from '../attempt-context.ts'
import { recordNasNames } from './record-nas-names.ts'

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

/** Sends the manifest from a folder that has it where the run has it. */
const push = async ({ job, transport, io }: AttemptContext, folder: string): Promise<boolean> => {
  const sent = await transport.push(
    {
      folder,
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
  return sent.ok || sent.cancelled
}

/** The lines of the manifest that lies on the NAS: with the names that the files have there. */
function* withNasNames(
  files: Iterable<{ path: string; sha256: string; nasName: string | null }>,
): Generator<{ path: string; sha256: string }> {
  for (const { path, sha256, nasName } of files) yield { path: nasName ?? path, sha256 }
}

/** Sends a manifest with the names that the files have on the NAS, so that `sha256sum -c` is right there. */
const pushWithNasNames = async (context: AttemptContext, files: FileStore): Promise<boolean> => {
  const folder = mkdtempSync(join(tmpdir(), 'exlab-sync-manifest-'))
  try {
    writeManifest(folder, withNasNames(files.proven(context.job.id)))
    return await push(context, folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * Writes the manifest into the run and sends it along. A failure is logged only: the run is proven
 * without its manifest.
 */
export const sendManifest = async (context: AttemptContext, files: FileStore): Promise<void> => {
  const { job, io } = context
  const warn = (what: string): void =>
    io.log.write('warning', 'app', `${MANIFEST_PATH} ${what}; every file of the run is proven`)
  try {
    writeManifest(job.folder, files.proven(job.id))
    await recordNasNames(context, files)
    const isAltered = files.renamed(job.id, 1).length > 0
    const sent = isAltered ? pushWithNasNames(context, files) : push(context, job.folder)
    if (!(await sent)) warn('could not be sent along')
  } catch (error) {
    warn(`could not be written or sent (${errorMessage(error)})`)
  }
}
