// Migration 3: what a verified run still needs (maintenance), its verify passes and its cleanup decision.

export const MAINTENANCE = `
ALTER TABLE jobs ADD COLUMN care_at INTEGER;                   -- epoch ms of the next scheduled pass or cleanup; NULL: none
ALTER TABLE jobs ADD COLUMN ack TEXT;                          -- JSON, shared/model/model.ts acknowledgement
ALTER TABLE jobs ADD COLUMN folder_key TEXT;                   -- device and inode of the run folder: it may be renamed
CREATE INDEX jobs_by_folder_key ON jobs (folder_key);
ALTER TABLE jobs ADD COLUMN told TEXT;                         -- the state last written to ExLab-Wizard's files; NULL: none yet
CREATE INDEX jobs_untold ON jobs (updated_at) WHERE told IS NOT state;
CREATE INDEX jobs_by_care ON jobs (care_at) WHERE care_at IS NOT NULL;

CREATE TABLE passes (
  job_id INTEGER NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  attempt INTEGER NOT NULL,                                    -- number of the attempt within its job
  at INTEGER NOT NULL,
  verified INTEGER NOT NULL CHECK (verified IN (0, 1)),
  proof TEXT NOT NULL,
  files INTEGER NOT NULL, bytes INTEGER NOT NULL,              -- proven by this pass
  tools TEXT NOT NULL,                                         -- the programs that compared
  PRIMARY KEY (job_id, attempt)
) STRICT, WITHOUT ROWID;

CREATE TABLE cleanups (                                        -- written before the first file is deleted
  job_id INTEGER PRIMARY KEY REFERENCES jobs (id) ON DELETE CASCADE,
  decided_at INTEGER NOT NULL,
  evidence TEXT NOT NULL,                                      -- JSON, the interlocks as they were
  files INTEGER NOT NULL DEFAULT 0, bytes INTEGER NOT NULL DEFAULT 0,
  left_over TEXT NOT NULL DEFAULT '[]',                        -- JSON, files that stayed, and why
  ended_at INTEGER
) STRICT;
`
