// The verify step of an attempt: compares each file's local SHA-256 with the remote's. Only this
// step makes a run Verified (docs/spec.md 5).
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { FileState } from '../../../../shared/model/model.ts'
import { headlineOf } from '../../../../shared/reasons.ts'
import { isOnNasOnly } from '../../../../shared/state-labels.ts'
import { compareFile } from '../../domain/file-proof.ts'
import { unsendableReason } from '../../domain/sendable-names.ts'
import { transaction } from '../../db/database.ts'
import type { KnownFile } from '../../files/file-row.ts'
import type { FileStore } from '../../files/file-store.ts'
import type { Job } from '../../queue/job-row.ts'
import {
  type DigestSummary,
  type RemoteDigest,
  TransportError,
} from '../../transports/transport.ts'
import type { HashPool } from '../hashing/hash-pool.ts'
import type { HashScheduler } from '../hashing/hash-scheduler.ts'
import { scanRun } from '../scan/scan.ts'
import { WalkError } from '../scan/walk.ts'
import type { AttemptContext, AttemptStores } from './attempt-context.ts'
import { failureOf, walkFailure } from './failure-message.ts'
import { sendManifest } from './manifest.ts'
import { COPY_GONE, type Outcome, failed } from './outcome.ts'
import { recheckOriginals } from './recheck-originals.ts'
import { verifyOutcome } from './verify-outcome.ts'

/**
 * The remote can give no digest by any way that the transports know: the run is sent, but not
 * proven.
 */
const NO_PROOF: ReadonlySet<string> = new Set([
  'remote_hash_unsupported',
  'remote_tool_missing',
  'remote_shell_unusable',
])

const MESSAGES = {
  mismatch: 'The copy on the NAS differs from the original.',
  missing: 'Not on the NAS.',
  changed: 'Changed on this computer while the run was being sent.',
  size_only: 'Same size on the NAS, but it gives no SHA-256 for this file.',
} as const

const messageFor = (state: string): string | null =>
  state === 'mismatch' || state === 'size_only' ? MESSAGES[state] : null

/** Files whose remote copy says nothing about the run. */
const NOT_COMPARED: ReadonlySet<FileState> = new Set(['vanished', 'skipped', 'excluded'])

/** Rows compared in one transaction. */
const BATCH_SIZE = 2_000

export interface VerifyDeps extends AttemptStores {
  readonly hashing: Pick<HashScheduler, 'join'>
  readonly pool: Pick<HashPool, 'hash'>
  /** A larger file is not read back from a remote that cannot hash it. */
  readonly maxStreamBytes: number
}

interface Pass {
  readonly number: number
  bytes: number
}

/** True where the cleanup deleted the original, also after the file was found missing or different. */
const isOriginalDeleted = (job: Job, row: KnownFile): boolean =>
  row.state === 'cleaned' ||
  (isOnNasOnly(job) && row.state !== 'verified' && !existsSync(join(job.folder, row.path)))

/** Compares files as their remote digests arrive. */
const applyDigests = (
  { job, progress }: AttemptContext,
  { db, files }: AttemptStores,
  pass: Pass,
  batch: readonly RemoteDigest[],
): void => {
  transaction(db, () => {
    for (const digest of batch) {
      const row = files.find(job.id, digest.path)
      // files on the NAS that the run does not have are no fault of the run
      if (row === null || NOT_COMPARED.has(row.state)) continue
      const remote = digest.sha256 === null ? null : Buffer.from(digest.sha256, 'hex')
      if (row.state === 'changed') {
        // the scan may find the file restored: then its remote digest is compared at the end
        files.setRemoteDigest(job.id, row.seq, remote, pass.number)
        continue
      }
      const compared = compareFile({
        local: row.sha256,
        size: row.size,
        remote,
        remoteSize: digest.size,
      })
      const state = compared ?? row.state
      files.setRemote(
        job.id,
        {
          seq: row.seq,
          // the original of a cleaned-up file is gone, so its proven copy has the state `cleaned`
          state: state === 'verified' && isOriginalDeleted(job, row) ? 'cleaned' : state,
          remote: state === 'verified' ? null : remote,
          remoteSize: digest.size === row.size ? null : digest.size,
          lastError: compared === null ? null : messageFor(state),
        },
        pass.number,
      )
      pass.bytes += row.size
      progress.addFiles(1)
    }
  })
  progress.setBytes(pass.bytes, [], null)
  progress.rowsChanged()
}

/** Marks the files that the remote did not list in this pass. */
const markMissing = (files: FileStore, jobId: number, pass: number): void => {
  files.moveAll(
    jobId,
    `seen_pass <> :pass AND state IN ('sent','sending','verified','size_only','mismatch','missing','cleaned')`,
    'missing',
    MESSAGES.missing,
    { args: { ':pass': pass } },
  )
}

/**
 * Compares files whose local digest came after the remote one, and marks those that the remote did
 * not list as missing.
 */
const settleRows = (jobId: number, { db, files }: AttemptStores, pass: number): void => {
  for (let seq = 0; ;) {
    const rows = files.undecided(jobId, seq, pass, BATCH_SIZE)
    const last = rows.at(-1)
    if (last === undefined) break
    seq = last.seq + 1
    transaction(db, () => {
      for (const row of rows) {
        const compared = compareFile({
          local: row.sha256,
          size: row.size,
          remote: row.remote,
          remoteSize: null,
        })
        if (compared === null && row.state === 'failed') continue
        const state = compared ?? 'changed'
        files.setRemote(
          jobId,
          {
            seq: row.seq,
            state,
            remote: state === 'verified' ? null : row.remote,
            remoteSize: null,
            lastError: compared === null ? MESSAGES.changed : messageFor(state),
          },
          pass,
        )
      }
    })
  }
  markMissing(files, jobId, pass)
}

/** The end of the scan of a verify pass. */
interface Rescan {
  /** Why the pass ends here; null: it goes on. */
  readonly stop: Outcome | null
  /** Files that may have been written since they were hashed. */
  readonly doubtful: number
  /** Late files of a proven run whose names cannot be proven: the push names them. */
  readonly refused: number
}

/** Scans the local files again. */
const rescan = async (
  { job, transport, io, progress }: AttemptContext,
  stores: AttemptStores,
  wasProven: boolean,
): Promise<Rescan> => {
  let doubtful = 0
  let refused = 0
  try {
    ;({ doubtful, refusedCount: refused } = await scanRun(
      job,
      wasProven ? 'proven' : 'proving',
      {
        ...stores,
        refuse: (entry) => unsendableReason(entry, transport.type),
        onRows: progress.rowsChanged,
      },
      io.signal,
    ))
  } catch (error) {
    if (!(error instanceof WalkError)) throw error
    // a proven run whose folder is gone can still be compared with the digests taken when it was there
    if (!(wasProven && error.code === 'ENOENT'))
      return { stop: failed(walkFailure(error, job.folder), 'verify'), doubtful, refused }
  }
  return { stop: io.signal.aborted ? { next: 'stopped' } : null, doubtful, refused }
}

/**
 * Runs one verify pass. It sends nothing and writes nothing into the run. Throws only for bugs and
 * for a queue that cannot be written.
 */
export const proveRun = async (context: AttemptContext, deps: VerifyDeps): Promise<Outcome> => {
  const { job, transport, io, progress } = context
  const { files } = deps
  const { signal } = io
  const wasProven = job.verifiedAt !== null
  const { bytes } = files.counts(job.id)
  progress.startPhase(
    'checking',
    Object.values(bytes).reduce((sum, n) => sum + n, 0),
  )
  // numbered by the attempt, so that what an earlier pass saw on the remote is not taken for this one's
  const pass: Pass = { number: job.attempts, bytes: 0 }
  const version = transport.version(io).catch(() => transport.type)
  // a run whose originals were deleted is compared with its stored digests alone
  const hasOriginals = !isOnNasOnly(job)
  const hashing = hasOriginals
    ? deps.hashing.join(job, progress.rowsChanged)
    : Promise.resolve({ complete: true, fault: null })
  // the scan runs beside the remote listing: a row that the scan marks changed stays so, whichever
  // comes first
  const scanning: Promise<Rescan> = hasOriginals
    ? rescan(context, deps, wasProven)
    : Promise.resolve({ stop: null, doubtful: 0, refused: 0 })
  scanning.catch(() => undefined)
  let summary: DigestSummary
  try {
    summary = await transport.digests(
      {
        runPath: job.runPath,
        files: files.sizes(job.id),
        maxStreamBytes: deps.maxStreamBytes,
      },
      io,
      (batch) => applyDigests(context, deps, pass, batch),
    )
  } catch (error) {
    await scanning
    if (!(error instanceof TransportError)) throw error
    if (error.cancelled || signal.aborted) return { next: 'stopped' }
    const failure = failureOf(error)
    if (wasProven && failure.reason === COPY_GONE) {
      markMissing(files, job.id, pass.number)
      progress.rowsChanged()
      const message = `No longer on the NAS: the folder of the run, ${job.target}.`
      return failed({ ...failure, message }, 'verify')
    }
    if (!NO_PROOF.has(failure.reason)) return failed(failure, 'verify')
    const message = headlineOf('remote_hash_unsupported', transport.target(''))
    return { next: 'unproven', proof: 'none', failure: { ...failure, message } }
  }
  const { stop, doubtful, refused } = await scanning
  if (stop !== null) return stop
  const hashed = await hashing
  if (signal.aborted || !hashed.complete) return { next: 'stopped' }
  settleRows(job.id, deps, pass.number)
  // the NAS is blamed for a difference only after the original was hashed again
  if (hasOriginals && (doubtful > 0 || (files.counts(job.id).byState.mismatch ?? 0) > 0)) {
    const unread = await recheckOriginals(context, deps, pass.number)
    if (signal.aborted) return { next: 'stopped' }
    if (unread !== null) return failed(unread, 'verify')
  }
  deps.jobs.setLevel(job.id, summary.level)
  progress.rowsChanged()
  const tools = await version
  const outcome = verifyOutcome(job, files, { summary, hashed, wasProven, tools })
  // a late file is no part of the proof, whatever its name: the push blocks the run and names it
  if (outcome.next === 'verified' && refused > 0) return { next: 'new_files', files: refused }
  if (outcome.next === 'verified') {
    io.log.write(
      'info',
      'app',
      `all ${summary.files} files that the NAS lists were compared; every file of the run is verified`,
    )
  }
  return outcome
}

/** Runs one verify pass of `context.job`; a proven run gets its manifest. Throws as `proveRun`. */
export const verifyRun = async (context: AttemptContext, deps: VerifyDeps): Promise<Outcome> => {
  const outcome = await proveRun(context, deps)
  // writing the manifest would create a run folder that is gone
  if (outcome.next === 'verified' && existsSync(context.job.folder))
    await sendManifest(context, deps.files)
  return outcome
}
