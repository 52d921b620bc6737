// The small file by which a transport finds out whether a storage takes one (docs/spec.md 3).

/** Folder of the program's own records in a destination's own folder. */
export const OWN_RECORDS = '.exlab-sync'

/** Below the destination's own folder. */
export const TRIAL_FILE = `${OWN_RECORDS}/room`

export const TRIAL_TEXT = 'ExLab Sync writes this to find out whether there is room.\n'.repeat(
  1_000,
)
