// Writes the manifest of a proven run and sends it along, .exlab-wizard/checksums.sha256, in the GNU format that
// `sha256sum -c` accepts (docs/spec.md 5, docs/ux.md D18).
import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RECORDS_UNSAFE, REASONS } from '../../../../../shared/reasons.ts'
import { errorMessage } from '../../../errors.ts'
import type { FileStore } from '../../../files/file-store.ts'
import { readPieces } from '../../../lib/guarded-reading.ts'
import { removeGuarded, writeWhole } from '../../../lib/guarded-writing.ts'
import { UnsafePath } from '../../../lib/guarded-folder.ts'
import { RECORDS_FOLDER } from '../../../wizard/records-folder.ts'
import { makeRecords, recordsFault, withRecords } from '../../../wizard/run-records.ts'
import { wizardFiles } from '../../../wizard/wizard-files.ts'
import type { AttemptContext } from '../attempt-context.ts'
import type { Failure } from '../outcome.ts'
import { recordNasNames } from './record-nas-names.ts'

const MANIFEST = 'checksums.sha256'
/** Path of the manifest, relative to the run folder. */
export const MANIFEST_PATH = `${RECORDS_FOLDER}/${MANIFEST}`

/**
 * One line of the GNU format: backslashes in a name are doubled, and a leading backslash marks such
 * a line.
 */
export const manifestLine = (sha256: string, path: string): string =>
  path.includes('\\') ? `\\${sha256}  ${path.replaceAll('\\', '\\\\')}\n` : `${sha256}  ${path}\n`

/** Characters that are written at once. */
const PIECE = 1 << 16

/**
 * Writes the manifest whole or not at all. Throws UnsafePath, and the system's error where the run
 * folder cannot be written; the proof in the queue does not depend on it.
 */
const writeManifest = (
  folder: string,
  files: Iterable<{ path: string; sha256: string }>,
): Promise<unknown> =>
  makeRecords(folder, (records) =>
    writeWhole(records, MANIFEST, 0o644, async (handle) => {
      let text = ''
      for (const file of files) {
        text += manifestLine(file.sha256, file.path)
        if (text.length < PIECE) continue
        await handle.writeFile(text)
        text = ''
      }
      await handle.writeFile(text)
    }),
  )

/** Sends the manifest from a folder that has it where the run has it. */
const push = async ({ job, transport, io }: AttemptContext, folder: string): Promise<boolean> => {
  const sent = await transport.push(
    {
      proven: null,
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
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'exlab-sync-manifest-'))
  try {
    await writeManifest(folder, withNasNames(files.proven(context.job.id)))
    return await push(context, folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** What the run says where its records are not safe; the way out is in shared/reasons.ts. */
const unsafeRecords = ({ message }: UnsafePath): Failure => ({
  kind: REASONS[RECORDS_UNSAFE].kind,
  reason: RECORDS_UNSAFE,
  message: `${message}: nothing was read from it or written to it. Every file of the run is proven; its manifest was not written.`,
  exitCode: null,
  stderr: '',
})

/**
 * Writes the manifest into the run and sends it along. Answers what the run must say where its records
 * are not safe to read or write; null: they are. Any other failure is logged only: the run is proven
 * without its manifest.
 */
export const sendManifest = async (
  context: AttemptContext,
  files: FileStore,
): Promise<Failure | null> => {
  const { job, io } = context
  const warn = (what: string): void =>
    io.log.write('warning', 'app', `${MANIFEST_PATH} ${what}; every file of the run is proven`)
  try {
    const fault = await recordsFault(job.folder, [...wizardFiles(), { name: MANIFEST }])
    if (fault !== null) throw fault
    await writeManifest(job.folder, files.proven(job.id))
    await recordNasNames(context, files)
    const isAltered = files.renamed(job.id, 1).length > 0
    const sent = isAltered ? pushWithNasNames(context, files) : push(context, job.folder)
    if (!(await sent)) warn('could not be sent along')
  } catch (error) {
    warn(`could not be written or sent (${errorMessage(error)})`)
    if (error instanceof UnsafePath) return unsafeRecords(error)
  }
  return null
}

/** Removes the manifest of a run whose local files were deleted; records that are not safe stay. */
export const removeManifest = async ({ job, io }: AttemptContext): Promise<void> => {
  try {
    await withRecords(job.folder, (records) => removeGuarded(records, MANIFEST))
  } catch (error) {
    io.log.write('warning', 'app', `${MANIFEST_PATH} stays (${errorMessage(error)})`)
  }
}

/** Gives the manifest in a run folder in pieces; false: there is none. Throws UnsafePath and the system's error. */
export const readManifest = async (
  folder: string,
  onPiece: (piece: Uint8Array) => void,
): Promise<boolean> =>
  (await withRecords(folder, (records) => readPieces(records, MANIFEST, onPiece))) ?? false
