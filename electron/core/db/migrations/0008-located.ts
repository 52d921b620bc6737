// Migration 8: marks runs whose folder a person located. Such a folder is never deleted, because it may be the copy itself
// (engine/cleanup/interlocks.ts).

export const LOCATED = `
ALTER TABLE jobs ADD COLUMN located INTEGER NOT NULL DEFAULT 0 CHECK (located IN (0, 1));  -- a person said where its folder is
`
