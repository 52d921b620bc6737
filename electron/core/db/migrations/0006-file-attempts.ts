// Migration 6: the attempts of each file and the origin of a run, as the tables show them. The defaults are constant, so
// SQLite rewrites no row.

export const FILE_ATTEMPTS = `
ALTER TABLE files ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;  -- attempts in which a tool tried to send it
ALTER TABLE files ADD COLUMN tried_in INTEGER NOT NULL DEFAULT 0;  -- number of the newest attempt within the job; 0: none
ALTER TABLE files ADD COLUMN tried_at INTEGER;                     -- epoch ms
ALTER TABLE files ADD COLUMN remote_size INTEGER;                  -- the remote's size, where it differs
CREATE INDEX files_faults ON files (job_id, state, path)           -- finds a failure below a folder
  WHERE state IN ('size_only','changed','missing','mismatch','failed','vanished');
ALTER TABLE jobs ADD COLUMN label TEXT NOT NULL DEFAULT '';        -- from ExLab-Wizard's readme fields
ALTER TABLE jobs ADD COLUMN operator TEXT NOT NULL DEFAULT '';
`
