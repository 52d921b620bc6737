// Migration 25: rehearsals that the engine makes by itself (docs/ux.md c-10): what the last one found, and the test folder that one
// which was cut off may have left on the NAS.

export const REHEARSALS = `
CREATE TABLE rehearsals (
  target TEXT PRIMARY KEY,                                      -- of the destination
  begun_at INTEGER,                                             -- of the last one, epoch ms
  folder TEXT,                                                  -- test folder that may still lie there
  failures INTEGER NOT NULL DEFAULT 0,                          -- in a row
  report TEXT,                                                  -- of the last one that ended, JSON
  passed_at INTEGER                                             -- of the last test or rehearsal that passed, whoever made it
) STRICT, WITHOUT ROWID;
`
