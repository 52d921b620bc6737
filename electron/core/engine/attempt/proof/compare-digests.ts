// Compares the files of a run with the digests of the NAS as they arrive, and at the end those that could not be compared
// before (docs/spec.md 5).
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { msg } from '../../../../../shared/language/msg.ts'
import type { FileState } from '../../../../../shared/model/model.ts'
import { isOnNasOnly } from '../../../../../shared/state-labels.ts'
import { transaction } from '../../../db/database.ts'
import { compareFile, equalDigests } from '../../../domain/file-proof.ts'
import type { KnownFile } from '../../../files/file-row.ts'
import type { FileStore } from '../../../files/file-store.ts'
import type { Job } from '../../../queue/job-row.ts'
import type { RemoteDigest } from '../../../transports/transport.ts'
import { RECORDS_FOLDER } from '../../../wizard/records-folder.ts'
import type { AttemptContext, AttemptStores } from '../attempt-context.ts'
import { type CopyFault, type CopyFaults, faultWords } from './copy-faults.ts'

/** A verify pass under way. */
export interface Pass {
  readonly number: number
  /** Bytes that it compared so far. */
  bytes: number
  /** Files that the NAS listed more than once, each time with the same digest. */
  repeated: number
  readonly faults: CopyFaults
}

const MESSAGES = {
  mismatch: msg`The copy on the NAS differs from the original.`,
  missing: msg`Not on the NAS.`,
  changed: msg`Changed on this computer while the run was being sent.`,
} as const

/** Of a file that is on the NAS, where its digest could not be had. */
export const NO_DIGEST = msg`It is on the NAS, but its SHA-256 could not be had.`

const messageFor = (state: string): string | null => {
  if (state === 'mismatch') return MESSAGES.mismatch
  return state === 'size_only' || state === 'sent' ? NO_DIGEST : null
}

/** Files whose remote copy says nothing about the run. */
const NOT_COMPARED: ReadonlySet<FileState> = new Set(['vanished', 'skipped', 'excluded'])

/** Rows compared in one transaction. */
const BATCH_SIZE = 2_000

/** True where the cleanup deleted the original, also after the file was found missing or different. */
const isOriginalDeleted = (job: Job, row: KnownFile): boolean =>
  row.state === 'cleaned' ||
  (isOnNasOnly(job) && row.state !== 'verified' && !existsSync(join(job.folder, row.path)))

/** The state of a file that is proven: the original of a cleaned-up one is gone, so its copy is `cleaned`. */
export const provenState = (job: Job, row: KnownFile): 'verified' | 'cleaned' =>
  isOriginalDeleted(job, row) ? 'cleaned' : 'verified'

/** A file that the run does not have. It is no fault of the run; its records are not files of it. */
const addExtra = (job: Job, files: FileStore, { path, sha256, size }: RemoteDigest): void => {
  if (path.startsWith(`${RECORDS_FOLDER}/`)) return
  const digest = sha256 === null ? null : Buffer.from(sha256, 'hex')
  files.addExtra(job.id, { path, sha256: digest, size })
}

/** The digest that this pass was told of a file before. */
const toldBefore = (row: KnownFile): Uint8Array | null =>
  row.state === 'verified' || row.state === 'cleaned' ? row.sha256 : row.remote

/** Compares files as their remote digests arrive. A path that comes again with another digest is proven by neither. */
export const applyDigests = (
  { job, progress }: AttemptContext,
  { db, files }: AttemptStores,
  pass: Pass,
  batch: readonly RemoteDigest[],
): void => {
  const fault = ({ seq, path }: KnownFile, kind: CopyFault, detail?: string): void => {
    const lastError = faultWords(kind, detail)
    const remote = { seq, state: 'mismatch', remote: null, remoteSize: null, lastError } as const
    files.setRemote(job.id, remote, pass.number)
    pass.faults.add(kind, path)
  }
  transaction(db, () => {
    const rows = files.findAll(
      job.id,
      batch.map(({ path }) => path),
    )
    let proven: Record<'verified' | 'cleaned', number[]> = { verified: [], cleaned: [] }
    const writeProven = (): void => {
      for (const state of ['verified', 'cleaned'] as const)
        files.setProven(job.id, proven[state], state, pass.number)
      proven = { verified: [], cleaned: [] }
    }
    const rowOf = (path: string): KnownFile | null => {
      const row = rows.get(path)
      rows.delete(path)
      if (row !== undefined) return row
      // no file of the run, or a path that comes again: then its row is as the first one left it
      writeProven()
      return files.find(job.id, path)
    }
    for (const digest of batch) {
      const row = rowOf(digest.path)
      if (row === null) {
        addExtra(job, files, digest)
        continue
      }
      if (NOT_COMPARED.has(row.state)) continue
      const remote = digest.sha256 === null ? null : Buffer.from(digest.sha256, 'hex')
      if (row.seenPass === pass.number) {
        const before = toldBefore(row)
        if (before !== null && remote !== null && equalDigests(before, remote)) pass.repeated += 1
        else if (row.state === 'changed') files.setRemoteDigest(job.id, row.seq, null, pass.number)
        else fault(row, 'contradiction')
        continue
      }
      if (digest.unread !== undefined && row.state !== 'changed') {
        fault(row, 'unread', digest.unread)
        continue
      }
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
      if (state === 'verified') proven[provenState(job, row)].push(row.seq)
      else
        files.setRemote(
          job.id,
          {
            seq: row.seq,
            state,
            remote,
            remoteSize: digest.size === row.size ? null : digest.size,
            lastError: compared === null ? null : messageFor(state),
          },
          pass.number,
        )
      pass.bytes += row.size
      progress.addFiles(1)
    }
    writeProven()
  })
  progress.setBytes(pass.bytes, [], null)
  progress.rowsChanged()
}

/** Marks the files that the remote did not list in this pass. */
export const markMissing = (files: FileStore, jobId: number, pass: number): void => {
  files.moveAll(jobId, files.UNLISTED, 'missing', MESSAGES.missing, { args: { ':pass': pass } })
}

/** Compares files whose local digest came after the remote one. */
export const settleRows = (jobId: number, { db, files }: AttemptStores, pass: number): void => {
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
}
