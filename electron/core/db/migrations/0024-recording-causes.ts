// Migration 24: why instruments count as recording, so that a process beside the engine says what holds or slows their runs.

export const RECORDING_CAUSES = `
-- written by the engine; a cause that is not written anew within minutes was left behind by one that was killed
CREATE TABLE recording_causes (
  instrument TEXT PRIMARY KEY,
  cause TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`
