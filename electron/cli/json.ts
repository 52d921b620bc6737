// The JSON output of the command line, which is stable: fields are added, never renamed or removed (docs/cli.md).
import type { FailedRehearsal, Finding } from '../../shared/model/reports.ts'
import type { FileRow, JobSummary, LastError } from '../../shared/model/model.ts'
import { runStatus } from '../../shared/run-status.ts'
import { isoOrNull } from './output.ts'

/** A failure; null where there is none. */
export const errorJson = (error: LastError | null): unknown =>
  error === null
    ? null
    : {
        kind: error.kind,
        reason: error.reason,
        message: error.message,
        exitCode: error.exitCode,
        stderr: error.stderr,
        attempt: error.attempt,
        at: isoOrNull(error.at),
      }

/** Word, holder and next time of a run, the same as in the window. */
const statusJson = (job: JobSummary): Record<string, unknown> => {
  const { word, holder, nextAt } = runStatus(job, Date.now())
  return { word, holder, nextAt: isoOrNull(nextAt) }
}

/** A run without its files. */
export const jobJson = (job: JobSummary): Record<string, unknown> => ({
  id: job.id,
  run: job.run,
  folder: job.folder,
  instrument: job.instrument,
  slot: job.slot,
  destination: job.destination,
  target: job.target,
  state: job.state,
  ...statusJson(job),
  held: job.held,
  heldBy: job.heldBy,
  bytes: job.bytes,
  failures: job.failures,
  maxAttempts: job.maxAttempts,
  attempts: job.attempts,
  dueAt: isoOrNull(job.dueAt),
  lastError: errorJson(job.lastError),
  needsPerson: job.needsPerson,
  acknowledged: job.ack === null ? null : { ...job.ack, at: isoOrNull(job.ack.at) },
  careAt: isoOrNull(job.maintenanceAt),
  proof: job.proof,
  createdAt: isoOrNull(job.createdAt),
  verifiedAt: isoOrNull(job.verifiedAt),
  archivedAt: isoOrNull(job.archivedAt),
  folderReusedAt: isoOrNull(job.folderReusedAt),
  restoredAt: isoOrNull(job.restoredAt),
})

/** One file of a run. */
export const fileJson = (file: FileRow): unknown => ({
  path: file.path,
  size: file.size,
  state: file.state,
  sha256: file.sha256,
  lastError: file.lastError,
})

/** A folder that is no run in the queue, as the last sweep found it. */
export const findingJson = (finding: Finding): unknown => ({
  ...finding,
  since: isoOrNull(finding.since),
})

/** A destination whose last rehearsal by itself failed. */
export const rehearsalJson = ({ connection: _, ...failed }: FailedRehearsal): unknown => ({
  ...failed,
  at: isoOrNull(failed.at),
})

/** False of a folder that is only passed over. */
export const needsPerson = ({ kind }: Finding): boolean => kind !== 'passed'
