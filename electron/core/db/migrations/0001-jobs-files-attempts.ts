// Migration 1: jobs, their files with counts that triggers maintain, attempts, and the flags of the whole queue.

export const JOBS_FILES_ATTEMPTS = `
CREATE TABLE jobs (
  id INTEGER PRIMARY KEY,
  folder TEXT NOT NULL,                                        -- absolute, real path of the run folder
  run TEXT NOT NULL,                                           -- its leaf name
  instrument TEXT NOT NULL,
  run_path TEXT NOT NULL,                                      -- place below the destination's own path
  target TEXT NOT NULL,                                        -- where it goes, as the transfer program gets it
  state TEXT NOT NULL CHECK (state IN ('queued','blocked','running','awaiting_verify','verified',
                                       'cleanup_eligible','cleaned','failed','cancelled')),
  held INTEGER NOT NULL DEFAULT 0 CHECK (held IN (0, 1)),      -- paused by the operator
  failures INTEGER NOT NULL DEFAULT 0,                         -- since the last manual retry
  resends INTEGER NOT NULL DEFAULT 0,                          -- a mismatch allows exactly one
  tool_misses INTEGER NOT NULL DEFAULT 0,                      -- a missing program allows exactly one repeat
  chosen INTEGER NOT NULL DEFAULT 0 CHECK (chosen IN (0, 1)),  -- only files that a person chose are to be sent again
  attempts INTEGER NOT NULL DEFAULT 0,                         -- ever made, all series
  verify_passes INTEGER NOT NULL DEFAULT 0,
  due_at INTEGER,                                              -- epoch ms; NULL: nothing happens until a person acts
  proof TEXT NOT NULL DEFAULT 'none' CHECK (proof IN ('sha256','read_back','size_only','none')),
  last_error TEXT,                                             -- JSON, shared/model/model.ts lastError
  push_error TEXT,                                             -- JSON: failure of single files, decided after the others are proven
  created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
  scanned_at INTEGER, verified_at INTEGER,
  revision INTEGER NOT NULL DEFAULT 0,                         -- bumped once per file batch
  UNIQUE (folder, instrument)
) STRICT;
CREATE INDEX jobs_by_state ON jobs (state, due_at);
CREATE INDEX jobs_by_target ON jobs (target);

CREATE TABLE files (
  job_id INTEGER NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  seq INTEGER NOT NULL,                                        -- position in the sorted walk = row in the table view
  path TEXT NOT NULL,                                          -- relative, forward slashes
  size INTEGER NOT NULL,
  mtime_us INTEGER NOT NULL,                                   -- epoch microseconds
  state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN
    ('pending','sending','sent','verified','size_only','changed','missing','mismatch','failed','vanished','skipped','cleaned')),
  sha256 BLOB CHECK (sha256 IS NULL OR length(sha256) = 32),   -- of the local bytes at this size and mtime
  remote_sha256 BLOB,                                          -- the remote's digest, where it differs or cannot be compared yet
  seen_pass INTEGER NOT NULL DEFAULT 0,                        -- number of the last verify pass that saw it on the remote
  last_error TEXT,
  PRIMARY KEY (job_id, seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX files_path ON files (job_id, path);
CREATE INDEX files_attention ON files (job_id, seq)
  WHERE state IN ('size_only','changed','missing','mismatch','failed','vanished');

CREATE TABLE file_counts (                                     -- triggers maintain it, so totals never scan
  job_id INTEGER NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  state TEXT NOT NULL, files INTEGER NOT NULL, bytes INTEGER NOT NULL,
  PRIMARY KEY (job_id, state)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER file_counts_insert AFTER INSERT ON files BEGIN
  INSERT INTO file_counts VALUES (NEW.job_id, NEW.state, 1, NEW.size)
    ON CONFLICT DO UPDATE SET files = files + 1, bytes = bytes + NEW.size;
END;
CREATE TRIGGER file_counts_update AFTER UPDATE OF state, size ON files
WHEN NEW.state <> OLD.state OR NEW.size <> OLD.size BEGIN
  UPDATE file_counts SET files = files - 1, bytes = bytes - OLD.size WHERE job_id = OLD.job_id AND state = OLD.state;
  INSERT INTO file_counts VALUES (NEW.job_id, NEW.state, 1, NEW.size)
    ON CONFLICT DO UPDATE SET files = files + 1, bytes = bytes + NEW.size;
END;
CREATE TRIGGER file_counts_delete AFTER DELETE ON files BEGIN
  UPDATE file_counts SET files = files - 1, bytes = bytes - OLD.size WHERE job_id = OLD.job_id AND state = OLD.state;
END;

CREATE TABLE attempts (
  id INTEGER PRIMARY KEY,
  job_id INTEGER NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,                                     -- within its job, from 1
  phase TEXT NOT NULL CHECK (phase IN ('push','verify','cleanup')),
  commands TEXT,                                               -- command lines in order, JSON array of arrays, secrets masked
  pid INTEGER,                                                 -- of the process that runs now; NULL between processes
  started_at INTEGER NOT NULL, ended_at INTEGER,               -- NULL = running, or cut off by a crash
  outcome TEXT CHECK (outcome IN ('done','failed','cancelled','interrupted')),
  exit_code INTEGER,
  error TEXT                                                   -- JSON, shared/model/model.ts lastError
) STRICT;
CREATE INDEX attempts_by_job ON attempts (job_id, id);
CREATE INDEX attempts_open ON attempts (id) WHERE ended_at IS NULL;

CREATE TABLE flags (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
`
