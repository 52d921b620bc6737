// Migration 7: exclusions. The check of `files.state` learns a word in the way that SQLite describes for a change that no row
// can break (lang_altertable, part 7): only the table's text changes, so a queue of a million rows opens at once.

export const EXCLUSIONS = `
CREATE TABLE exclusions (
  id INTEGER PRIMARY KEY,
  job_id INTEGER NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('pattern','files','accepted')),
  pattern TEXT CHECK ((pattern IS NULL) = (kind <> 'pattern')),
  by TEXT NOT NULL, note TEXT NOT NULL, at INTEGER NOT NULL
) STRICT;
CREATE INDEX exclusions_by_job ON exclusions (job_id, id);
CREATE TABLE excluded_files (                                  -- the files of each exclusion
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
