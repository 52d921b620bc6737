// ExLab-Wizard's word for a run, from ours (SPEC 10): never `synced` for less than Verified. Pure.
import type { JobState } from '../../../shared/model.ts'

export type SyncStatus = 'pending' | 'synced' | 'failed' | 'cleaned'

/** null: nothing is written; the file keeps what it says. */
export const SYNC_STATUS: Readonly<Record<JobState, SyncStatus | null>> = {
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
