// ExLab-Wizard's word for a run, from ours (docs/spec.md 10): never `synced` for less than Verified. Pure.
import type { JobState, LastError } from '../../../shared/model/model.ts'
import { isChangedSince } from '../../../shared/state-labels.ts'

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

/** null: nothing is written; the file keeps what it says. A run whose originals changed since keeps the word of its proof. */
export const syncStatusOf = (job: {
  readonly state: JobState
  readonly lastError: LastError | null
}): SyncStatus | null => (isChangedSince(job) ? null : SYNC_STATUS[job.state])
