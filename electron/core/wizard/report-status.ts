// Writes a run's status into ExLab-Wizard's files in it, and gives those files as the copy on the NAS is to have them
// (docs/spec.md 10).
import { hostname } from 'node:os'
import { basename } from 'node:path'
import type { GuardedFolder } from '../lib/guarded-folder.ts'
import { readGuarded } from '../lib/guarded-reading.ts'
import { appendGuarded, changeGuarded } from '../lib/guarded-writing.ts'
import type { Job } from '../queue/job-row.ts'
import type { CopyStatus } from './copy-status-store.ts'
import { type CreationRecord, parseCreation, statusOf, withStatus } from './creation-record.ts'
import { type IngestProof, withProof } from './ingest-record.ts'
import { RECORDS_FOLDER } from './records-folder.ts'
import { MAX_RECORD_BYTES, withRecords } from './run-records.ts'
import { CREATION_FILE, INGEST_FILE, logName } from './wizard-files.ts'
import { logLine, recordTime } from './wizard-log.ts'
import type { SyncStatus } from './wizard-status.ts'

/** A run as its records tell of it. */
type ReportedJob = Pick<Job, 'folder' | 'instrument' | 'target' | 'proof' | 'lastError'>

/** Path of the manifest in a run, which ingest.json names. */
const CHECKSUM_FILE = `${RECORDS_FOLDER}/checksums.sha256`

/**
 * What came of a report: written; nothing to write; not possible now, as while the file is being rewritten; or never possible,
 * because the schema of creation.json is not known.
 */
export type ReportResult = 'written' | 'kept' | 'later' | 'unknown_schema'

const messageOf = (job: ReportedJob, status: SyncStatus): string => {
  if (status === 'failed') return `sync failed: ${job.lastError?.message ?? 'no reason was noted'}`
  if (status === 'synced') return `sync verified (${job.proof}): ${job.target}`
  return status === 'cleaned'
    ? `local data cleaned up, verified copy at ${job.target}`
    : `sync pending: ${job.target}`
}

const lineOf = (
  job: ReportedJob,
  status: SyncStatus,
  record: CreationRecord | null,
  now: number,
): string =>
  logLine(
    now,
    status === 'failed' ? 'ERROR' : 'INFO',
    {
      host: hostname(),
      equip: job.instrument,
      proj: record?.lims_project?.short_id ?? null,
      kind: record?.run_kind ?? null,
      run: basename(job.folder),
    },
    messageOf(job, status),
  )

const proofOf = (job: ReportedJob, now: number): IngestProof => ({
  at: recordTime(now),
  host: hostname(),
  nas_path: job.target,
  checksum_file: CHECKSUM_FILE,
})

/** Moves ingest.json on where it waits for the proof. False: it is being rewritten. */
const reportProof = async (
  records: GuardedFolder,
  job: ReportedJob,
  now: number,
): Promise<boolean> => {
  const change = (text: string): string | null => withProof(text, proofOf(job, now))
  return (await changeGuarded(records, INGEST_FILE, MAX_RECORD_BYTES, change)) !== 'busy'
}

/**
 * Writes a run's status into its records: `sync_status` of creation.json, with a line in the log, and the proof into
 * ingest.json. Nothing is written for a run without creation.json, which ExLab-Wizard did not make. Log and ingest.json are
 * written only where creation.json has the status.
 */
export const reportStatus = async (
  job: ReportedJob,
  status: SyncStatus,
  now: number,
): Promise<ReportResult> => {
  try {
    const result = await withRecords(job.folder, async (records): Promise<ReportResult> => {
      const seen: { record: CreationRecord | null; isUnknown: boolean } = {
        record: null,
        isUnknown: false,
      }
      const done = await changeGuarded(records, CREATION_FILE, MAX_RECORD_BYTES, (text) => {
        const next = withStatus(text, status)
        seen.record = parseCreation(text)
        seen.isUnknown = next === 'unknown_schema'
        return typeof next === 'string' ? null : next.text
      })
      if (done === 'busy') return 'later'
      if (done === 'missing') return 'kept'
      if (seen.isUnknown) return 'unknown_schema'
      if (done === 'written')
        await appendGuarded(records, logName(), lineOf(job, status, seen.record, now))
      const isTold = done === 'written' || hasStatus(seen.record, status)
      if (status === 'synced' && isTold && !(await reportProof(records, job, now))) return 'later'
      return done
    })
    return result ?? 'kept'
  } catch {
    // half written at this moment, not to be written, read-only, or the disk is full: the state stays unreported in the queue
    return 'later'
  }
}

const hasStatus = (record: CreationRecord | null, status: SyncStatus): boolean =>
  record !== null && statusOf(record) === status

/** Whether creation.json of a run still has a status that was written; true where that can't be told. */
export const stillHasStatus = async (folder: string, status: SyncStatus): Promise<boolean> => {
  try {
    const text = await withRecords(folder, (records) => read(records, CREATION_FILE))
    return text === null || hasStatus(parseCreation(text), status)
  } catch {
    return true
  }
}

const read = async (records: GuardedFolder, name: string): Promise<string | null> =>
  (await readGuarded(records, name, MAX_RECORD_BYTES))?.toString('utf8') ?? null

/**
 * The records of a run as they are once this status is reported, by their names in the records folder: creation.json, the log
 * and ingest.json, those that there are and can be read. Empty for a run that is not ExLab-Wizard's, and where nothing may be written. Throws
 * where creation.json can't be read.
 */
export const recordsWith = async (
  job: ReportedJob,
  status: CopyStatus,
  now: number,
): Promise<ReadonlyMap<string, string | Uint8Array>> => {
  const found = new Map<string, string | Uint8Array>()
  await withRecords(job.folder, async (records) => {
    const text = await read(records, CREATION_FILE)
    if (text === null) return
    const record = parseCreation(text)
    const next = withStatus(text, status)
    if (next === 'unknown_schema' || (next === 'kept' && !hasStatus(record, status))) return
    const isNew = next !== 'kept'
    found.set(CREATION_FILE, isNew ? next.text : text)
    const line = isNew ? lineOf(job, status, record, now) : ''
    const log = await unlessUnreadable(() => readGuarded(records, logName(), MAX_RECORD_BYTES))
    // one that can't be read whole must not be replaced by one line
    if (log !== UNREADABLE && (log !== null || isNew))
      found.set(logName(), Buffer.concat([log ?? new Uint8Array(), Buffer.from(line)]))
    const ingest = await unlessUnreadable(async () => {
      const before = await read(records, INGEST_FILE)
      if (before === null || status !== 'synced') return before
      return withProof(before, proofOf(job, now)) ?? before
    })
    if (ingest !== UNREADABLE && ingest !== null) found.set(INGEST_FILE, ingest)
  })
  return found
}

const UNREADABLE = Symbol('unreadable')

const unlessUnreadable = async <T>(work: () => Promise<T>): Promise<T | typeof UNREADABLE> => {
  try {
    return await work()
  } catch {
    return UNREADABLE
  }
}
