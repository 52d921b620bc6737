// Words by which the scripts on the remote speak to this program.

/** On stderr, before the first command of a script: what stands above it is the login's. */
export const SCRIPT_STARTED = 'exlab-sync-script'
