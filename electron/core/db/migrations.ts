// The queue database's shape as an ordered list of migrations: index + 1 = user_version. A shipped entry is never edited.

const FIRST = `
CREATE TABLE jobs (
  id INTEGER PRIMARY KEY,
  folder TEXT NOT NULL,                                        -- absolute, real path of the run folder
  run TEXT NOT NULL,                                           -- its leaf name
  instrument TEXT NOT NULL,
  run_path TEXT NOT NULL,                                      -- place below the destination's own path
  target TEXT NOT NULL,                                        -- where it goes, as the tool is told it
  state TEXT NOT NULL CHECK (state IN ('queued','blocked','running','awaiting_verify','verified',
                                       'cleanup_eligible','cleaned','failed','cancelled')),
  held INTEGER NOT NULL DEFAULT 0 CHECK (held IN (0, 1)),      -- paused by the operator
  failures INTEGER NOT NULL DEFAULT 0,                         -- since the last manual retry
  resends INTEGER NOT NULL DEFAULT 0,                          -- a mismatch allows exactly one
  tool_misses INTEGER NOT NULL DEFAULT 0,                      -- a missing program allows exactly one repeat
  chosen INTEGER NOT NULL DEFAULT 0 CHECK (chosen IN (0, 1)),  -- only files that a person chose are to be sent again
  attempts INTEGER NOT NULL DEFAULT 0,                         -- ever made, all series
  verify_passes INTEGER NOT NULL DEFAULT 0,
  due_at INTEGER,                                              -- epoch ms; NULL: rests until a person acts
  proof TEXT NOT NULL DEFAULT 'none' CHECK (proof IN ('sha256','read_back','size_only','none')),
  last_error TEXT,                                             -- JSON, shared/model/model.ts lastError
  push_error TEXT,                                             -- JSON: fault of single files, judged after the others are proven
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
  remote_sha256 BLOB,                                          -- as the far side gave it, where it differs or cannot be judged yet
  seen_pass INTEGER NOT NULL DEFAULT 0,                        -- last verify pass that saw it on the far side
  last_error TEXT,
  PRIMARY KEY (job_id, seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX files_path ON files (job_id, path);
CREATE INDEX files_attention ON files (job_id, seq)
  WHERE state IN ('size_only','changed','missing','mismatch','failed','vanished');

CREATE TABLE file_counts (                                     -- kept by triggers; totals never scan
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

/** Destinations at which nothing is started for now (docs/spec.md 3). */
const HOLDS = `
CREATE TABLE holds (
  key TEXT PRIMARY KEY,                                        -- engine/destination-key.ts
  destination TEXT NOT NULL,
  reason TEXT NOT NULL, message TEXT NOT NULL, stderr TEXT NOT NULL,
  since INTEGER NOT NULL,                                      -- epoch ms
  due_at INTEGER,                                              -- next probe; NULL: a person must act
  probes INTEGER NOT NULL DEFAULT 0,                           -- failed ones
  bytes_needed INTEGER NOT NULL DEFAULT 0,
  job_id INTEGER NOT NULL                                      -- the job that met it: its own attempts go on
) STRICT;
`

/** What a verified run still needs: its passes, when it is due again, what was decided before anything was deleted. */
const CARE = `
ALTER TABLE jobs ADD COLUMN care_at INTEGER;                   -- epoch ms of the next scheduled pass or cleanup; NULL: none
ALTER TABLE jobs ADD COLUMN ack TEXT;                          -- JSON, shared/model/model.ts acknowledgement
ALTER TABLE jobs ADD COLUMN folder_key TEXT;                   -- device and inode of the run folder: it may be renamed
CREATE INDEX jobs_by_folder_key ON jobs (folder_key);
ALTER TABLE jobs ADD COLUMN told TEXT;                         -- the state last said in ExLab-Wizard's files; NULL: none yet
CREATE INDEX jobs_untold ON jobs (updated_at) WHERE told IS NOT state;
CREATE INDEX jobs_by_care ON jobs (care_at) WHERE care_at IS NOT NULL;

CREATE TABLE passes (
  job_id INTEGER NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  attempt INTEGER NOT NULL,                                    -- number of the attempt within its job
  at INTEGER NOT NULL,
  verified INTEGER NOT NULL CHECK (verified IN (0, 1)),
  proof TEXT NOT NULL,
  files INTEGER NOT NULL, bytes INTEGER NOT NULL,              -- proven by this pass
  tools TEXT NOT NULL,                                         -- what it was done with
  PRIMARY KEY (job_id, attempt)
) STRICT, WITHOUT ROWID;

CREATE TABLE cleanups (                                        -- on disk before the first file goes
  job_id INTEGER PRIMARY KEY REFERENCES jobs (id) ON DELETE CASCADE,
  decided_at INTEGER NOT NULL,
  evidence TEXT NOT NULL,                                      -- JSON, the conditions as they were
  files INTEGER NOT NULL DEFAULT 0, bytes INTEGER NOT NULL DEFAULT 0,
  left_over TEXT NOT NULL DEFAULT '[]',                        -- JSON, what stayed and why
  ended_at INTEGER
) STRICT;
`

/** The app-wide log (docs/ux.md D3). Triggers write it, so that no change can happen without its line. */
const ACTIVITY = `
CREATE TABLE activity (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,                                         -- epoch ms
  level TEXT NOT NULL CHECK (level IN ('info','warning','error')),
  source TEXT NOT NULL CHECK (source IN ('app','person')),
  job_id INTEGER,                                              -- no reference: the line outlives the row of the list
  instrument TEXT NOT NULL, run TEXT NOT NULL, text TEXT NOT NULL
) STRICT;
CREATE INDEX activity_by_job ON activity (job_id, id);
CREATE TRIGGER activity_added AFTER INSERT ON jobs BEGIN
  INSERT INTO activity (at, level, source, job_id, instrument, run, text)
    VALUES (NEW.created_at, 'info', 'app', NEW.id, NEW.instrument, NEW.run, 'Added');
END;
CREATE TRIGGER activity_moved AFTER UPDATE OF state ON jobs WHEN NEW.state <> OLD.state BEGIN
  INSERT INTO activity (at, level, source, job_id, instrument, run, text) VALUES (NEW.updated_at,
    CASE WHEN NEW.state IN ('failed','blocked') THEN 'error'
      WHEN NEW.state = 'queued' AND OLD.state IN ('running','awaiting_verify') AND NEW.failures > OLD.failures THEN 'warning'
      ELSE 'info' END,
    'app', NEW.id, NEW.instrument, NEW.run,
    CASE NEW.state WHEN 'queued' THEN CASE WHEN OLD.state IN ('running','awaiting_verify') AND NEW.last_error IS NOT NULL
          THEN 'Will be tried again: ' || coalesce(json_extract(NEW.last_error, '$.message'), '') ELSE 'Waiting' END
      WHEN 'blocked' THEN 'Blocked: ' || coalesce(json_extract(NEW.last_error, '$.message'), '')
      WHEN 'running' THEN 'Sending' WHEN 'awaiting_verify' THEN 'Checking' WHEN 'verified' THEN 'Verified'
      WHEN 'cleanup_eligible' THEN 'Safe to delete' WHEN 'cleaned' THEN 'On NAS only'
      WHEN 'failed' THEN 'Failed: ' || coalesce(json_extract(NEW.last_error, '$.message'), '') ELSE 'Cancelled' END);
END;
CREATE TRIGGER activity_unproven AFTER UPDATE OF due_at ON jobs
WHEN NEW.state = 'awaiting_verify' AND OLD.state = 'awaiting_verify' AND NEW.due_at IS NULL AND OLD.due_at IS NOT NULL BEGIN
  INSERT INTO activity (at, level, source, job_id, instrument, run, text) VALUES (NEW.updated_at, 'warning', 'app', NEW.id,
    NEW.instrument, NEW.run, 'Sent, not proven: ' || coalesce(json_extract(NEW.last_error, '$.message'), ''));
END;
CREATE TRIGGER activity_held AFTER INSERT ON holds BEGIN
  INSERT INTO activity (at, level, source, job_id, instrument, run, text)
    VALUES (NEW.since, 'warning', 'app', NULL, '', '', NEW.destination || ' is on hold: ' || NEW.message);
END;
CREATE TRIGGER activity_resumed AFTER DELETE ON holds BEGIN
  INSERT INTO activity (at, level, source, job_id, instrument, run, text)
    VALUES (CAST(unixepoch('subsec') * 1000 AS INTEGER), 'info', 'app', NULL, '', '', OLD.destination || ' takes runs again');
END;
`

/** What an attempt moved: files and bytes that its tool reported, or that its pass compared (docs/ux.md D6, History); how files are proven. */
const MOVED = `
ALTER TABLE attempts ADD COLUMN files INTEGER;                 -- NULL: it ended before this was kept
ALTER TABLE attempts ADD COLUMN bytes INTEGER;
ALTER TABLE jobs ADD COLUMN level TEXT;                        -- how the last pass compared; NULL: none did since this is kept
`

/** What the tables show of a file's tries and of a run's origin. Constant defaults: a million rows stay as they lie. */
const TABLES = `
ALTER TABLE files ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;  -- attempts in which a tool tried to send it
ALTER TABLE files ADD COLUMN tried_in INTEGER NOT NULL DEFAULT 0;  -- number of the newest of them within the job; 0: none
ALTER TABLE files ADD COLUMN tried_at INTEGER;                     -- epoch ms
ALTER TABLE files ADD COLUMN remote_size INTEGER;                  -- as the far side gave it, where it differs
CREATE INDEX files_faults ON files (job_id, state, path)           -- is there one below a folder?
  WHERE state IN ('size_only','changed','missing','mismatch','failed','vanished');
ALTER TABLE jobs ADD COLUMN label TEXT NOT NULL DEFAULT '';        -- from ExLab-Wizard's readme fields
ALTER TABLE jobs ADD COLUMN operator TEXT NOT NULL DEFAULT '';
`

/**
 * What people leave out of a run. The check of `files.state` learns a word in the way that SQLite describes for a change that
 * no row can break (lang_altertable, part 7): only the table's text changes, so a queue of a million rows opens at once.
 */
const EXCLUSIONS = `
CREATE TABLE exclusions (
  id INTEGER PRIMARY KEY,
  job_id INTEGER NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('pattern','files','accepted')),
  pattern TEXT CHECK ((pattern IS NULL) = (kind <> 'pattern')),
  by TEXT NOT NULL, note TEXT NOT NULL, at INTEGER NOT NULL
) STRICT;
CREATE INDEX exclusions_by_job ON exclusions (job_id, id);
CREATE TABLE excluded_files (                                  -- which files each of them leaves out
  exclusion INTEGER NOT NULL REFERENCES exclusions (id) ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  PRIMARY KEY (exclusion, seq)
) STRICT, WITHOUT ROWID;
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, '''skipped'',''cleaned''', '''skipped'',''excluded'',''cleaned''')
  WHERE type = 'table' AND name = 'files';
PRAGMA writable_schema = RESET;

UPDATE jobs SET last_error = json_set(last_error, '$.kind', 'hash_mismatch', '$.reason', 'changed_since_verified')
  WHERE state = 'failed' AND verified_at IS NOT NULL AND json_extract(last_error, '$.reason') = 'source_changed'
  AND json_extract(last_error, '$.message') LIKE 'Changed on this computer since it was verified:%';
DROP TRIGGER activity_moved;
CREATE TRIGGER activity_moved AFTER UPDATE OF state ON jobs WHEN NEW.state <> OLD.state BEGIN
  INSERT INTO activity (at, level, source, job_id, instrument, run, text) VALUES (NEW.updated_at,
    CASE WHEN NEW.state = 'failed' AND json_extract(NEW.last_error, '$.reason') = 'changed_since_verified' THEN 'warning'
      WHEN NEW.state IN ('failed','blocked') THEN 'error'
      WHEN NEW.state = 'queued' AND OLD.state IN ('running','awaiting_verify') AND NEW.failures > OLD.failures THEN 'warning'
      ELSE 'info' END,
    'app', NEW.id, NEW.instrument, NEW.run,
    CASE NEW.state WHEN 'queued' THEN CASE WHEN OLD.state IN ('running','awaiting_verify') AND NEW.last_error IS NOT NULL
          THEN 'Will be tried again: ' || coalesce(json_extract(NEW.last_error, '$.message'), '') ELSE 'Waiting' END
      WHEN 'blocked' THEN 'Blocked: ' || coalesce(json_extract(NEW.last_error, '$.message'), '')
      WHEN 'running' THEN 'Sending' WHEN 'awaiting_verify' THEN 'Checking' WHEN 'verified' THEN 'Verified'
      WHEN 'cleanup_eligible' THEN 'Safe to delete' WHEN 'cleaned' THEN 'On NAS only'
      WHEN 'failed' THEN CASE json_extract(NEW.last_error, '$.reason') WHEN 'changed_since_verified' THEN 'Changed since verified: '
          ELSE 'Failed: ' END || coalesce(json_extract(NEW.last_error, '$.message'), '') ELSE 'Cancelled' END);
END;
`

/** What lies elsewhere than where the instrument wrote it is never deleted: it may be the copy itself (engine/cleanup/interlocks.ts). */
const LOCATED = `
ALTER TABLE jobs ADD COLUMN located INTEGER NOT NULL DEFAULT 0 CHECK (located IN (0, 1));  -- a person said where its folder is
`

/** Counts of each instrument's runs, and its last ones, without reading the runs (docs/spec.md 13). */
const COUNTED = `
CREATE INDEX jobs_by_instrument ON jobs (instrument, created_at, state);
`

export const MIGRATIONS: readonly string[] = [
  FIRST,
  HOLDS,
  CARE,
  ACTIVITY,
  MOVED,
  TABLES,
  EXCLUSIONS,
  LOCATED,
  COUNTED,
]
