// The small file by which a transport finds out whether a storage takes one (docs/spec.md 3).

/** Below the destination's own folder, among the program's own records. */
export const TRIAL_FILE = '.exlab-sync/room'

export const TRIAL_TEXT = 'ExLab Sync writes this to find out whether there is room.\n'.repeat(
  1_000,
)
