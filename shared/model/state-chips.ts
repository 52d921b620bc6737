// State chips of the list "All runs", in the order in which they stand.

/** Each run is counted by exactly one of them (docs/ux.md D4). */
export const STATE_CHIPS = [
  'failed',
  'changed_since',
  'blocked',
  'unproven',
  'retrying',
  'held',
  'running',
  'checking',
  'waiting',
  'verified',
  'cleanup_eligible',
  'cleaned',
  'cancelled',
  'archived',
] as const
export type StateChip = (typeof STATE_CHIPS)[number]
