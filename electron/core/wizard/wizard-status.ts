// Maps a job's state to ExLab-Wizard's `sync_status` (docs/spec.md 10): `synced` only for a
// verified run. Pure.
import type { JobState, LastError } from '../../../shared/model/model.ts'
import { isChangedSince } from '../../../shared/state-labels.ts'

/** Values that this program writes. */
export type SyncStatus = 'pending' | 'synced' | 'failed' | 'cleaned'

const SYNC_STATUS: Readonly<Record<JobState, SyncStatus | null>> = {
  queued: 'pending',
  running: 'pending',
  awaiting_verify: 'pending',
  verified: 'synced',
  cleanup_eligible: 'synced',
  cleaned: 'cleaned',
  failed: 'failed',
  blocked: null,
  cancelled: null,
}

/**
 * null: nothing is written, and the file keeps its status. So it is for a run whose originals
 * changed since it was verified.
 */
export const syncStatusOf = (job: {
  readonly state: JobState
  readonly lastError: LastError | null
}): SyncStatus | null => (isChangedSince(job) ? null : SYNC_STATUS[job.state])
