// The list of file states. It imports no zod, because the window needs it as a value (the schemas are in model.ts).

/** File states (docs/spec.md 4). Only `verified` means that a remote digest equalled the local one. */
export const FILE_STATES = [
  'pending',
  'sending',
  'sent',
  'verified',
  'size_only',
  'changed',
  'missing',
  'mismatch',
  'failed',
  'vanished',
  'skipped',
  'excluded',
  'cleaned',
] as const
