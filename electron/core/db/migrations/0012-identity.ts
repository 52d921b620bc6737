// Migration 12: what a job is. A job has a UUID, the identity of its folder in parts, and the times at which it was
// archived, lost its folder to another run, or came from a backup; numbers are never used twice; the data folder has a UUID.
// A constraint of a table cannot be dropped, so `jobs`, `attempts` and `exclusions` are rebuilt (lang_altertable, part 7):
// the caller has switched foreign keys off, so that dropping the old table deletes no row of another one.

/** A random UUID, version 4. A default is evaluated once for each row. */
const RANDOM_UUID = `(lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-'
    || substr('89ab', 1 + (random() & 3), 1) || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))))`

/** Columns of `jobs` that stay as they are. */
const KEPT_COLUMNS = `id, folder, run, instrument, run_path, target, state, held, failures, resends, tool_misses, chosen, attempts,
  verify_passes, due_at, proof, last_error, push_error, created_at, updated_at, scanned_at, verified_at, revision, maintenance_at,
  ack, reported_state, level, label, operator, located`

/** What stands behind the first colon of `folder_key`, which was device:inode:birth time. */
const AFTER_DEVICE = `substr(folder_key, instr(folder_key, ':') + 1)`

export const IDENTITY = `
CREATE TABLE instance (                                        -- this data folder; one row
  id INTEGER PRIMARY KEY CHECK (id = 1),
  uuid TEXT NOT NULL DEFAULT ${RANDOM_UUID},
  opening TEXT,                                                -- random, new at every start; NULL: none yet
  copied_at INTEGER                                            -- epoch ms; set in backups only: when this copy was made
) STRICT;
INSERT INTO instance (id) VALUES (1);

CREATE TABLE new_jobs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,                        -- shown to people; never used twice
  uuid TEXT NOT NULL UNIQUE DEFAULT ${RANDOM_UUID},
  folder TEXT NOT NULL,                                        -- absolute, real path of the run folder
  folder_device TEXT, folder_inode TEXT,                       -- decimal; NULL: the system has none
  folder_birth TEXT,                                           -- ns since the epoch; NULL: the system has none
  folder_reused_at INTEGER,                                    -- epoch ms: the folder was made anew and is another run's now
  run TEXT NOT NULL,                                           -- its leaf name
  instrument TEXT NOT NULL,
  label TEXT NOT NULL DEFAULT '',                              -- from ExLab-Wizard's readme fields
  operator TEXT NOT NULL DEFAULT '',
  run_path TEXT NOT NULL,                                      -- place below the destination's own path
  target TEXT NOT NULL,                                        -- where it goes, as the transfer program gets it
  state TEXT NOT NULL CHECK (state IN ('queued','blocked','running','awaiting_verify','verified',
                                       'cleanup_eligible','cleaned','failed','cancelled')),
  archived_at INTEGER,                                         -- epoch ms; NULL: on the list
  restored_at INTEGER,                                         -- epoch ms: from a backup, not proven since; NULL: from here
  held INTEGER NOT NULL DEFAULT 0 CHECK (held IN (0, 1)),      -- paused by the operator
  failures INTEGER NOT NULL DEFAULT 0,                         -- since the last manual retry
  resends INTEGER NOT NULL DEFAULT 0,                          -- a mismatch allows exactly one
  tool_misses INTEGER NOT NULL DEFAULT 0,                      -- a missing program allows exactly one repeat
  chosen INTEGER NOT NULL DEFAULT 0 CHECK (chosen IN (0, 1)),  -- only files that a person chose are to be sent again
  attempts INTEGER NOT NULL DEFAULT 0,                         -- ever made, all series
  verify_passes INTEGER NOT NULL DEFAULT 0,
  due_at INTEGER,                                              -- epoch ms; NULL: nothing happens until a person acts
  proof TEXT NOT NULL DEFAULT 'none' CHECK (proof IN ('sha256','read_back','size_only','none')),
  level TEXT,                                                  -- how the last verify pass compared; NULL: none since format 5
  last_error TEXT,                                             -- JSON, shared/model/model.ts lastError
  -- parts of it for queries; NULL also where the text is damaged: json_extract would fail for every row of the answer
  error_kind TEXT AS (CASE WHEN json_valid(last_error) THEN CAST(json_extract(last_error, '$.kind') AS TEXT) END),
  error_reason TEXT AS (CASE WHEN json_valid(last_error) THEN CAST(json_extract(last_error, '$.reason') AS TEXT) END),
  error_message TEXT AS (CASE WHEN json_valid(last_error) THEN CAST(json_extract(last_error, '$.message') AS TEXT) END),
  push_error TEXT,                                             -- JSON: failure of single files, decided after the others are proven
  ack TEXT,                                                    -- JSON, shared/model/model.ts acknowledgement
  located INTEGER NOT NULL DEFAULT 0 CHECK (located IN (0, 1)), -- a person said where its folder is
  created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
  scanned_at INTEGER, verified_at INTEGER,
  maintenance_at INTEGER,                                      -- epoch ms of the next scheduled pass or cleanup; NULL: none
  reported_state TEXT,                                         -- the state last written to ExLab-Wizard's files; NULL: none yet
  revision INTEGER NOT NULL DEFAULT 0                          -- bumped once per file batch
) STRICT;
INSERT INTO new_jobs (${KEPT_COLUMNS}, folder_device, folder_inode, folder_birth)
  SELECT ${KEPT_COLUMNS}, substr(folder_key, 1, instr(folder_key, ':') - 1),
    substr(${AFTER_DEVICE}, 1, instr(${AFTER_DEVICE}, ':') - 1),
    nullif(substr(${AFTER_DEVICE}, instr(${AFTER_DEVICE}, ':') + 1), '0')
  FROM jobs;
DROP TABLE jobs;
ALTER TABLE new_jobs RENAME TO jobs;
-- numbers of runs that were removed from the list stand in the log
INSERT INTO sqlite_sequence (name, seq) SELECT 'jobs', 0 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'jobs');
UPDATE sqlite_sequence SET seq = max(seq, (SELECT coalesce(max(job_id), 0) FROM activity)) WHERE name = 'jobs';
-- the folder of a run that lost it to another run may stand in two rows
CREATE UNIQUE INDEX jobs_by_folder ON jobs (folder, instrument) WHERE folder_reused_at IS NULL;
CREATE INDEX jobs_by_folder_identity ON jobs (folder_inode, folder_birth);
CREATE INDEX jobs_by_state ON jobs (state, due_at);
CREATE INDEX jobs_by_target ON jobs (target);
CREATE INDEX jobs_by_instrument ON jobs (instrument, created_at, state, archived_at);
CREATE INDEX jobs_unreported ON jobs (updated_at) WHERE reported_state IS NOT state;
CREATE INDEX jobs_by_maintenance ON jobs (maintenance_at) WHERE maintenance_at IS NOT NULL;
CREATE INDEX jobs_archived ON jobs (archived_at) WHERE archived_at IS NOT NULL;

CREATE TABLE new_attempts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,                        -- names the log file; never used twice
  job_id INTEGER NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,                                     -- within its job, from 1
  phase TEXT NOT NULL CHECK (phase IN ('push','verify','cleanup')),
  commands TEXT,                                               -- command lines in order, JSON array of arrays, secrets masked
  pid INTEGER,                                                 -- of the process that runs now; NULL between processes
  started_at INTEGER NOT NULL, ended_at INTEGER,               -- NULL = running, or cut off by a crash
  outcome TEXT CHECK (outcome IN ('done','failed','cancelled','interrupted')),
  exit_code INTEGER,
  error TEXT,                                                  -- JSON, shared/model/model.ts lastError
  files INTEGER, bytes INTEGER                                 -- NULL: it ended before format 5
) STRICT;
INSERT INTO new_attempts SELECT id, job_id, number, phase, commands, pid, started_at, ended_at, outcome, exit_code, error, files, bytes
  FROM attempts;
DROP TABLE attempts;
ALTER TABLE new_attempts RENAME TO attempts;
CREATE INDEX attempts_by_job ON attempts (job_id, id);
CREATE INDEX attempts_open ON attempts (id) WHERE ended_at IS NULL;

CREATE TABLE new_exclusions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,                        -- shown to people; never used twice
  job_id INTEGER NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('pattern','files','accepted')),
  pattern TEXT CHECK ((pattern IS NULL) = (kind <> 'pattern')),
  by TEXT NOT NULL, note TEXT NOT NULL, at INTEGER NOT NULL
) STRICT;
INSERT INTO new_exclusions SELECT id, job_id, kind, pattern, by, note, at FROM exclusions;
DROP TABLE exclusions;
ALTER TABLE new_exclusions RENAME TO exclusions;
CREATE INDEX exclusions_by_job ON exclusions (job_id, id);

-- the triggers went with the old table
CREATE TRIGGER jobs_proven_by_files BEFORE UPDATE OF state ON jobs
WHEN NEW.state <> OLD.state AND NEW.state IN ('verified','cleanup_eligible','cleaned')
  AND EXISTS (SELECT 1 FROM file_counts WHERE job_id = NEW.id AND files > 0
              AND state NOT IN ('verified','cleaned','excluded')) BEGIN
  SELECT RAISE(ABORT, 'a job in a proven state has a file without proof');
END;
CREATE TRIGGER activity_added AFTER INSERT ON jobs BEGIN
  INSERT INTO activity (at, level, source, job_id, instrument, run, text)
    VALUES (NEW.created_at, 'info', 'app', NEW.id, NEW.instrument, NEW.run, 'Added');
END;
CREATE TRIGGER activity_state_changed AFTER UPDATE OF state ON jobs WHEN NEW.state <> OLD.state BEGIN
  INSERT INTO activity (at, level, source, job_id, instrument, run, text) VALUES (NEW.updated_at,
    CASE WHEN NEW.state = 'failed' AND NEW.error_reason = 'changed_since_verified' THEN 'warning'
      WHEN NEW.state IN ('failed','blocked') THEN 'error'
      WHEN NEW.state = 'queued' AND OLD.state IN ('running','awaiting_verify') AND NEW.failures > OLD.failures THEN 'warning'
      WHEN NEW.state = 'verified' AND NEW.last_error IS NOT NULL THEN 'warning'
      WHEN OLD.state = 'cleanup_eligible' AND NEW.last_error IS NOT NULL THEN 'warning'
      ELSE 'info' END,
    'app', NEW.id, NEW.instrument, NEW.run,
    CASE NEW.state WHEN 'queued' THEN CASE WHEN OLD.state IN ('running','awaiting_verify') AND NEW.last_error IS NOT NULL
          THEN 'Will be tried again: ' || coalesce(NEW.error_message, '') ELSE 'Waiting' END
      WHEN 'blocked' THEN 'Blocked: ' || coalesce(NEW.error_message, '')
      WHEN 'running' THEN 'Sending'
      WHEN 'awaiting_verify' THEN CASE WHEN OLD.state = 'cleanup_eligible' AND NEW.last_error IS NOT NULL
          THEN 'No longer verified, checking again: ' || coalesce(NEW.error_message, '') ELSE 'Checking' END
      WHEN 'verified' THEN CASE WHEN NEW.last_error IS NULL THEN 'Verified'
          ELSE 'Still verified, but it could not be checked: ' || coalesce(NEW.error_message, '') END
      WHEN 'cleanup_eligible' THEN 'Safe to delete' WHEN 'cleaned' THEN 'On NAS only'
      WHEN 'failed' THEN CASE NEW.error_reason WHEN 'changed_since_verified' THEN 'Changed since verified: '
          ELSE 'Failed: ' END || coalesce(NEW.error_message, '') ELSE 'Cancelled' END);
END;
CREATE TRIGGER activity_unproven AFTER UPDATE OF due_at ON jobs
WHEN NEW.state = 'awaiting_verify' AND OLD.state = 'awaiting_verify' AND NEW.due_at IS NULL AND OLD.due_at IS NOT NULL BEGIN
  INSERT INTO activity (at, level, source, job_id, instrument, run, text) VALUES (NEW.updated_at, 'warning', 'app', NEW.id,
    NEW.instrument, NEW.run, 'Sent, not proven: ' || coalesce(NEW.error_message, ''));
END;
`
