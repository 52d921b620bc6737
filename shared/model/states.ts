// The lists of states and levels that are stored. They import no zod, because the window and short commands need them as values
// (the schemas are in stored.ts and model.ts).

/** Job states (docs/spec.md 4). Paused is a flag, not a state. */
export const JOB_STATES = [
  'queued',
  'blocked',
  'running',
  'awaiting_verify',
  'verified',
  'cleanup_eligible',
  'cleaned',
  'failed',
  'cancelled',
] as const
/** Proof levels, best first (docs/spec.md 5). Only the first two may be called Verified. */
export const PROOF_LEVELS = ['sha256', 'read_back', 'size_only', 'none'] as const
/** Classes of failure (docs/spec.md 2). The kind alone decides how a job is retried. */
export const TRANSPORT_ERROR_KINDS = [
  'network',
  'auth',
  'hash_mismatch',
  'local_file_vanished',
  'unknown',
] as const
/**
 * What a list of runs can be narrowed to: a state, or the word that the window has for a part of one. `failed` leaves out
 * `changed_since`: failed only because originals changed after the proof. `archived`: taken off the list, in whatever state;
 * every other filter leaves those out. `safe`: verified runs whose local data may be deleted now, by a look of the last ten
 * minutes.
 */
export const RUN_STATE_FILTERS = [
  ...JOB_STATES,
  'changed_since',
  'held',
  'retrying',
  'waiting',
  'checking',
  'unproven',
  'archived',
  'safe',
] as const
