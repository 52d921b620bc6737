// Names what this program keeps in a destination's own folder.

/** The folder of this program in a destination's own folder. */
export const DESTINATION_RECORDS = '.exlab-sync'

/** Path of the identity file, relative to the destination's own folder. */
export const DESTINATION_FILE = `${DESTINATION_RECORDS}/destination.json`
