// Writes the manifest of a proven run, .exlab-wizard/checksums.sha256, in the GNU format that `sha256sum -c` accepts, and sends it
// along, with ExLab-Wizard's records as they are once the proof is reported (docs/spec.md 5, 10, docs/ux.md D18).
import { realpath, rm } from 'node:fs/promises'
import { msg } from '../../../../../shared/language/msg.ts'
import type { ProofLevel } from '../../../../../shared/model/model.ts'
import { RECORDS_UNSAFE, REASONS } from '../../../../../shared/reasons.ts'
import type { Clock } from '../../../domain/clock.ts'
import { errorMessage } from '../../../errors.ts'
import type { FileStore } from '../../../files/file-store.ts'
import { manifestLine } from '../../../files/folds/manifest-text.ts'
import type { Job } from '../../../queue/job-row.ts'
import { readPieces } from '../../../lib/guarded-reading.ts'
import { removeGuarded, writeWhole } from '../../../lib/guarded-writing.ts'
import { makeTempFolder } from '../../../lib/temp-folder.ts'
import { UnsafePath } from '../../../lib/guarded-folder.ts'
import { RECORDS_FOLDER } from '../../../wizard/records-folder.ts'
import { makeRecords, recordsFault, withRecords } from '../../../wizard/run-records.ts'
import type { AttemptIo, Transport } from '../../../transports/transport.ts'
import type { CopyStatus, CopyStatusStore } from '../../../wizard/copy-status-store.ts'
import { recordsWith } from '../../../wizard/report-status.ts'
import { type RunStatusDeps, copyStatusOf, statusOfRun } from '../../../wizard/status-of-run.ts'
import { wizardFiles } from '../../../wizard/wizard-files.ts'
import type { AttemptContext } from '../attempt-context.ts'
import type { Failure } from '../outcome.ts'
import { recordNasNames } from './record-nas-names.ts'

const MANIFEST = 'checksums.sha256'
/** Path of the manifest, relative to the run folder. */
export const MANIFEST_PATH = `${RECORDS_FOLDER}/${MANIFEST}`

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

/** The job at whose place records lie, and the way there. */
type Copy = Pick<AttemptContext, 'job' | 'transport' | 'io'>

/** Sends files of the records folder from a folder that has them where the run has them. */
const push = async (
  { job, transport, io }: Copy,
  folder: string,
  files: readonly string[],
): Promise<boolean> => {
  const sent = await transport.push(
    {
      proven: null,
      folder,
      runPath: job.runPath,
      files,
      full: true,
      // at a place that was adopted, a manifest that lies there is somebody's
      replace: isAdopted(job) ? 'never' : 'own',
      exclude: [],
      bwlimitKibps: null,
      bandwidth: null,
    },
    { ...io, onEvent: () => undefined },
  )
  return sent.ok
}

const isAdopted = ({ place }: Pick<Job, 'place'>): boolean => place === 'adopted'

/** The lines of the manifest that lies on the NAS: with the names that the files have there. */
function* withNasNames(
  files: Iterable<{ path: string; sha256: string; nasName: string | null }>,
): Generator<{ path: string; sha256: string }> {
  for (const { path, sha256, nasName } of files) yield { path: nasName ?? path, sha256 }
}

/** Records by their names in the records folder. */
type Records = ReadonlyMap<string, string | Uint8Array>

/**
 * Sends records as the copy is to have them, from a folder of their own: those in the run say that the run is proven only after the
 * queue does. `files`: the manifest is sent with them, with the names that the files have on the NAS, so that `sha256sum -c` is
 * right there.
 */
const pushAsOnNas = async (
  copy: Copy,
  records: Records,
  files: FileStore | null,
): Promise<boolean> => {
  const folder = await realpath(makeTempFolder('exlab-sync-manifest-'))
  try {
    if (files !== null) await writeManifest(folder, withNasNames(files.proven(copy.job.id)))
    await makeRecords(folder, async (made) => {
      for (const [name, text] of records)
        await writeWhole(made, name, 0o644, (handle) => handle.writeFile(text))
    })
    const paths = [...records.keys()].map((name) => `${RECORDS_FOLDER}/${name}`)
    return await push(copy, folder, files === null ? paths : [MANIFEST_PATH, ...paths])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * Sends ExLab-Wizard's records of a proven run once more, so that the copy has this status. False: they could not be sent. Throws
 * TransportError, and the system's error where they can't be read.
 */
export const sendRecords = async (
  copy: Copy,
  first: Pick<Job, 'target'>,
  status: CopyStatus,
  now: number,
): Promise<boolean> => {
  if (isAdopted(copy.job)) return true
  const records = await recordsWith({ ...copy.job, target: first.target }, status, now)
  return records.size === 0 || (await pushAsOnNas(copy, records, null))
}

/** What the run says where its records are not safe; the way out is in shared/reasons.ts. */
const unsafeRecords = ({ message }: UnsafePath): Failure => ({
  kind: REASONS[RECORDS_UNSAFE].kind,
  reason: RECORDS_UNSAFE,
  message: msg`${message}: nothing was read from it or written to it. Every file of the run is proven; its manifest was not written.`,
  exitCode: null,
  stderr: '',
})

/** ExLab-Wizard's records for the copy; none where the place was adopted: what lies there is somebody's. */
const recordsOnNas = async (
  { job, io }: AttemptContext,
  first: Pick<Job, 'target'>,
  proof: ProofLevel,
  status: CopyStatus | null,
  now: number,
): Promise<Records> => {
  if (isAdopted(job) || status === null) return new Map()
  try {
    return await recordsWith({ ...job, target: first.target, proof }, status, now)
  } catch (error) {
    io.log.write('notice', 'app', `the run's records are not sent again (${errorMessage(error)})`)
    return new Map()
  }
}

export interface ManifestDeps extends RunStatusDeps {
  readonly files: FileStore
  readonly copyStatuses: Pick<CopyStatusStore, 'told'>
  readonly clock: Clock
}

/**
 * Writes the manifest into the run and sends it along, with ExLab-Wizard's records where the run has some: one transfer in all.
 * They say `synced` once every required destination holds the run, with this one. `proof`: of the pass that has just ended.
 * Answers what the run must say where its records are not safe to read or write; null: they are. Any other failure is logged only:
 * the run is proven without its manifest.
 */
export const sendManifest = async (
  context: AttemptContext,
  proof: ProofLevel,
  deps: ManifestDeps,
): Promise<Failure | null> => {
  const { job, io } = context
  const { files } = deps
  const warn = (what: string): void =>
    io.log.write('warning', 'app', `${MANIFEST_PATH} ${what}; every file of the run is proven`)
  try {
    const fault = await recordsFault(job.folder, [...wizardFiles(), { name: MANIFEST }])
    if (fault !== null) throw fault
    await writeManifest(job.folder, files.proven(job.id))
    await recordNasNames(context, files)
    // the records speak of the run at its first destination
    const first = deps.jobs.get(job.lead) ?? job
    const status = copyStatusOf(statusOfRun(first, deps, job.id))
    const records = await recordsOnNas(context, first, proof, status, deps.clock.now())
    const differs = records.size > 0 || files.renamed(job.id, 1).length > 0
    const sent = await (differs
      ? pushAsOnNas(context, records, files)
      : push(context, job.folder, [MANIFEST_PATH]))
    if (sent && status !== null && records.size > 0) deps.copyStatuses.told(job.id, status)
    if (!sent && !io.signal.aborted) warn('could not be sent along')
  } catch (error) {
    warn(`could not be written or sent (${errorMessage(error)})`)
    if (error instanceof UnsafePath) return unsafeRecords(error)
  }
  return null
}

/** Gives the manifest that lies with the copy of a run, at most so many bytes; null: it is not there. Throws TransportError. */
export const manifestOfCopy =
  ({ runPath }: Pick<Job, 'runPath'>, { remote }: Pick<Transport, 'remote'>, io: AttemptIo) =>
  (most: number): Promise<Uint8Array | null> =>
    remote.readBytes(`${runPath}/${MANIFEST_PATH}`, most, io)

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
